// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_OPERATION_HPP
#define BOOST_BROKER_DETAIL_OPERATION_HPP

// Something that runs once on an executor. What is posted is a pointer, so that no executor has to
// move or allocate more than a word.

#include <utility>

namespace boost_broker::detail {

class operation
{
public:
    /// Runs and gives back its memory. User code may throw; the executor's run loop sees that.
    virtual void run() = 0;
    /// Ends without running: the executor was destroyed.
    virtual void abandon() noexcept = 0;

protected:
    ~operation() = default;
};

class operation_ptr
{
public:
    explicit operation_ptr(operation* op) noexcept : op_(op) {}
    operation_ptr(operation_ptr&& other) noexcept : op_(std::exchange(other.op_, nullptr)) {}
    operation_ptr& operator=(operation_ptr&&) = delete;
    ~operation_ptr()
    {
        if (op_ != nullptr)
            op_->abandon();
    }

    void operator()() { std::exchange(op_, nullptr)->run(); }

private:
    operation* op_;
};

} // namespace boost_broker::detail

#endif
