// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_GATHER_OP_HPP
#define BOOST_BROKER_DETAIL_GATHER_OP_HPP

// One request to many providers on its way: a call for each of them, and the answers so far.

#include <boost_broker/detail/fanout_fsm.hpp>
#include <boost_broker/detail/gathered_answers.hpp>
#include <boost_broker/detail/pending.hpp>
#include <boost_broker/detail/provider.hpp>
#include <boost_broker/result.hpp>

#include <boost/system/errc.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace boost_broker::detail {

template<class R, fanout_fsm::mode Mode>
class gather final : public local_refcount<gather<R, Mode>>
{
public:
    using response = response_t<R>;
    using answers_type = typename gathered<R, Mode>::type;
    using handler = any_handler<result<answers_type>>;

    /// @param wanted The quorum, if there is one.
    static void start(R r, std::vector<provider_ptr<R>> const& providers,
        call_counters_ptr const& counters, context_core& core, std::chrono::nanoseconds limit,
        std::optional<std::size_t> wanted, handler waiting)
    {
        boost::intrusive_ptr<gather> const self(
            new gather(providers.size(), core, wanted, std::move(waiting)));
        if (auto const first = self->fsm_.begin(); first != fanout_fsm::action::wait) {
            self->waiting_.complete_in_verb(self->outcome(first));
            return;
        }
        sent_message<R> const now(broker_kind::multi_request, [&core] { return core.id(); });
        try {
            self->prepare(std::move(r), counters, core);
            reserve(providers);
            self->pend(providers, core, limit);
        } catch (...) {
            self->discard();
            throw;
        }
        for (std::size_t i = 0; !self->fsm_.done() && i != providers.size(); ++i) {
            call_ptr<R> const next = self->calls_[i];
            if (providers[i]->stopped())
                next->gone();
            else
                accept(*providers[i], next);
        }
    }

    void timed_out() noexcept
    {
        give_up(errc::timed_out);
        for_each_call([](call<R>& c) { c.timed_out(); });
    }

    void cancelled(asio::cancellation_type type) noexcept
    {
        auto const gives_up = asio::cancellation_type::terminal | asio::cancellation_type::partial;
        auto const is_queued = [](call_ptr<R> const& c) { return c->is_queued(); };
        if (type == asio::cancellation_type::none ||
            ((type & gives_up) == asio::cancellation_type::none &&
                !std::all_of(calls_.begin(), calls_.end(), is_queued)))
            return;
        give_up(errc::cancelled);
        for_each_call([type](call<R>& c) { c.cancelled(type); });
    }

private:
    class part final : public call<R>
    {
    public:
        part(R r, call_counters_ptr counters, context_core& core, gather& to, std::size_t index)
            : call<R>(std::move(r), std::move(counters), core)
            , to_(&to)
            , index_(index)
        {}

    private:
        void settle(result<response>&& answer) noexcept override
        {
            std::exchange(to_, nullptr)->answered(index_, std::move(answer));
        }

        boost::intrusive_ptr<gather> to_;
        std::size_t index_;
    };

    gather(std::size_t providers, context_core& core, std::optional<std::size_t> wanted,
        handler waiting)
        : fsm_(Mode, providers, wanted)
        , answers_(providers, wanted)
        , waiting_(std::move(waiting))
        , context_(core.name())
    {}

    void prepare(R r, call_counters_ptr const& counters, context_core& core)
    {
        auto const providers = answers_.providers();
        calls_.reserve(providers);
        for (std::size_t i = 0; i + 1 < providers; ++i)
            calls_.emplace_back(new part(r, counters, core, *this, i));
        calls_.emplace_back(new part(std::move(r), counters, core, *this, providers - 1));
    }

    void pend(std::vector<provider_ptr<R>> const& providers, context_core& core,
        std::chrono::nanoseconds limit)
    {
        // Where the handler has no executor, that of a provider can tell the time.
        auto timer = waiting_->executor();
        for (auto const& p : providers) {
            if (auto const* const other = p->where().executor(); !timer && other != nullptr)
                timer = other->erased();
        }
        begin_waiting(boost::intrusive_ptr<gather>(this), waiting_, core.deadlines(), timer, limit);
    }

    // Once the first provider is called, the request cannot fail as a whole any more.
    static void reserve(std::vector<provider_ptr<R>> const& providers)
    {
        for (auto const& p : providers) {
            if (!p->where().can_deliver_directly(p->is_coroutine()))
                p->where().reserve(providers.size());
        }
    }

    static void accept(provider<R>& to, call_ptr<R> const& c) noexcept
    {
        try {
            to.accept(c);
        } catch (...) {
            // A provider that was called before has used up the room.
            c->answered(failure(make_error_code(boost::system::errc::not_enough_memory)));
        }
    }

    /// The requester is told by an exception, and gets no answer besides.
    void discard() noexcept
    {
        handler const discarded(std::move(waiting_));
        calls_.clear();
    }

    void give_up(errc why) noexcept
    {
        fsm_.give_up();
        answers_.give_up(why);
    }

    template<class Visitor>
    void for_each_call(Visitor visit) noexcept
    {
        boost::intrusive_ptr<gather> const self(this);
        for (std::size_t i = 0; i < calls_.size(); ++i) { // until the last is done
            call_ptr<R> const c = calls_[i];
            visit(*c);
        }
    }

    void answered(std::size_t index, result<response>&& answer) noexcept
    {
        boost::intrusive_ptr<gather> const self(this);
        auto const next = fsm_.answered(answer.has_value());
        if (next == fanout_fsm::action::ignore)
            return;
        answers_.put(index, std::move(answer));
        if (next != fanout_fsm::action::wait)
            finish(outcome(next, index));
    }

    void finish(result<answers_type> outcome) noexcept
    {
        auto const calls = std::exchange(calls_, {});
        waiting_.complete(std::move(outcome));
        for (auto const& c : calls)
            c->cancelled(asio::cancellation_type::terminal);
    }

    result<answers_type> outcome(
        fanout_fsm::action decision, std::optional<std::size_t> index = {}) noexcept
    {
        return answers_.outcome(fsm_, decision, index, [this] { return context_; });
    }

    fanout_fsm fsm_;
    gathered_answers<R, Mode> answers_;
    std::vector<call_ptr<R>> calls_;
    handler waiting_;
    std::string context_;
};

} // namespace boost_broker::detail

#endif
