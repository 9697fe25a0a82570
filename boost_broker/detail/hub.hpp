// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_HUB_HPP
#define BOOST_BROKER_DETAIL_HUB_HPP

// One for each execution context (an io_context, a thread_pool): knows what has to end with it.
// Executor copies and handlers bound to them must not outlive the execution context, and whoever
// waits for an answer from there has to hear that it will not come.

#include <boost_broker/config.hpp>
#include <boost_broker/detail/linked_list.hpp>

#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/system_executor.hpp>

#include <atomic>
#include <mutex>

namespace boost_broker::detail {

namespace asio = boost::asio;

class hub;

class hub_member : public list_hook<hub_member>
{
public:
    /// Called once, on the thread that destroys the execution context. Drops every executor and
    /// every handler; the member is already unlinked and may delete itself.
    virtual void execution_context_gone() noexcept = 0;

    inline void join(hub* where);
    /// Does nothing behind `execution_context_gone`. Where both can happen at a time, a mutex that
    /// that function takes has to be held.
    inline void leave() noexcept;

protected:
    hub_member() = default;
    ~hub_member() { leave(); }

private:
    friend class hub;
    std::atomic<hub*> hub_{nullptr};
};

class BOOST_BROKER_VISIBLE hub final : public asio::execution_context::service
{
public:
    using key_type = hub;
    inline static asio::execution_context::id id;

    explicit hub(asio::execution_context& owner) : service(owner) {}

    /// The hub of the execution context behind an executor, or null where there is none to ask.
    template<class Executor>
    static hub* of(Executor const& executor)
    {
        if constexpr (asio::can_query<Executor const&, asio::execution::context_t>::value)
            return &asio::use_service<hub>(asio::query(executor, asio::execution::context));
        else
            return nullptr;
    }

private:
    friend class hub_member;

    // A member may leave, or end others that leave, while it is told: so one at a time.
    void shutdown() override
    {
        for (;;) {
            hub_member* member = nullptr;
            {
                std::lock_guard const lock(mutex_);
                if (members_.empty()) {
                    ended_ = true;
                    return;
                }
                member = &members_.front();
                members_.pop_front();
                member->hub_ = nullptr;
            }
            member->execution_context_gone();
        }
    }

    std::mutex mutex_;
    bool ended_ = false; // nobody is told any more
    linked_list<hub_member> members_;
};

inline void hub_member::join(hub* where)
{
    if (where == nullptr)
        return;
    std::lock_guard const lock(where->mutex_);
    if (where->ended_)
        return;
    where->members_.push_back(*this);
    hub_ = where;
}

inline void hub_member::leave() noexcept
{
    auto* const left = hub_.load();
    if (left == nullptr)
        return;
    std::lock_guard const lock(left->mutex_);
    if (is_linked())
        unlink();
    hub_ = nullptr;
}

} // namespace boost_broker::detail

#endif
