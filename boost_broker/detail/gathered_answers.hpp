// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_GATHERED_ANSWERS_HPP
#define BOOST_BROKER_DETAIL_GATHERED_ANSWERS_HPP

// The answers to a request to many providers, and what its requester gets of them.

#include <boost_broker/concepts.hpp>
#include <boost_broker/detail/fanout_fsm.hpp>
#include <boost_broker/detail/type_name.hpp>
#include <boost_broker/result.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
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
class gathered_answers
{
    using mode = fanout_fsm::mode;

public:
    using response = response_t<R>;
    using answers_type = typename gathered<R, Mode>::type;

    /// @param wanted The quorum, if there is one.
    gathered_answers(std::size_t providers, std::optional<std::size_t> wanted)
        : wanted_(wanted.value_or(providers))
        , answers_(providers)
    {
        if constexpr (!std::is_same_v<answers_type, std::size_t>)
            all_.reserve(providers); // so that completing needs no memory
    }

    std::size_t providers() const noexcept { return answers_.size(); }
    void put(std::size_t index, result<response>&& answer) noexcept
    {
        answers_[index].emplace(std::move(answer));
    }
    /// Only so many of them were there to be asked.
    void shrink(std::size_t providers) noexcept
    {
        while (answers_.size() != providers)
            answers_.pop_back();
    }
    /// The deadline has passed, or the requester gives up.
    void give_up(errc why) noexcept { given_up_ = why; }

    /// What the requester gets.
    /** @param fsm Is done.
        @param index The provider whose answer has decided it; none if nobody was asked.
        @param context Returns the name of the context. */
    template<class Name>
    result<answers_type> outcome(fanout_fsm const& fsm, fanout_fsm::action decision,
        std::optional<std::size_t> index, Name const& context) noexcept
    {
        auto const subject = [&] { return std::string(type_name<R>) + " in " + context(); };
        if (decision == fanout_fsm::action::complete)
            return take(fsm, subject);
        if constexpr (Mode == mode::all)
            return provider_failed(index.value_or(0), subject);
        else
            return quorum_failed(index.has_value(), subject);
    }

private:
    template<class Subject>
    result<answers_type> take(fanout_fsm const& fsm, Subject const& subject) noexcept
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
                    all_.push_back(
                        not_needed(fsm, std::size_t(&answer - answers_.data()), subject));
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

    std::string count(std::size_t n) const
    {
        return std::to_string(n) + " of " + std::to_string(answers_.size());
    }

    template<class Subject>
    failure provider_failed(std::size_t index, Subject const& subject) const noexcept
    {
        auto const& why = *answers_[index];
        return described(why.error().code(), [&] {
            return "provider " + count(index + 1) + " of " + subject() +
                " failed: " + why.error().message();
        });
    }

    template<class Subject>
    failure not_needed(
        fanout_fsm const& fsm, std::size_t index, Subject const& subject) const noexcept
    {
        return described(errc::not_needed, [&] {
            return "provider " + count(index + 1) + " of " + subject() +
                " had not answered when the quorum " +
                (fsm.reached() ? "was reached" : "could not be reached any more") +
                ", and was not waited for";
        });
    }

    template<class Subject>
    failure quorum_failed(bool asked, Subject const& subject) const noexcept
    {
        return described(given_up_.value_or(errc::no_quorum), [&] {
            auto text = "the quorum of " + std::to_string(wanted_) + " for " + subject() +
                (!given_up_ ? " cannot be reached: "
                        : *given_up_ == errc::timed_out
                        ? " was not reached before the deadline: "
                        : " was not reached before it was cancelled: ");
            if (!asked)
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

    std::size_t const wanted_;
    std::optional<errc> given_up_;
    std::vector<std::optional<result<response>>> answers_;
    answers_type all_{};
};

} // namespace boost_broker::detail

#endif
