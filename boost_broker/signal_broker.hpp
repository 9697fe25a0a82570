// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SIGNAL_BROKER_HPP
#define BOOST_BROKER_SIGNAL_BROKER_HPP

// Signals: many senders, one handler, no answer; but the sender sees whether it was accepted.
//
// Prefer a signal for a command that exactly one module carries out. Prefer an event when nobody
// has to listen, and a request when the outcome matters.

#include <boost_broker/broker_context.hpp>
#include <boost_broker/concepts.hpp>
#include <boost_broker/detail/explain.hpp>
#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/detail/message_arguments.hpp>
#include <boost_broker/detail/quiet.hpp>
#include <boost_broker/detail/signal_handler.hpp>
#include <boost_broker/handle.hpp>
#include <boost_broker/handler_adaptors.hpp>
#include <boost_broker/result.hpp>
#include <boost_broker/stats.hpp>

#include <string_view>
#include <vector>

namespace boost_broker {

namespace detail {

struct signal_access;

/// Fails to compile, with a sentence, if a type cannot be a signal.
template<class S>
constexpr bool check_signal() noexcept
{
    static_assert(policy<S>.overflow != policy_values::mode::drop_oldest,
        "boost_broker: an accepted signal is never given up, so a signal cannot have the policy "
        "overflow<drop_oldest>");
    static_assert(!policy<S>.retain_last,
        "boost_broker: retain_last is a policy of events; a signal is for one handler, and not "
        "kept for a later one");
    static_assert(!policy<S>.single_producer,
        "boost_broker: single_producer is a policy of events; whether a signal is accepted is "
        "decided under a lock");
    return check_message<S>();
}

} // namespace detail

/// The signals of one type in one context.
/** The verbs `on_signal` and `signal` find the broker of a context by its type. An object made by
    the program is one more channel for the same type.

    @tparam S The signal: a struct whose fields are known, or any object that can be moved.
    @tparam Lane Follows from the policy of the message; leave it out.
    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe in `local`, safe in `mt`. */
template<class S, class Lane>
class signal_broker final : public detail::broker_base
{
    static_assert(detail::check_signal<S>());

public:
    /// Makes a channel of its own, whose handler runs in a context.
    /** @throws broker_error if the context is not open. */
    explicit signal_broker(context_ref ctx);
    /// Drops the handler.
    ~signal_broker() override;

    /// Registers the handler if there is none; see the verb `on_signal`.
    template<class Handler>
    [[nodiscard]] result<handle> on_signal(Handler&& handler);
    /// Registers a handler in the place of the one there is; see `replace_signal_handler`.
    template<class Handler>
    [[nodiscard]] result<handle> replace_signal_handler(Handler&& handler);
    /// Stops the handler.
    void stop_handler() noexcept;
    /// Tells whether signals are accepted.
    bool has_signal_handler() const noexcept { return accepting() != nullptr; }

    /// Sends a signal that stays as it is; see the verb `signal`.
    result<void> signal(S const& s);
    /// Sends a signal that may be moved from. It stays as it is if it is refused.
    result<void> signal(S&& s);

    /// Calls `visit` for the registration of the handler; for the library's own use.
    template<class Visitor>
    void for_each_registration(Visitor visit) const
    {
        if (handler_ != nullptr)
            visit(*handler_);
    }

    /// Returns what the broker has done so far.
    broker_stats stats() const noexcept override { return counters_->stats; }

private:
    friend class detail::context_core;
    template<class>
    friend class mock_signal_handler;
    friend struct detail::signal_access;
    using handler_ptr = detail::signal_handler_ptr<S>;
    // Behind the lane `mt`, an observer has been told already.
    using sent_here = detail::sent_message<S, !detail::is_mt<S>>;

    struct found_by_type {};
    signal_broker(found_by_type, detail::context_core& core);

    template<class Handler>
    result<handler_ptr> make(Handler&& handler);
    /// The handler, if one more signal can be accepted; it is counted and reported if not.
    result<handler_ptr> acceptor();
    failure already_handled() const noexcept;
    template<class Signal>
    result<void> send(Signal&& s);
    template<bool Quietly, class Make>
    result<void> send_made(Make make);
    template<class Signal>
    result<void> send_now(Signal&& s);
    std::uint64_t where_sent() const noexcept;
    // The innermost mock takes the signals, if there is one.
    detail::signal_handler<S>* accepting() const noexcept
    {
        auto* const chosen = mocks_.empty() ? handler_.get() : mocks_.back().get();
        return chosen != nullptr && chosen->active() ? chosen : nullptr;
    }

    broker_kind kind() const noexcept override { return broker_kind::signal; }
    std::string_view subject() const noexcept override { return detail::type_name<S>; }
    bool is_mock(detail::registration const& r) const noexcept override;
    void remove(detail::registration& stopped) noexcept override;
    void close() noexcept override;

    handler_ptr handler_;
    std::vector<handler_ptr> mocks_;
    std::vector<handler_ptr> replaced_; // they still have signals to handle
    detail::signal_counters_ptr counters_;
};

/// Registers the handler of a signal.
/** A handler takes the signal, its fields in order, or nothing, and returns `void` or
    `asio::awaitable<void>`. It may take the signal by value or `&&`: there is no other receiver.

    @tparam S The signal.
    @param ctx The context; without it, `thread_context()`.
    @param handler The handler; it may be wrapped in `track`, `when`, `serial`, `by_fields` and
   Asio's binders.
    @return The handle that keeps it registered.
    @par Errors
    @li `errc::handler_exists`: the first handler still handles.
    @li `errc::empty_handler`, `errc::no_executor`, `errc::context_closed`.
    @par Concurrency
    `local`: on the context's thread.
    @par
    `mt`: on any thread. The handler runs on its executor, one call at a time.
    @par Exception Safety
    Strong. */
template<class S, class Handler>
[[nodiscard]] result<handle> on_signal(context_ref ctx, Handler&& handler);

/// Registers a handler in the place of the one there is, or where there is none.
/** Signals that the earlier handler has accepted are still handled by it, and then it ends; in `mt`
    that may be at the same time as the new handler runs, if they have different executors. An empty
    handler clears the place; the handle is then inactive. */
template<class S, class Handler>
[[nodiscard]] result<handle> replace_signal_handler(context_ref ctx, Handler&& handler);

/// Tells whether a signal has a handler.
template<class S>
bool has_signal_handler(context_ref ctx = thread_context()) noexcept;

#if defined(BOOST_BROKER_DOXYGEN)
/// Sends a signal.
/** Three forms, as for `emit`: the fields in order, the fields by name in braces, and a value.

    @tparam S The signal.
    @param ctx The context; without it, `thread_context()`.
    @param fields One argument for each field.
    @return Success if the handler has accepted the signal, which does not mean that it has handled
    it. An accepted signal is delivered once, unless its handler is dropped, its context closed or
   its executor destroyed first; it is then counted.
    @par Errors
    @li `errc::no_handler`, `errc::queue_full`, `errc::context_closed`. The arguments are left
   intact.
    @par Concurrency
    `local`: on the context's thread.
    @par
    `mt`: on any thread. That an object is gone which the handler tracks is seen on the executor of
    the handler: elsewhere the signal is accepted, and counted as dropped. With the policy
    `overflow<block>` it may wait; see `block`.
    @par Exception Safety
    Strong. */
template<class S, class... Fields>
result<void> signal(context_ref ctx, Fields&&... fields);
#endif

/// Takes the signals of a type in a context while it exists, as `mock_provider` does for requests.
/** @tparam S The signal. */
template<class S>
class [[nodiscard("the mock ends with this object; give it a name")]] mock_signal_handler
{
public:
    /// Installs the mock.
    /** @throws broker_error if it cannot be registered. */
    template<class Handler>
    mock_signal_handler(context_ref ctx, Handler && handler)
    {
        if constexpr (detail::check_lane<S>() && detail::is_mt<S>) {
            mock_ = detail::mt_signals<S>::mock(ctx, std::forward<Handler>(handler)).value();
        } else {
            auto& broker =
                detail::require_open(ctx, detail::type_name<S>)->template get<signal_broker<S>>();
            auto const made = broker.make(std::forward<Handler>(handler)).value();
            broker.mocks_.push_back(made);
            mock_ = detail::handle_access::make(made);
        }
    }
    mock_signal_handler(mock_signal_handler const&) = delete;
    mock_signal_handler& operator=(mock_signal_handler const&) = delete;
    /// Removes the mock.
    ~mock_signal_handler() = default;

private:
    handle mock_;
};

} // namespace boost_broker

#include <boost_broker/impl/signal_broker.hpp>

#endif
