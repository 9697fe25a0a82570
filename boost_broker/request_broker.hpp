// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_REQUEST_BROKER_HPP
#define BOOST_BROKER_REQUEST_BROKER_HPP

// Requests: many requesters, one provider, a typed answer.
//
// Prefer a request when somebody needs the answer. Prefer a multi-request when several modules each
// have a part of it, and a signal when it is enough that somebody accepted.

#include <boost_broker/blocking.hpp>
#include <boost_broker/broker_context.hpp>
#include <boost_broker/concepts.hpp>
#include <boost_broker/detail/message_arguments.hpp>
#include <boost_broker/detail/provider_of.hpp>
#include <boost_broker/handle.hpp>
#include <boost_broker/handler_adaptors.hpp>
#include <boost_broker/quorum.hpp>
#include <boost_broker/reply.hpp>
#include <boost_broker/result.hpp>
#include <boost_broker/stats.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/deferred.hpp>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <vector>

namespace boost_broker {

namespace detail {
struct request_access;
}

/// The requests of one type in one context.
/** The verbs `set_provider` and `request` find the broker of a context by its type. An object made
    by the program is one more channel for the same type.

    @tparam R The request: a struct whose fields are known, or any object that can be moved, with a
    response.
    @tparam Lane Follows from the policy of the message; leave it out.
    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe in `local`. */
template<class R, class Lane>
class request_broker final : public detail::broker_base
{
    static_assert(detail::check_request<R>());

public:
    /// What the request is answered with.
    using response = response_t<R>;

    /// Makes a channel of its own, whose provider runs in a context.
    /** @throws broker_error if the context is not open. */
    explicit request_broker(context_ref ctx);
    /// Clears the provider.
    ~request_broker() override;

    /// Registers the provider if there is none; see the verb `set_provider`.
    template<class Handler>
    [[nodiscard]] result<handle> set_provider(Handler&& handler);
    /// Registers a provider in the place of the one there is; see the verb `replace_provider`.
    template<class Handler>
    [[nodiscard]] result<handle> replace_provider(Handler&& handler);
    /// Ends the provider; those who wait for it complete with `errc::provider_gone`.
    void clear_provider() noexcept;
    /// Tells whether somebody answers.
    bool is_provided() const noexcept { return answering() != nullptr; }

    /// Starts a request; see the verb `request`.
    template<class CompletionToken = boost::asio::deferred_t>
    auto request(R r, CompletionToken&& token = CompletionToken());
    /// Answers a request on the stack of the caller, or says why that cannot be.
    result<response> request_now(R&& r);
    /// Answers a request that stays as it is. It is copied only where its provider may move from
    /// it.
    result<response> request_now(R const& r);

    /// Sets the deadline of requests that carry none of their own; 0 or less stands for none.
    void set_timeout(std::chrono::nanoseconds limit) noexcept
    {
        timeout_ = std::max(limit, std::chrono::nanoseconds(0));
    }

    /// Returns what the broker has done so far.
    broker_stats stats() const noexcept override { return counters_->total(); }

private:
    friend class detail::context_core;
    friend struct detail::request_access;
    template<class>
    friend class mock_provider;
    using provider = detail::provider<R>;
    using provider_ptr = detail::provider_ptr<R>;
    // Behind the lane `mt`, an observer has been told already.
    using sent_here = detail::sent_message<R, !detail::is_mt<R>>;

    struct found_by_type {};
    request_broker(found_by_type, detail::context_core& core);

    // The innermost mock answers, if there is one.
    provider* chosen() const noexcept
    {
        return mocks_.empty() ? provider_.get() : mocks_.back().get();
    }
    provider* answering() const noexcept
    {
        auto* const found = chosen();
        return found != nullptr && found->active() ? found : nullptr;
    }
    void choose_route() noexcept;
    bool answers_at_once() const noexcept;
    result<response> answer_at_once(R&& r) noexcept;
    result<response> read_at_once(R const& r) noexcept;
    result<response> answer_copy(R const& r);
    result<response> answer_otherwise(R&& r);
    result<response> answer_here(provider& answers, R&& r);
    failure already_provided() const;
    failure nobody_answers() const;
    static failure completed(failure why) noexcept;
    void add_mock(provider_ptr const& mock);
    template<class Handler>
    void start(R&& r, Handler&& handler);
    result<response> answer_now(R&& r);
    std::uint64_t where_sent() const noexcept;
    void start_otherwise(R&& r, detail::any_handler<result<response>>&& waiting);

    broker_kind kind() const noexcept override { return broker_kind::request; }
    std::string_view subject() const noexcept override { return detail::type_name<R>; }
    bool is_mock(detail::registration const& r) const noexcept override;
    void remove(detail::registration& stopped) noexcept override;
    void close() noexcept override;

    // What answers, if it is plain and at home, and what else such a request needs.
    provider* at_once_ = nullptr;
    detail::answer_functions<R> functions_;
    detail::call_counters_ptr counters_;

    provider_ptr provider_;
    std::vector<provider_ptr> mocks_;
    std::vector<provider_ptr> replaced_; // they still have requests to serve
    std::chrono::nanoseconds timeout_{-1};
};

/// Registers the provider of a request.
/** A provider takes the request, its fields in order, or nothing, and returns the response, a
   `result` of it or a `failure`; it may be a coroutine (`asio::awaitable`), or take a `reply<R>` as
   its last parameter and answer later. A response that is a pointer must not be null. It runs on
   its associated executor, or on the context's, and never concurrently with itself unless it is a
   coroutine.

    @tparam R The request.
    @param ctx The context; without it, `thread_context()`.
    @param handler The provider; it may be wrapped in `track`, `when`, `serial`, `by_fields` and
    Asio's binders.
    @return The handle that keeps it registered.
    @par Errors
    @li `errc::provider_exists`: the first provider still answers.
    @li `errc::empty_handler`, `errc::no_executor`, `errc::context_closed`.
    @par Exception Safety
    Strong.
    @par Example
    @code auto provider = bb::set_provider<get_device>(ctx, [](std::int64_t id) { ... }); @endcode
 */
template<class R, class Handler>
[[nodiscard]] result<handle> set_provider(context_ref ctx, Handler&& handler);

/// Registers a provider in the place of the one there is, or where there is none.
/** Requests that the earlier provider has accepted are still answered by it. An empty handler
   clears the provider; the handle is then inactive. Otherwise as `set_provider`, without
    `errc::provider_exists`. */
template<class R, class Handler>
[[nodiscard]] result<handle> replace_provider(context_ref ctx, Handler&& handler);

/// Ends the provider of a request; those who wait for it complete with `errc::provider_gone`.
/** Without a provider it has no effect. */
template<class R>
void clear_provider(context_ref ctx = thread_context()) noexcept;

/// Tells whether a request has a provider.
template<class R>
bool is_provided(context_ref ctx = thread_context()) noexcept;

/// Sets the deadline of the requests of a type that carry none of their own; 0 or less for none.
/** Without it, the policy `request_timeout_ms` counts, and without that 5 seconds for providers
   that answer later (coroutines and those with a `reply`). Plain providers in `local` have no
   deadline.

    @param ctx The context; without it, `thread_context()`.
    @param limit The time, counted from the start of each request. */
template<class R>
void set_request_timeout(context_ref ctx, std::chrono::nanoseconds limit);

#if defined(BOOST_BROKER_DOXYGEN)
/// Asks the provider of a request.
/** Three forms, as for `emit`: the fields in order, the fields by name in braces, and a value; a
    completion token may stand behind them. A `synchronous` request takes no token and returns the
    `result` itself.

    An lvalue stays as it is. It is copied before the provider is called; not at all if the verb
    returns the answer, and the provider takes the request or its fields by reference.

    @tparam R The request.
    @param ctx The context; without it, `thread_context()`.
    @param arguments The fields, and behind them a completion token; `asio::deferred` without one.
    @return Depends on the token; with the default, a lazy operation to be awaited.

    @par Completion Signature
    @code void(boost_broker::result<response_t<R>>) @endcode

    @par Errors
    @li `errc::no_provider`, `errc::context_closed`: at once.
    @li `errc::provider_failed`, or the provider's own code: what the provider answered.
    @li `errc::provider_threw`: its exception; the text is its `what()`.
    @li `errc::provider_gone`: the provider ended before it answered.
    @li `errc::timed_out`: see `set_request_timeout` and `timeout`.
    @li `errc::cancelled`: see below.
    @li `errc::would_deadlock`: with `blocking`, or a `synchronous` request that asks itself. With
    `blocking` and `linger_us` the provider may have got the request.

    @par Per-Operation Cancellation
    @li `terminal`, `partial`: completes with `errc::cancelled`; a late answer is discarded.
    @li `total`: only while the provider has not been called.

    @par Concurrency
    `local`: on the context's thread. The handler is called on its associated executor, else on the
    context's, never inside the verb; without any executor it completes inside the verb.

    @par Exception Safety
    Strong. Throws only if memory cannot be obtained, before the provider is called.

    @par Example
    @code auto info = co_await bb::request<get_device>(ctx, 7); @endcode */
template<class R, class... Arguments>
auto request(context_ref ctx, Arguments&&... arguments);
#endif

} // namespace boost_broker

#include <boost_broker/impl/request_access.hpp>
#include <boost_broker/impl/request_broker.hpp>

#endif
