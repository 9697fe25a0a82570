// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_GATHER_OP_HPP
#define BOOST_BROKER_DETAIL_GATHER_OP_HPP

// One request to many providers on its way: a call for each of them, and the answers so far.

#include <boost_broker/detail/fanout_fsm.hpp>
#include <boost_broker/detail/pending.hpp>
#include <boost_broker/detail/provider.hpp>

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

// What the requester gets: everything or the first failure, or what came of each provider.
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
    using mode = fanout_fsm::mode;

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
        , wanted_(wanted.value_or(providers))
        , answers_(providers)
        , waiting_(std::move(waiting))
        , context_(core.name())
    {
        if constexpr (!std::is_same_v<answers_type, std::size_t>)
            all_.reserve(providers); // so that completing needs no memory
    }

    void prepare(R r, call_counters_ptr const& counters, context_core& core)
    {
        auto const providers = answers_.size();
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
        given_up_ = why;
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
        answers_[index].emplace(std::move(answer));
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

    /// @param index The provider whose answer has decided it.
    result<answers_type> outcome(fanout_fsm::action decision, std::size_t index = 0) noexcept
    {
        if (decision == fanout_fsm::action::complete)
            return take_answers();
        return Mode == mode::all ? provider_failed(index) : quorum_failed();
    }

    result<answers_type> take_answers() noexcept
    {
        if constexpr (std::is_same_v<answers_type, std::size_t>) {
            return answers_.size();
        } else {
            for (auto& answer : answers_) {
                if constexpr (Mode == mode::all)
                    all_.push_back(std::move(**answer));
                else if (answer)
                    all_.push_back(std::move(*answer));
                else
                    all_.push_back(not_needed(std::size_t(&answer - answers_.data())));
            }
            return std::move(all_);
        }
    }

    // Without memory for the sentence, the code alone has to do.
    template<class Write>
    static failure described(boost::system::error_code code, Write write) noexcept
    {
        try {
            return {code, write()};
        } catch (...) {
            return failure(code);
        }
    }

    std::string subject() const { return std::string(type_name<R>) + " in " + context_; }
    std::string count(std::size_t n) const
    {
        return std::to_string(n) + " of " + std::to_string(answers_.size());
    }

    failure provider_failed(std::size_t index) const noexcept
    {
        auto const& why = *answers_[index];
        return described(why.error().code(), [&] {
            return "provider " + count(index + 1) + " of " + subject() +
                " failed: " + why.error().message();
        });
    }

    failure not_needed(std::size_t index) const noexcept
    {
        return described(errc::not_needed, [&] {
            return "provider " + count(index + 1) + " of " + subject() +
                " had not answered when the quorum " +
                (fsm_.reached() ? "was reached" : "could not be reached any more") +
                ", and was not waited for";
        });
    }

    failure quorum_failed() const noexcept
    {
        return described(given_up_.value_or(errc::no_quorum), [&] {
            auto text = "the quorum of " + std::to_string(wanted_) + " for " + subject() +
                (!given_up_ ? " cannot be reached: "
                        : *given_up_ == errc::timed_out
                        ? " was not reached before the deadline: "
                        : " was not reached before it was cancelled: ");
            if (calls_.empty())
                return text + "the number of registered providers is " +
                    std::to_string(answers_.size()) + ", and none was asked";
            auto const succeeded = std::count_if(answers_.begin(), answers_.end(),
                [](auto const& answer) { return answer && answer->has_value(); });
            text += count(std::size_t(succeeded)) + " providers succeeded";
            for (std::size_t i = 0; i != answers_.size(); ++i) {
                if (answers_[i] && !answers_[i]->has_value())
                    text += "; provider " + std::to_string(i + 1) +
                        " failed: " + answers_[i]->error().message();
            }
            return text;
        });
    }

    fanout_fsm fsm_;
    std::size_t const wanted_;
    std::optional<errc> given_up_;
    std::vector<std::optional<result<response>>> answers_;
    answers_type all_{};
    std::vector<call_ptr<R>> calls_;
    handler waiting_;
    std::string context_;
};

} // namespace boost_broker::detail

#endif
