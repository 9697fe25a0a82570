// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_CANCEL_REGISTRY_HPP
#define BOOST_BROKER_DETAIL_CANCEL_REGISTRY_HPP

// What is behind a canceller: the operations in flight that it covers, each with what is needed to
// cancel it from any thread. In the lane `local` that is a post to where the operation lives; what
// is posted is the entry itself, in memory that it brings along, so that cancelling never fails for
// want of it.

#include <boost_broker/detail/bound_executor.hpp>
#include <boost_broker/detail/cell_pool.hpp>
#include <boost_broker/detail/hub.hpp>
#include <boost_broker/detail/inbox.hpp>
#include <boost_broker/detail/linked_list.hpp>
#include <boost_broker/detail/operation.hpp>
#include <boost_broker/detail/wake_storage.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <memory>
#include <mutex>
#include <utility>

#pragma push_macro("emit")
#undef emit

namespace boost_broker::detail {

class cancel_registry;
using cancel_registry_ptr = boost::intrusive_ptr<cancel_registry>;

/// One operation in flight.
class cancel_target
    : public list_hook<cancel_target>
    , public boost::intrusive_ref_counter<cancel_target>
{
public:
    virtual ~cancel_target() = default;

protected:
    explicit cancel_target(cancel_registry_ptr registry) noexcept : registry_(std::move(registry))
    {}

    inline void enter_registry() noexcept;
    inline void leave_registry() noexcept;
    /// How it is to be cancelled; from now on it can be posted again.
    inline asio::cancellation_type take() noexcept;

private:
    friend class cancel_registry;

    /// Cancels it, here or where it lives. Gives back a reference when that is done.
    virtual void post() noexcept = 0;

    cancel_registry_ptr const registry_;
    // Guarded by the registry, as is the hook.
    asio::cancellation_type pending_ = asio::cancellation_type::none;
    bool posted_ = false;
    bool left_ = false;
    cancel_target* next_ = nullptr; // to be posted
};

/// One of the lane `local`. It listens to a signal of its own, which is emitted where it lives.
class cancel_entry final
    : public cancel_target
    , public operation
    , public hub_member
    , public cached_object<cancel_entry>
{
public:
    /// @param executor Where the operation lives; null: on this thread, without a run loop.
    inline cancel_entry(cancel_registry_ptr registry, executor_ptr executor);

    /// What the operation is to listen to.
    asio::cancellation_slot slot() noexcept { return signal_.slot(); }

    /// The operation can be cancelled from now on.
    inline void begin();
    /// The operation has completed, or its handler was destroyed.
    inline void end() noexcept;

    /// Where the operation lives: cancels it.
    void emit(asio::cancellation_type type)
    {
        boost::intrusive_ptr<cancel_entry> const self(this);
        if (!open_)
            return;
        bool const outer = std::exchange(emitting_, true);
        signal_.emit(type);
        emitting_ = outer;
        if (!open_ && !emitting_)
            signal_.slot().clear();
    }

    void run() override
    {
        boost::intrusive_ptr<cancel_entry> const self(this, false);
        emit(take());
    }
    void abandon() noexcept override
    {
        boost::intrusive_ptr<cancel_entry> const self(this, false);
        take();
    }

    void execution_context_gone() noexcept override { take_executor(); }

private:
    // The lock is held while posting, which is not user code: the executor must not go meanwhile.
    // Where there is none, somebody else's thread has nowhere to cancel.
    void post() noexcept override
    {
        boost::intrusive_ptr<cancel_entry> const self(this);
        {
            std::lock_guard const lock(executor_mutex_);
            if (executor_ != nullptr) {
                try {
                    executor_->wake(this, *storage_);
                } catch (...) { // NOLINT(bugprone-empty-catch): it was abandoned
                }
                return;
            }
        }
        if (home_ == &this_thread)
            run();
        else
            abandon();
    }

    executor_ptr take_executor() noexcept
    {
        std::lock_guard const lock(executor_mutex_);
        return std::move(executor_);
    }

    thread_state const* const home_; // the thread; null where there is an executor
    boost::intrusive_ptr<wake_storage> const storage_;

    std::mutex executor_mutex_;
    executor_ptr executor_;

    // Where the operation lives.
    asio::cancellation_signal signal_;
    bool open_ = false;
    bool emitting_ = false; // the signal must not lose its handler then
};

using cancel_entry_ptr = boost::intrusive_ptr<cancel_entry>;

class cancel_registry : public boost::intrusive_ref_counter<cancel_registry>
{
public:
    void cancel(asio::cancellation_type type) noexcept
    {
        cancel_target* first = nullptr;
        auto** end = &first;
        {
            std::lock_guard const lock(mutex_);
            for (auto& e : entries_) {
                e.pending_ |= type;
                if (std::exchange(e.posted_, true))
                    continue;              // and has not come to it yet
                intrusive_ptr_add_ref(&e); // given back by `post` or what it has posted
                e.next_ = nullptr;
                *end = &e;
                end = &e.next_;
            }
        }
        while (first != nullptr)
            std::exchange(first, first->next_)->post();
    }

private:
    friend class cancel_target;

    std::mutex mutex_;
    linked_list<cancel_target> entries_;
};

inline void cancel_target::enter_registry() noexcept
{
    std::lock_guard const lock(registry_->mutex_);
    if (!left_)
        registry_->entries_.push_back(*this);
}

inline void cancel_target::leave_registry() noexcept
{
    std::lock_guard const lock(registry_->mutex_);
    left_ = true;
    if (list_hook<cancel_target>::is_linked())
        list_hook<cancel_target>::unlink();
}

inline asio::cancellation_type cancel_target::take() noexcept
{
    std::lock_guard const lock(registry_->mutex_);
    posted_ = false;
    return std::exchange(pending_, asio::cancellation_type::none);
}

inline cancel_entry::cancel_entry(cancel_registry_ptr registry, executor_ptr executor)
    : cancel_target(std::move(registry))
    , home_(executor != nullptr ? nullptr : &this_thread)
    , storage_(executor != nullptr ? new wake_storage : nullptr)
    , executor_(std::move(executor))
{}

inline void cancel_entry::begin()
{
    if (executor_ != nullptr)
        join(executor_->find_hub());
    open_ = true;
    enter_registry();
}

inline void cancel_entry::end() noexcept
{
    if (!std::exchange(open_, false))
        return;
    leave_registry();
    leave();
    take_executor();
    if (!emitting_)
        signal_.slot().clear();
}

/// The place of an entry in the handler of an operation.
class cancel_entry_holder
{
public:
    cancel_entry_holder() = default;
    cancel_entry_holder(cancel_entry_holder const&) = delete;
    ~cancel_entry_holder() { end(); }

    /// @param own The slot of the handler, which goes on working.
    /// @return The slot for the operation.
    asio::cancellation_slot begin(
        cancel_registry_ptr const& registry, executor_ptr executor, asio::cancellation_slot own)
    {
        if (registry == nullptr)
            return own;
        entry_.reset(new cancel_entry(registry, std::move(executor)));
        entry_->begin();
        if (own.is_connected())
            own.assign([entry = entry_](asio::cancellation_type type) { entry->emit(type); });
        return entry_->slot();
    }

    void end() noexcept
    {
        if (entry_ != nullptr)
            std::exchange(entry_, nullptr)->end();
    }

private:
    cancel_entry_ptr entry_;
};

/// For handlers that carry no canceller.
struct no_cancel_entry {
    void end() noexcept {}
};

} // namespace boost_broker::detail

#pragma pop_macro("emit")

#endif
