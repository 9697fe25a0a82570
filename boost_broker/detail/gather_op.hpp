// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_GATHER_OP_HPP
#define BOOST_BROKER_DETAIL_GATHER_OP_HPP

// One request to many providers on its way: a call for each of them, and the answers so far.

#include <boost_broker/detail/fanout_fsm.hpp>
#include <boost_broker/detail/provider.hpp>

#include <string>
#include <utility>
#include <vector>

namespace boost_broker::detail {

// What the requester gets: everything or the first failure, or each answer by itself.
template<class R, fanout_fsm::mode Mode>
struct gathered {
    using type = std::vector<result<response_t<R>>>;
};
template<class R>
struct gathered<R, fanout_fsm::mode::all> {
    using type = std::conditional_t<std::is_void_v<response_t<R>>, std::size_t,
        std::vector<typename std::conditional_t<std::is_void_v<response_t<R>>,
            std::type_identity<char>, std::type_identity<response_t<R>>>::type>>;
};

template<class R, fanout_fsm::mode Mode>
class gather final : public local_refcount<gather<R, Mode>>
{
public:
    using response = response_t<R>;
    using answers_type = typename gathered<R, Mode>::type;
    using handler = any_handler<result<answers_type>>;

    static void start(R r, std::vector<provider_ptr<R>> const& providers,
        call_counters_ptr const& counters, context_core& core, std::chrono::nanoseconds limit,
        handler waiting)
    {
        if (providers.empty()) {
            waiting.complete_in_verb(answers_type());
            return;
        }
        boost::intrusive_ptr<gather> const self(
            new gather(providers.size(), core, std::move(waiting)));
        try {
            for (std::size_t i = 0; i + 1 < providers.size(); ++i)
                self->calls_.emplace_back(new part(r, counters, core, *self, i));
            self->calls_.emplace_back(
                new part(std::move(r), counters, core, *self, providers.size() - 1));
            reserve(providers);
            self->pend(core, limit);
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

    gather(std::size_t providers, context_core& core, handler waiting)
        : fsm_(Mode, providers)
        , answers_(providers)
        , waiting_(std::move(waiting))
        , context_(core.name())
    {
        calls_.reserve(providers);
        // What is done when the answers have come must not fail.
        if constexpr (!std::is_same_v<answers_type, std::size_t>)
            all_.reserve(providers);
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

    void pend(context_core& core, std::chrono::nanoseconds limit)
    {
        boost::intrusive_ptr<gather> const self(this);
        waiting_->pend();
        if (auto slot = waiting_->slot; slot.is_connected())
            slot.assign([self](asio::cancellation_type type) { self->cancelled(type); });
        if (limit.count() > 0)
            waiting_->limit.start(core.deadlines(), waiting_->executor(), limit,
                [self] { self->for_each_call([](call<R>& c) { c.timed_out(); }); });
    }

    void cancelled(asio::cancellation_type type) noexcept
    {
        auto const gives_up = asio::cancellation_type::terminal | asio::cancellation_type::partial;
        if ((type & gives_up) == asio::cancellation_type::none) {
            for (auto const& c : calls_) {
                if (!c->is_queued())
                    return;
            }
        }
        for_each_call([type](call<R>& c) { c.cancelled(type); });
    }

    template<class Visitor>
    void for_each_call(Visitor visit) noexcept
    {
        for (std::size_t i = 0; i < calls_.size(); ++i) { // until the last is done
            call_ptr<R> const c = calls_[i];
            visit(*c);
        }
    }

    void answered(std::size_t index, result<response>&& answer) noexcept
    {
        boost::intrusive_ptr<gather> const self(this);
        auto const action = fsm_.answered(answer.has_value());
        if (action == fanout_fsm::action::ignore)
            return;
        answers_[index].emplace(std::move(answer));
        if (action == fanout_fsm::action::fail)
            fail(index);
        else if (action == fanout_fsm::action::complete)
            complete();
    }

    void fail(std::size_t index) noexcept
    {
        auto const why = answers_[index]->error();
        waiting_.complete(name(index, why));
        for_each_call([](call<R>& c) { c.cancelled(asio::cancellation_type::terminal); });
        calls_.clear();
    }

    /// Which provider it was; without memory for the sentence its code alone has to do.
    failure name(std::size_t index, failure const& why) const noexcept
    {
        try {
            auto text = "provider " + std::to_string(index + 1) + " of " +
                std::to_string(answers_.size()) + " of " + std::string(type_name<R>) + " in " +
                context_ + " failed: " + why.message();
            return {why.code(), std::move(text)};
        } catch (...) {
            return failure(why.code());
        }
    }

    void complete() noexcept
    {
        calls_.clear();
        if constexpr (Mode == fanout_fsm::mode::each) {
            for (auto& answer : answers_)
                all_.push_back(std::move(*answer));
        } else if constexpr (std::is_void_v<response>) {
            all_ = answers_.size();
        } else {
            for (auto& answer : answers_)
                all_.push_back(std::move(**answer));
        }
        waiting_.complete(std::move(all_));
    }

    fanout_fsm fsm_;
    std::vector<std::optional<result<response>>> answers_;
    answers_type all_{};
    std::vector<call_ptr<R>> calls_;
    handler waiting_;
    std::string context_;
};

} // namespace boost_broker::detail

#endif
