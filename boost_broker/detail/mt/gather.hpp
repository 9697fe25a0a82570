// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_GATHER_HPP
#define BOOST_BROKER_DETAIL_MT_GATHER_HPP

// One request to many providers of the lane `mt` on its way. To each provider goes a part, which is
// a request of its own, without a deadline and without an executor: whoever answers it says so
// here. The answer that decides, whichever thread it comes from, completes the requester.

#include <boost_broker/detail/gathered_answers.hpp>
#include <boost_broker/detail/mt/call.hpp>
#include <boost_broker/detail/mt/one_of_many.hpp>
#include <boost_broker/detail/mt/request_route.hpp>
#include <boost_broker/detail/mt/spin_lock.hpp>
#include <boost_broker/result.hpp>

#include <boost/system/errc.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace boost_broker::detail {

template<class R, fanout_fsm::mode Mode>
class mt_gather : public mt_pending<result<typename gathered<R, Mode>::type>>
{
    using base = mt_pending<result<typename gathered<R, Mode>::type>>;
    class part;
    using part_ptr = boost::intrusive_ptr<part>;
    using gather_ptr = boost::intrusive_ptr<mt_gather>;

public:
    /// @param wanted The quorum, if there is one.
    mt_gather(mt_home home, std::uint64_t context, std::size_t providers,
        std::optional<std::size_t> wanted)
        : base(std::move(home))
        , context_id_(context)
        , fsm_(Mode, providers, wanted)
        , answers_(providers, wanted)
    {
        this->ends_with_context = false; // its parts do
    }

    // On the thread that asks, in this order.

    /// Whether it waits for anybody.
    bool needs_providers() noexcept
    {
        at_once_ = fsm_.begin();
        return at_once_ == fanout_fsm::action::wait;
    }
    void finish_at_once() noexcept
    {
        if (this->settle())
            this->complete(outcome(at_once_, std::nullopt));
    }

    /// Makes the parts, which wait from now on; nobody gets them yet.
    /** @param nobody The inbox of those who have no executor.
        @throws Whatever copying the request throws, and is then as before. */
    void prepare(R&& r, std::vector<mt_one_of_many_ptr> const& providers,
        mt_inbox_ptr const& nobody, mt_call_counters_ptr const& counters)
    {
        try {
            parts_.reserve(providers.size());
            for (std::size_t i = 0; i != providers.size(); ++i) {
                bool const last = i + 1 == providers.size();
                // NOLINTNEXTLINE(bugprone-use-after-move): only the last one moves from it
                parts_.emplace_back(new part(last ? R(std::move(r)) : R(r), nobody, counters,
                    context_id_, *this, providers[i], i));
            }
            for (auto const& p : parts_)
                p->begin_waiting(std::chrono::nanoseconds(0));
        } catch (...) {
            withdraw_parts();
            throw;
        }
    }
    /// It waits itself, so now it may complete: sends the parts.
    void ask() noexcept
    {
        gather_ptr const self(this);
        judge_early_answers();
        for_each_part([](part& p) { p.send(); });
    }

    // Any thread.

    void give_up(errc why) noexcept override
    {
        gather_ptr const self(this);
        if (begin_to_give_up(why))
            for_each_part([why](part& p) { p.give_up(why); });
    }

    void cancelled(asio::cancellation_type type) noexcept
    {
        auto const gives_up = asio::cancellation_type::terminal | asio::cancellation_type::partial;
        if (type == asio::cancellation_type::none)
            return;
        // A total cancellation is to leave no trace: so either no provider gets its part, or all
        // do.
        auto expected = called::nobody;
        if ((type & gives_up) == asio::cancellation_type::none &&
            !called_.compare_exchange_strong(expected, called::never))
            return;
        gather_ptr const self(this);
        if (begin_to_give_up(errc::cancelled))
            for_each_part([type](part& p) { p.cancelled(type); });
    }

    void discard() noexcept override
    {
        gather_ptr const self(this);
        base::discard();
        withdraw_parts();
    }

private:
    class part final
        : public mt_call<R>
        , public cached_object<part>
    {
        using response = response_t<R>;

    public:
        part(R&& r, mt_inbox_ptr nobody, mt_call_counters_ptr const& counters,
            std::uint64_t context, mt_gather& to, mt_one_of_many_ptr provider, std::size_t number)
            : mt_call<R>(std::move(r), std::move(nobody), counters, context, nullptr)
            , index(number)
            , to_(&to)
            , provider_(std::move(provider))
        {
            this->answerer = provider_->by.get();
        }

        void send() noexcept
        {
            if (this->is_settled())
                return;
            auto& by = *provider_->by;
            this->trace.enqueued();
            mt_call_counters::add(this->counters().queued);
            bool sent = false;
            try {
                sent = by.where().push([this](message_slot& slot) {
                    slot.hold<part_ptr>(&part::run, part_ptr(this));
                });
            } catch (std::bad_alloc const&) {
                this->answered(failure(make_error_code(boost::system::errc::not_enough_memory)));
                return;
            }
            // A provider that was stopped before it could be told who waits for it.
            if (!sent || by.stopped())
                give_up(errc::provider_gone);
        }

        void give_up(errc why) noexcept override
        {
            if (why != errc::timed_out && provider_->owner_gone)
                leave();
            else
                mt_call<R>::give_up(why);
        }

        /// Nobody waits for its answer any more.
        void withdraw() noexcept
        {
            this->discard();
            this->home().end_waiting(*this);
        }

        // By the owner of the lock, and from when all is decided by whoever has decided it.
        std::size_t const index;
        bool counts = false;
        bool left = false;
        std::optional<result<response>> answer;

    private:
        static void run(message_slot& slot, mt_inbox& from) noexcept
        {
            auto& content = slot.content<part_ptr>();
            auto const self = std::move(content);
            content.~part_ptr(); // NOLINT(bugprone-use-after-move): what was moved from ends, too
            from.channel().pop();
            self->reach_provider(from);
        }

        void reach_provider(mt_inbox& from) noexcept
        {
            if (from.is_closed())
                return give_up(errc::provider_gone);
            if (!to_->may_call() || !this->claim())
                return; // it is settled, or about to be
            auto const& by = *provider_->by;
            if (auto const local = by.local();
                local != nullptr && !local->active() && !local->stopped()) {
                provider_->owner_gone = true;
                leave();
                provider_->by->stop();
                return;
            }
            if (!mt_request_route<R>::serve(by, mt_call_ptr<R>(this), from))
                give_up(errc::provider_gone);
        }

        void leave() noexcept
        {
            if (!this->settle())
                return;
            left = true;
            this->trace.failed(errc::owner_expired);
            this->complete(failure(errc::provider_gone));
        }

        void complete(result<response>&& a) noexcept override
        {
            mt_call_ptr<R> const keeps(this);
            this->home().end_waiting(*this);
            answer.emplace(std::move(a));
            to_->answered(*this);
        }

        gather_ptr const to_; // which lets go of its parts when it is done
        mt_one_of_many_ptr const provider_;
    };

    enum class called : unsigned char { nobody, somebody, never };

    bool may_call() noexcept
    {
        auto before = called::nobody;
        return called_.compare_exchange_strong(before, called::somebody) ||
            before == called::somebody;
    }

    // Without a copy, which would need memory.
    template<class Visitor>
    void for_each_part(Visitor visit) noexcept
    {
        for (std::size_t i = 0;; ++i) {
            part_ptr next;
            {
                std::lock_guard const lock(lock_);
                if (i >= parts_.size())
                    return;
                next = parts_[i];
            }
            visit(*next);
        }
    }

    bool begin_to_give_up(errc why) noexcept
    {
        std::lock_guard const lock(lock_);
        if (fsm_.done())
            return false;
        fsm_.give_up();
        answers_.give_up(why);
        return true;
    }

    fanout_fsm::action judge(part const& p) noexcept
    {
        return p.left ? fsm_.left() : fsm_.answered(p.answer->has_value());
    }

    void answered(part& p) noexcept
    {
        auto next = fanout_fsm::action::wait;
        {
            std::lock_guard const lock(lock_);
            if (!fsm_.done()) // from then on others read it without the lock
                p.counts = true;
            if (asked_)
                next = judge(p);
        }
        if (next == fanout_fsm::action::complete || next == fanout_fsm::action::fail)
            finish(next, p.index);
    }

    // What came before it could complete: a provider that has ended, a deadline, a cancellation.
    void judge_early_answers() noexcept
    {
        auto next = fanout_fsm::action::wait;
        std::size_t index = 0;
        {
            std::lock_guard const lock(lock_);
            asked_ = true;
            for (auto const& p : parts_) {
                if (!p->counts)
                    continue;
                next = judge(*p);
                index = p->index;
                if (next != fanout_fsm::action::wait)
                    break;
            }
        }
        if (next != fanout_fsm::action::wait)
            finish(next, index);
    }

    std::vector<part_ptr> take_parts() noexcept
    {
        std::vector<part_ptr> taken;
        std::lock_guard const lock(lock_);
        taken.swap(parts_);
        return taken;
    }

    void withdraw_parts() noexcept
    {
        for (auto const& p : take_parts())
            p->withdraw();
    }

    void finish(fanout_fsm::action decision, std::size_t by) noexcept
    {
        gather_ptr const self(this);
        auto const parts = take_parts();
        if (this->settle()) {
            std::size_t there = 0;
            std::size_t decisive = 0;
            for (auto const& p : parts) {
                if (p->index == by)
                    decisive = there;
                if (p->counts && p->left)
                    continue;
                if (p->counts)
                    answers_.put(there, std::move(*p->answer));
                ++there;
            }
            answers_.shrink(there);
            this->complete(outcome(decision, decisive));
        }
        for (auto const& p : parts)
            p->cancelled(asio::cancellation_type::terminal);
    }

    auto outcome(fanout_fsm::action decision, std::optional<std::size_t> index) noexcept
    {
        return answers_.outcome(fsm_, decision, index,
            [this] { return this->home().context().core().name_of(context_id_); });
    }

    std::uint64_t const context_id_;
    std::atomic<called> called_{called::nobody};
    fanout_fsm::action at_once_ = fanout_fsm::action::wait;
    spin_lock lock_;
    bool asked_ = false; // with the next two under the lock
    fanout_fsm fsm_;
    std::vector<part_ptr> parts_;
    gathered_answers<R, Mode> answers_; // the last before it completes is the only one there
};

} // namespace boost_broker::detail

#endif
