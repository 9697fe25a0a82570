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
            waiting.complete(answers_type());
            return;
        }
        boost::intrusive_ptr<gather> const self(
            new gather(providers.size(), core, std::move(waiting)));
        for (std::size_t i = 0; i + 1 < providers.size(); ++i)
            self->calls_.emplace_back(new part(r, counters, core, *self, i));
        self->calls_.emplace_back(
            new part(std::move(r), counters, core, *self, providers.size() - 1));
        self->pend(core, limit);
        auto const calls = self->calls_;
        for (std::size_t i = 0; i != providers.size(); ++i) {
            if (providers[i]->stopped())
                calls[i]->gone();
            else if (!self->fsm_.done())
                providers[i]->accept(calls[i]);
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
        auto const calls = calls_;
        for (auto const& c : calls)
            visit(*c);
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
        auto const text = "provider " + std::to_string(index + 1) + " of " +
            std::to_string(answers_.size()) + " of " + std::string(type_name<R>) + " in " +
            context_ + " failed: " + why.message();
        waiting_.complete(failure(why.code(), text));
        for_each_call([](call<R>& c) { c.cancelled(asio::cancellation_type::terminal); });
        calls_.clear();
    }

    void complete() noexcept
    {
        calls_.clear();
        answers_type all{};
        if constexpr (Mode == fanout_fsm::mode::each) {
            all.reserve(answers_.size());
            for (auto& answer : answers_)
                all.push_back(std::move(*answer));
        } else if constexpr (std::is_void_v<response>) {
            all = answers_.size();
        } else {
            all.reserve(answers_.size());
            for (auto& answer : answers_)
                all.push_back(std::move(**answer));
        }
        waiting_.complete(std::move(all));
    }

    fanout_fsm fsm_;
    std::vector<std::optional<result<response>>> answers_;
    std::vector<call_ptr<R>> calls_;
    handler waiting_;
    std::string context_;
};

} // namespace boost_broker::detail

#endif
