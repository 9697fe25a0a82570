// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_DRAIN_HPP
#define BOOST_BROKER_DETAIL_MT_DRAIN_HPP

// Waits for what still runs of handlers, of either lane, that were stopped. What is of the lane
// `mt` is asked for on its own executor, by a message that comes behind everything sent to it
// before.

#include <boost_broker/detail/drain.hpp>
#include <boost_broker/detail/mt/blocked.hpp>
#include <boost_broker/detail/mt/completion.hpp>
#include <boost_broker/detail/mt/context.hpp>
#include <boost_broker/handle.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace boost_broker::detail {

/// Handlers that are to end.
struct dropped_handlers {
    inbox_ptr home = {}; // where a drop of the local lane completes
    std::vector<registration_ptr> local = {};
    std::vector<mt_registration_ptr> shared = {};

    void stop() const noexcept
    {
        for (auto const& r : local)
            r->stop();
        for (auto const& r : shared)
            r->stop();
    }
};

/// Takes what a handle owns.
inline void take_handler(handle& h, dropped_handlers& to)
{
    if (auto r = handle_access::take(h))
        to.local.push_back(std::move(r));
    if (auto r = handle_access::take_shared(h))
        to.shared.push_back(boost::static_pointer_cast<mt_registration>(std::move(r)));
}

/// Waits for handlers that were stopped.
/** @tparam Result What it completes with. */
template<class Result>
class mt_drain : public mt_pending<Result>
{
public:
    using base = mt_pending<Result>;
    using answer_type = Result;

    mt_drain(mt_home home, dropped_handlers const& dropped, coroutine_mark self, bool closes)
        : base(std::move(home))
        , size_(dropped.local.size() + dropped.shared.size())
        , parts_(new part[size_])
        , open_(size_)
    {
        this->ends_with_context = false;
        auto* next = parts_.get();
        for (auto const& r : dropped.local)
            (next++)->watch_local(*this, r, self);
        for (auto const& r : dropped.shared)
            (next++)->watch_shared(*this, r, self);
        for (std::size_t i = 0; i != size_; ++i)
            parts_[i].closes = closes;
    }

    /// Begins to wait. Each part that waits keeps this object.
    void watch() noexcept
    {
        if (size_ == 0)
            end();
        for (std::size_t i = 0; i != size_; ++i) {
            intrusive_ptr_add_ref(static_cast<mt_waiter*>(this)); // given back by `part::drained`
            parts_[i].begin();
        }
    }

protected:
    /// Everything has ended.
    virtual void end() noexcept = 0;

    class part final
        : public mt_drop_wait
        , private operation
    {
    public:
        void watch_local(mt_drain& owner, registration_ptr r, coroutine_mark mark) noexcept
        {
            owner_ = &owner;
            local_ = std::move(r);
            self = mark;
            began_ = owner.home().context().now();
            local_->for_each_running([&](running_coroutine const& coroutine) {
                began_ = std::min(began_, coroutine.started());
            });
        }
        void watch_shared(mt_drain& owner, mt_registration_ptr r, coroutine_mark mark) noexcept
        {
            owner_ = &owner;
            shared_ = std::move(r);
            self = mark;
            begin_.embedded = cancel_.embedded = true;
            begin_.slot.template hold<part*>(&run_begin, this);
            cancel_.slot.template hold<part*>(&run_cancel, this);
        }

        void begin() noexcept
        {
            if (local_ != nullptr) {
                owner_->begin_closing(*this, *local_);
                local_->wait_until_drained(*this);
            } else if (!shared_->where().push(begin_) && !shared_->where().execute(*this)) {
                shared_->wait_for_end(*this);
            }
        }

        void drained() noexcept override
        {
            done_.store(true, std::memory_order_release);
            auto& owner = *owner_;
            if (owner.open_.fetch_sub(1, std::memory_order_acq_rel) == 1)
                owner.end();
            intrusive_ptr_release(static_cast<mt_waiter*>(&owner));
        }

        bool done() const noexcept { return done_.load(std::memory_order_acquire); }
        std::string_view subject() const noexcept
        {
            return local_ != nullptr ? local_->subject() : shared_->subject();
        }
        broker_kind kind() const noexcept
        {
            return local_ != nullptr ? local_->kind() : shared_->kind();
        }
        std::size_t coroutines() const noexcept
        {
            return local_ != nullptr ? local_->running() : shared_->running();
        }
        std::chrono::nanoseconds since() const noexcept
        {
            return local_ != nullptr ? began_ : shared_->running_since();
        }

        /// Whether it belongs to the executor that the drop completes on, and to no other thread.
        bool is_local() const noexcept { return local_ != nullptr; }
        void cancel_local() noexcept
        {
            local_->choose_to_cancel(*this);
            local_->cancel_chosen();
        }
        /// Reports that it still runs, and sees to it that it is cancelled. If it is not local.
        void give_up(failure const& why) noexcept
        {
            auto& where = shared_->where();
            where.context().report(
                diagnostic_kind::drain_timed_out, shared_->subject(), why.detail());
            intrusive_ptr_add_ref(static_cast<mt_waiter*>(owner_)); // given back by `run_cancel`
            if (!where.push(cancel_) && !where.execute(cancelling_))
                intrusive_ptr_release(static_cast<mt_waiter*>(owner_));
        }

    private:
        static void run_begin(message_slot& slot, mt_inbox& from) noexcept
        {
            auto& self = *slot.template content<part*>();
            from.channel().pop();
            self.look();
        }
        static void run_cancel(message_slot& slot, mt_inbox& from) noexcept
        {
            auto& self = *slot.template content<part*>();
            from.channel().pop();
            self.cancel();
        }
        void look() noexcept
        {
            shared_->look_at_running();
            if (auto const local = shared_->local())
                owner_->begin_closing(*this, *local);
            shared_->watch(*this);
        }
        void cancel() noexcept
        {
            mt_waiter_ptr const keeps(owner_, false);
            if (auto const local = shared_->local(); local != nullptr && !done()) {
                local->choose_to_cancel(*this);
                local->cancel_chosen();
            }
        }

        // Where the inbox takes no more messages, because its context is closed.
        void run() override { look(); }
        void abandon() noexcept override { shared_->wait_for_end(*this); }
        struct cancelling final : operation {
            explicit cancelling(part& p) noexcept : of(p) {}
            void run() override { of.cancel(); }
            void abandon() noexcept override
            {
                intrusive_ptr_release(static_cast<mt_waiter*>(of.owner_));
            }
            part& of;
        };

        mt_drain* owner_ = nullptr;
        registration_ptr local_;
        mt_registration_ptr shared_;
        std::atomic<bool> done_{false};
        std::chrono::nanoseconds began_{0};
        message_channel::node begin_;
        message_channel::node cancel_;
        cancelling cancelling_{*this};
    };

    /// On the executor, once the deadline has passed.
    void cancel_local_parts() noexcept
    {
        for (std::size_t i = 0; i != size_; ++i) {
            if (parts_[i].is_local() && !parts_[i].done())
                parts_[i].cancel_local();
        }
    }

    /// What a coroutine that closes its own context waits for does not wait for that coroutine.
    void begin_closing(part const& p, registration& of) noexcept
    {
        if (auto* const running = p.closes ? of.find_running(p.self) : nullptr) {
            closer_ = running;
            running->begin_closing();
        }
    }
    /// On the executor of the handler, which is that of the coroutine.
    void end_closing() noexcept
    {
        if (auto const closer = std::move(closer_))
            closer->end_closing();
    }

    std::size_t const size_;
    std::unique_ptr<part[]> const parts_;
    bool timed_out_ = false; // by whoever has settled it

private:
    std::atomic<std::size_t> open_;
    boost::intrusive_ptr<running_coroutine> closer_;
};

/// The same for a thread that waits, without an event loop.
template<class Drain>
class mt_blocking final : public Drain
{
    using answer = typename Drain::answer_type;

public:
    using Drain::Drain;

    answer wait() noexcept
    {
        answered_.wait(false, std::memory_order_acquire);
        return std::move(*answer_);
    }

private:
    void complete(answer&& given) noexcept override
    {
        this->home().end_waiting(*this);
        this->prepare(given);
        answer_.emplace(std::move(given));
        answered_.store(true, std::memory_order_release);
        answered_.notify_all();
    }

    std::atomic<bool> answered_{false};
    std::optional<answer> answer_;
};

/// Waits on this thread for handlers that others run.
/** @param blocked What says so of this thread. @param more What else the constructor of `Drain`
    takes. */
template<class Drain, class... More>
typename Drain::answer_type mt_wait_here(std::list<mt_blocked>& blocked,
    dropped_handlers const& elsewhere, std::chrono::nanoseconds limit, More&&... more)
{
    auto& context = elsewhere.shared.front()->where().context();
    auto const home = context.inbox_for_late(nullptr);
    closed_at_last const closes{*home};
    boost::intrusive_ptr<mt_blocking<Drain>> const op(
        new mt_blocking<Drain>(home, elsewhere, coroutine_mark(), std::forward<More>(more)...));
    for (auto& one : blocked)
        one.wait_for(op);
    op->begin_waiting(limit);
    op->watch();
    return op->wait();
}

/// Whether a handler runs on this thread, which cannot wait for it.
inline bool mt_runs_here(mt_registration const& r) noexcept
{
    auto& where = r.where();
    return mt_is_inside(where) &&
        (where.has_serial_executor() || where.deliverer() == &this_thread);
}

} // namespace boost_broker::detail

#endif
