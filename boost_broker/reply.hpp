// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_REPLY_HPP
#define BOOST_BROKER_REPLY_HPP

// How a provider answers later, from callback code. Prefer a coroutine provider in new code.

#include <boost_broker/detail/call_op.hpp>
#include <boost_broker/detail/to_result.hpp>
#include <boost_broker/result.hpp>

#include <type_traits>
#include <utility>

namespace boost_broker {

namespace detail {

/// What a reply keeps.
template<class R, class Lane = typename lane_of<R>::type>
struct reply_target {
    using type = call_ptr<R>;
    static type make(call_ptr<R> call) noexcept { return call; }
};

} // namespace detail

/// Answers one request; the last parameter of a provider that does not answer by returning.
/** Call it once, with the response, a `result` of it or a `failure`, inside the provider or later,
   in `local` on the same thread and in `mt` on any. One that is destroyed uncalled answers
   `errc::provider_failed`, "reply dropped".

    @tparam R The request.
    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe. */
template<class R>
class reply
{
public:
    /// The response that the requester waits for.
    using response = response_t<R>;

    /// Takes over the duty to answer.
    reply(reply&& other) noexcept = default;
    /// Answers "reply dropped" for its own request, if it must, and takes over another.
    reply& operator=(reply&& other) noexcept
    {
        if (this != &other) {
            drop();
            call_ = std::move(other.call_);
        }
        return *this;
    }
    /// Answers "reply dropped" if nobody has answered.
    ~reply() { drop(); }

    /// Answers with a response or a failure. Calling it again has no effect.
    template<class Answer>
    void operator()(Answer&& answer)
    {
        if (call_ != nullptr) {
            auto converted = detail::to_result<response>(std::forward<Answer>(answer));
            std::exchange(call_, nullptr)->answered(std::move(converted));
        }
    }

    /// Answers a request whose response is `void`.
    void operator()() requires std::is_void_v<response>
    {
        if (call_ != nullptr)
            std::exchange(call_, nullptr)->answered(result<response>());
    }

    /// Makes a reply; for the library's own use.
    explicit reply(detail::call_ptr<R> call) : call_(target::make(std::move(call))) {}

private:
    using target = detail::reply_target<R>;

    void drop() noexcept
    {
        if (call_ != nullptr)
            std::exchange(call_, nullptr)
                ->answered(failure(errc::provider_failed, "reply dropped"));
    }

    typename target::type call_;
};

} // namespace boost_broker

#endif
