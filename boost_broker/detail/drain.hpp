// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_DRAIN_HPP
#define BOOST_BROKER_DETAIL_DRAIN_HPP

// Waits for what still runs of registrations that were stopped.

#include <boost_broker/detail/any_handler.hpp>
#include <boost_broker/detail/explain.hpp>

#include <boost/asio/post.hpp>

#include <chrono>
#include <list>
#include <utility>
#include <vector>

namespace boost_broker::detail {

class drain final : public local_refcount<drain>
{
public:
    static constexpr std::chrono::seconds default_limit{5};
    using handler = any_handler<result<void>>;

    static void start(std::vector<registration_ptr> const& stopped, handler waiting)
    {
        boost::intrusive_ptr<drain> const self(new drain(std::move(waiting)));
        for (auto const& r : stopped)
            self->parts_.emplace_back(*self, r);
        self->open_ = self->parts_.size() + 1; // one for this function
        auto* const coroutine = self->waiting_->coroutine;
        for (auto& p : self->parts_) {
            if (coroutine != nullptr && &coroutine->owner() == p.target.get())
                p.self = coroutine;
            intrusive_ptr_add_ref(self.get()); // given back when the part is drained
            p.target->wait_until_drained(p);
        }
        self->pend();
        self->part_ended();
    }

private:
    struct part final : drain_wait {
        part(drain& d, registration_ptr r) : owner(d), target(std::move(r)) {}

        void drained() noexcept override
        {
            boost::intrusive_ptr<drain> const keep(&owner, false);
            done = true;
            owner.part_ended();
        }

        drain& owner;
        registration_ptr target;
        bool done = false;
    };

    explicit drain(handler waiting) : waiting_(std::move(waiting)) {}

    void part_ended() noexcept
    {
        if (--open_ == 0)
            waiting_.complete(result<void>());
    }

    void pend()
    {
        if (open_ == 1)
            return;
        boost::intrusive_ptr<drain> const self(this);
        waiting_->pend();
        auto const limit = waiting_->timeout.count() >= 0 ? waiting_->timeout : default_limit;
        deadline_queue* clock = nullptr;
        for (auto const& p : parts_) {
            if (auto* const core = p.target->core())
                clock = core->deadlines();
        }
        if (limit.count() > 0)
            waiting_->limit.start(
                clock, waiting_->executor(), limit, [self] { self->timed_out(); });
        if (auto slot = waiting_->slot; slot.is_connected())
            slot.assign([self](asio::cancellation_type) { self->cancelled(); });
    }

    void timed_out() noexcept
    {
        failure why(errc::drain_timed_out);
        for (auto const& p : parts_) {
            if (p.done)
                continue;
            auto const target = p.target;
            why = explain(errc::drain_timed_out, "a handler of ", target->subject(), target->core(),
                " still runs after the deadline of its drop; it is cancelled now");
            if (auto* const core = target->core())
                core->report(diagnostic_kind::drain_timed_out, target->subject(), why.detail());
            if (auto* const executor = target->where().executor())
                asio::post(executor->erased(), [target] { target->cancel_running(); });
        }
        waiting_.complete(std::move(why));
    }

    void cancelled() noexcept
    {
        waiting_.complete(failure(errc::cancelled, "waiting for a dropped handler was cancelled"));
    }

    handler waiting_;
    std::list<part> parts_;
    std::size_t open_ = 0;
};

} // namespace boost_broker::detail

#endif
