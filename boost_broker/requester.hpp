// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_REQUESTER_HPP
#define BOOST_BROKER_REQUESTER_HPP

// Sends requests of one type into one context. Prefer it to the verb `request` in a loop that asks
// often, where finding the broker of the context is worth saving; prefer the verb everywhere else.

#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/request_broker.hpp>

#include <utility>

namespace boost_broker {

/// Sends requests of one type; what `request` looks up each time, it has looked up once.
/** It may be made before there is a provider, be copied and kept, and outlive its context: then
    requests complete with `errc::context_closed`, as those of the verb do, and never reach another
    context. In the default context, which has its own providers on each thread, it looks up each
    time.

    It keeps the context it was made for. One that is made without a context stays with what
    `thread_context()` was then. An operation that was made with a lazy token does not need the
    requester any more.

    @tparam R The request.
    @par Concurrency
    `local`: on the context's thread, as its context.
    @par Thread Safety
    Distinct objects: safe. Shared objects: safe while nobody assigns to them.
    @par Example
    @code
    auto ask = bb::requester<get_device>(ctx);
    for (std::int64_t id : ids)
        names.push_back((co_await ask(id)).value().name);
    @endcode */
template<class R>
class requester
{
public:
    /// Looks up the broker.
    /** @param ctx The context; without it, `thread_context()`.
        @throws std::bad_alloc if the context has no broker for the request yet. */
    explicit requester(context_ref ctx = thread_context()) : broker_(ctx) {}

    /// Asks the provider; the request is made of its fields, in order.
    /** A completion token may stand behind the fields; `synchronous` requests take none. Everything
        is as for the verb `request`: the completion signature, the errors, cancellation. */
    template<class... Arguments>
        requires(!detail::begins_with_message<R, Arguments...>)
    [[nodiscard]] auto operator()(Arguments&&... arguments) const
    {
        return detail::request_fields_and_token<R>(broker_, std::forward<Arguments>(arguments)...);
    }
    /// Asks the provider; the request is a value that stays as it is.
    [[nodiscard]] auto operator()(R const& r) const { return detail::request_copy<R>(broker_, r); }
    /// Asks the provider; the request is a value that may be moved from, or its fields are named in
    /// braces.
    [[nodiscard]] auto operator()(R&& r) const
    {
        return detail::request_message<R>(broker_, std::move(r));
    }
    /// Asks the provider, and completes as the token says.
    template<class CompletionToken>
    [[nodiscard]] auto operator()(R const& r, CompletionToken&& token) const
    {
        return detail::request_copy<R>(broker_, r, std::forward<CompletionToken>(token));
    }
    /// Asks the provider, and completes as the token says.
    template<class CompletionToken>
    [[nodiscard]] auto operator()(R&& r, CompletionToken&& token) const
    {
        return detail::request_message<R>(
            broker_, std::move(r), std::forward<CompletionToken>(token));
    }

    /// Returns the context that it asks in.
    context_ref context() const noexcept { return broker_; }

private:
    detail::found_broker<request_broker<R>> broker_;
};

} // namespace boost_broker

#endif
