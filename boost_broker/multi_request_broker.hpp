// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_MULTI_REQUEST_BROKER_HPP
#define BOOST_BROKER_MULTI_REQUEST_BROKER_HPP

// Multi-requests: many requesters, many providers, all answers gathered in the order in which the
// providers were registered.
//
// Prefer a multi-request when each of several modules has a part of the answer, such as its health.

#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/detail/gather_op.hpp>
#include <boost_broker/quorum.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/result.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace boost_broker {

namespace detail {
template<class R, fanout_fsm::mode Mode>
struct gather_initiation;

template<class R>
constexpr bool check_multi_request() noexcept
{
    static_assert(std::is_copy_constructible_v<R>,
        "boost_broker: a request to many providers is copied for each of them, so its struct must "
        "be copyable");
    static_assert(
        !policy<R>.synchronous, "boost_broker: a request to many providers cannot be synchronous");
    return check_request<R>();
}

} // namespace detail

/// The multi-requests of one type in one context.
/** The verbs `add_provider`, `request_all` and `request_each` find the broker of a context by its
    type. An object made by the program is one more channel for the same type.

    @tparam R The request, as for `request_broker`; it is copied for each provider.
    @tparam Lane Follows from the policy of the message; leave it out.
    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe in `local`, safe in `mt`. */
template<class R, class Lane>
class multi_request_broker final : public detail::broker_base
{
    static_assert(detail::check_multi_request<R>());

public:
    /// Makes a channel of its own, whose providers run in a context.
    /** @throws broker_error if the context is not open. */
    explicit multi_request_broker(context_ref ctx);
    /// Clears the providers.
    ~multi_request_broker() override { close(); }

    /// Registers one more provider; see the verb `add_provider`.
    template<class Handler>
    [[nodiscard]] result<handle> add_provider(Handler&& handler);
    /// Ends every provider.
    void clear_providers() noexcept { close(); }
    /// Returns the number of providers.
    std::size_t providers() const noexcept { return providers_.size(); }

    /// Starts a request to every provider; see the verb `request_all`.
    template<class CompletionToken = boost::asio::deferred_t>
    auto request_all(R r, CompletionToken&& token = CompletionToken());
    /// Starts a request to every provider; see the verb `request_each`.
    template<class CompletionToken = boost::asio::deferred_t>
    auto request_each(R r, CompletionToken&& token = CompletionToken());

    /// Sets the deadline of requests that carry none of their own; 0 or less stands for none.
    void set_timeout(std::chrono::nanoseconds limit) noexcept
    {
        timeout_ = std::max(limit, std::chrono::nanoseconds(0));
    }

    /// Returns what the broker has done so far. Every call of a provider counts as a request.
    broker_stats stats() const noexcept override { return counters_->total(); }

private:
    friend class detail::context_core;
    template<class, detail::fanout_fsm::mode>
    friend struct detail::gather_initiation;

    struct found_by_type {};
    multi_request_broker(found_by_type, detail::context_core& core);

    template<detail::fanout_fsm::mode Mode, class CompletionToken>
    auto initiate(R r, CompletionToken& token);
    template<detail::fanout_fsm::mode Mode>
    void start(
        R r, std::optional<std::size_t> wanted, typename detail::gather<R, Mode>::handler waiting);
    void stop_expired() noexcept;

    broker_kind kind() const noexcept override { return broker_kind::multi_request; }
    std::string_view subject() const noexcept override { return detail::type_name<R>; }
    void remove(detail::registration& stopped) noexcept override;
    void close() noexcept override;

    std::vector<detail::provider_ptr<R>> providers_;
    std::chrono::nanoseconds timeout_{-1};
    detail::call_counters_ptr counters_;
};

/// Registers one more provider of a multi-request.
/** Providers have the forms that `set_provider` takes. A function that can be compared (a function
    pointer, or a member function given to `track`) is registered once.

    @return The handle that keeps it registered; `remove_provider`, `handle::stop()` or its
   destructor end it.
    @par Errors
    @li `errc::provider_exists`: the same function is registered already, and goes on answering
   once.
    @li `errc::empty_handler`, `errc::no_executor`, `errc::context_closed`.
    @par Concurrency
    `local`: on the context's thread. `mt`: on any thread.
    @par Exception Safety
    Strong. */
template<class R, class Handler>
[[nodiscard]] result<handle> add_provider(context_ref ctx, Handler&& handler);

/// Ends one provider. An empty handle has no effect.
inline void remove_provider(handle&& h) noexcept
{
    h.stop();
}

/// Ends every provider of a multi-request.
template<class R>
void clear_providers(context_ref ctx = thread_context()) noexcept;

#if defined(BOOST_BROKER_DOXYGEN)
/// Asks every provider of a request, and wants an answer of each.
/** Prefer it where the answers are only useful together. With `quorum`, some of them are enough.

    @param ctx The context.
    @param arguments The fields, or the request, and behind them a completion token.
    @par Completion Signature
    @code void(boost_broker::result<std::vector<response_t<R>>>) @endcode or, for a `void` response,
    @code void(boost_broker::result<std::size_t>) @endcode or, with `quorum`, always
    @code void(boost_broker::result<std::vector<boost_broker::result<response_t<R>>>>) @endcode
    The answers stand in the order in which the providers were registered. No provider: no answer,
    and no error, unless a quorum is wanted.
    @par Errors
    The first failure of a provider fails the request, with its code; the text names the provider.
    With `quorum`: `errc::no_quorum`, and `errc::timed_out` at the deadline; the text names the
    failure of every provider. Otherwise as for `request`.
    @par Per-Operation Cancellation
    @li `terminal`, `partial`: completes with `errc::cancelled`; late answers are discarded.
    @li `total`: only while no provider has been called.
    @par Concurrency
    `local`: on the context's thread. `mt`: on any thread; providers on several executors run at the
    same time, and the first failure is the one that comes first.
    @par Exception Safety
    Strong: throws only if memory cannot be obtained, before any provider is called. A provider that
    cannot be called for want of memory, when others have been, has failed with
    `boost::system::errc::not_enough_memory`. */
template<class R, class... Arguments>
auto request_all(context_ref ctx, Arguments&&... arguments);

/// Asks every provider of a request, and takes each answer as it is.
/** As `request_all`, but completes with a `std::vector<result<response_t<R>>>` when all have
    answered, failed or reached the deadline, which then is the failure of those that have not
    answered. With `quorum`, it completes when the quorum is reached or out of reach.

    If it is cancelled, the elements of the providers that have not answered are `errc::cancelled`.
    */
template<class R, class... Arguments>
auto request_each(context_ref ctx, Arguments&&... arguments);
#endif

} // namespace boost_broker

#include <boost_broker/impl/multi_request_broker.hpp>

#endif
