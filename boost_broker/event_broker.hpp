// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EVENT_BROKER_HPP
#define BOOST_BROKER_EVENT_BROKER_HPP

// Events: many emitters, many listeners, no answer.
//
// Prefer an event when the emitter does not care who listens, or whether anybody does. Prefer a
// signal when exactly one module is to act on it and the sender wants to know that it is there, and
// a request when an answer is needed.

#include <boost_broker/broker_context.hpp>
#include <boost_broker/concepts.hpp>
#include <boost_broker/detail/dependent.hpp>
#include <boost_broker/detail/listener_table.hpp>
#include <boost_broker/detail/message_arguments.hpp>
#include <boost_broker/detail/queued_event.hpp>
#include <boost_broker/detail/registering.hpp>
#include <boost_broker/handle.hpp>
#include <boost_broker/handler_adaptors.hpp>
#include <boost_broker/stats.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

#pragma push_macro("emit")
#undef emit

namespace boost_broker {

namespace detail {
struct event_access;
struct next_access;
struct mt_local_access;

// Nothing else of events needs a result, which takes longer to compile than all of them.
template<class Handler>
struct find_listen_result {
    using type = dependent_t<result<handle>, Handler>;
    static constexpr bool known = requires { sizeof(type); };
    static_assert(known,
        "boost_broker: include boost_broker/result.hpp where an object of event_broker listens");
};
template<class Handler>
using listen_result = typename find_listen_result<Handler>::type;
} // namespace detail

/// What became of an event.
struct emit_result {
    /// Listeners that were called or for which the event is queued.
    std::size_t accepted = 0;
    /// Listeners that miss an event because a queue was full: this one, or an older one in its
    /// place.
    std::size_t dropped = 0;

    /// Compares both counts.
    friend bool operator==(emit_result const&, emit_result const&) = default;
};

/// The events of one type in one context.
/** The verbs `listen`, `emit` and `drop_all_listeners` find the broker of a context by its type. An
    object made by the program is one more channel for the same type, which only those who have the
    object can use.

    Listeners are called in the order of their registration. An event emitted while a listener runs
    is queued, and delivered after everything that was emitted before it.

    @tparam E The event: a struct whose fields are known, or any object that can be moved.
    @tparam Lane Follows from the policy of the message; leave it out.
    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe in `local`, safe in `mt`. */
template<class E, class Lane>
class event_broker final : public detail::broker_base
{
    static_assert(detail::check_message<E>());
    // What is behind the lane `mt` keeps nothing: that is done in front of it, for all threads.
    static constexpr bool retains = detail::policy<E>.retain_last && !detail::is_mt<E>;
    static_assert(!detail::policy<E>.retain_last || std::is_copy_constructible_v<E>,
        "boost_broker: an event with the policy retain_last is kept for later listeners, so it "
        "must be copyable");

public:
    /// Makes a channel of its own, whose handlers run in a context.
    /** @throws broker_error if the context is not open. */
    explicit event_broker(context_ref ctx);
    /// Stops every listener.
    ~event_broker() override;

    /// Registers a listener.
    /** Include `boost_broker/result.hpp` for what it returns.

        @param handler Takes the event, its fields in order, or nothing; a function or a coroutine.
        @return The handle that keeps it registered, or the reason why it is not.
        @par Exception Safety
        Strong. */
    template<class Handler>
#if defined(BOOST_BROKER_DOXYGEN)
    [[nodiscard]] result<handle> listen(Handler&& handler);
#else
    [[nodiscard]] detail::listen_result<Handler> listen(Handler&& handler);
#endif

    /// Emits an event that stays as it is. It is copied only where it has to be queued.
    /** @throws std::bad_alloc, or what copying the event throws, before anything is visible. */
    emit_result emit(E const& event);
    /// Emits an event that may be moved from. It stays as it is if every listener refuses it.
    emit_result emit(E&& event);

    /// Returns a copy of the event that is kept; see the verb `retained`.
    std::optional<E> retained() const;
    /// Gives up the event that is kept; see the verb `clear_retained`.
    void clear_retained() noexcept;

    /// Waits for the next event; see the verb `next`. The broker must live when that starts.
    /** Include `boost_broker/next.hpp` to use it. */
    template<class CompletionToken>
    auto next(CompletionToken&& token);
    /// Waits for the next event, with the token `asio::deferred`.
    auto next();

    /// Stops every listener.
    void stop_all() noexcept;

    /// Calls `visit` for the registration of each listener; for the library's own use.
    template<class Visitor>
    void for_each_registration(Visitor visit) const;

    /// Returns the number of listeners.
    std::size_t listeners() const noexcept;

    /// Returns what the broker has done so far.
    broker_stats stats() const noexcept override;

private:
    friend class detail::context_core;
    friend struct detail::event_access;
    friend struct detail::next_access;
    friend struct detail::mt_local_access;
    using group = detail::listener_group<E>;

    static constexpr bool extends_runs = group::fits_inline && !group::may_refuse;
    // Behind the lane `mt`, an observer has been told already.
    using sent_here = detail::sent_message<E, !detail::is_mt<E>>;

    enum class way { call, queue, refuse };
    struct step {
        detail::listener_group_ptr<E> to;
        way how;
    };
    // What an emit is going to do.
    struct emission {
        std::vector<step, detail::cached_allocator<step>> steps;
        std::size_t calls = 0;
        std::size_t queues = 0;
        bool coroutines = false;
    };

    struct found_by_type {};
    event_broker(found_by_type, detail::context_core& core) noexcept;

    template<class Handler>
    detail::listener_ptr<E> add_listener(Handler&& handler, failure& why);
    group& group_of(detail::inbox& where);
    void choose_route() noexcept;
    broker_stats emitted_at_once() const noexcept;
    template<bool Quietly, class Make>
    emit_result emit_made(Make make);
    template<bool Quietly, class Make>
    emit_result emit_built(Make& make);
    emit_result emit_now(E const& event);
    emit_result emit_now(E&& event);
    std::uint64_t where_sent() const noexcept;
    bool calls_at_once() const noexcept;
    bool reaches_nobody() const noexcept;
    emit_result call_at_once(E const& event) noexcept;
    template<class Event>
    emit_result emit_otherwise(Event&& event);
    template<class Event>
    emit_result emit_at_last(Event&& event);
    bool reaches_somebody() const noexcept;
    bool is_retained() const noexcept;
    template<class Event>
    emit_result emit_and_retain(Event&& event);
    template<class Event>
    emit_result emit_retained(Event&& event);
    emit_result refuse();
    static std::size_t miss_one(group& g) noexcept;
    template<class Event>
    emit_result queue_inline(group& to, Event&& event);
    emit_result emit_copy(E const& event);
    template<class Event>
    emit_result emit_by_plan(Event&& event);
    emission prepare() const;
    template<class Event>
    emit_result deliver(emission& plan, Event&& event);
    template<class Event>
    emit_result deliver_inline(emission const& plan, Event&& event);
    emit_result deliver_shared(
        emission const& plan, E const& event, detail::cell_ptr<E> const& shared) noexcept;
    static void reserve(emission const& plan);
    static std::size_t call_all(emission const& plan, E const& event, detail::cell<E>* shared,
        std::uint64_t stamp, std::size_t next = 0) noexcept;
    static void refuse_some(
        detail::context_core const& where, emission const& plan, emit_result& result) noexcept;
    static void report_dropped(
        detail::context_core const& where, emit_result const& result) noexcept;
    std::size_t queue_shared(
        group& g, detail::cell_ptr<E> const& event, std::uint64_t stamp) noexcept;

    broker_kind kind() const noexcept override
    {
        return broker_kind::event;
    }
    std::string_view subject() const noexcept override
    {
        return detail::type_name<E>;
    }
    std::size_t waiting_events() const noexcept override;
    void remove(detail::registration& stopped) noexcept override;
    void close() noexcept override;
    void compact() noexcept override;

    typename group::route route_; // to all listeners, if they are plain and at home
    std::uint64_t at_once_ = 0;   // emits that took the route since it was chosen
    std::size_t calls_per_emit_ = 0;
    std::size_t live_ = 0;
    group* only_ = nullptr; // where all listeners are, if that is one group
    std::vector<detail::listener_group_ptr<E>> groups_;
    broker_stats counters_; // besides those of the groups
    detail::cell_ptr<E> retained_;
};

/// Registers a listener for events of a context.
/** Listeners run on their associated executor, or on the context's. Plain functions never run
    concurrently with themselves; coroutines start in order and overlap while suspended.

    If the event has the policy `retain_last`, and one was emitted in the context before, the
    listener first gets the last one, ahead of every later event. It is queued for this listener, as
    an event is that meets a running handler, and its predicates apply to it; so the listener is
    called on its executor and not inside `listen`, but where there is no executor, before `listen`
    returns or when the handler that calls `listen` has returned.

    @tparam E The event.
    @param ctx The context; without it, `thread_context()`.
    @param handler Takes `E const&`, the fields of `E` in order, or nothing, and returns `void` or
    `asio::awaitable<void>`. It may be wrapped in `track`, `when`, `serial`, `by_fields` and Asio's
    binders.
    @return The handle that keeps the listener registered. It is inactive if the context is closed,
    if the handler is empty, or if a coroutine has no executor; a diagnostic then says why.
    @par Concurrency
    `local`: on the context's thread. A listener registered inside a handler sees the next event.
    @par
    `mt`: on any thread. It sees every event that is emitted after this call has returned, and with
    `retain_last` each event from the one that it first gets, none of them twice.
    @par Exception Safety
    Strong.
    @par Example
    @code bb::handle on = bb::listen<ticked>(ctx, [](ticked const& t) { ... }); @endcode */
template<class E, class Handler>
handle listen(context_ref ctx, Handler&& handler);

/// Returns a copy of the last event that was emitted, if the context keeps one.
/** The context keeps the last event of a type with the policy `retain_last`, whether anybody
   listened or not, until `clear_retained` or the end of the context. An emit that every listener
   refused, because of the policy `overflow<drop_newest>`, counts as not emitted.

    @tparam E The event; its policy is `retain_last`.
    @param ctx The context; without it, `thread_context()`.
    @return The event; nothing if none was emitted, or if the context is closed.
    @par Concurrency
    `local`: on the context's thread. `mt`: on any thread.
    @par Exception Safety
    Strong. Throws what copying the event throws.
    @par Example
    @code if (auto const level = bb::retained<battery_level>(ctx)) show(level->percent); @endcode */
template<class E>
std::optional<E> retained(context_ref ctx = thread_context());

/// Gives up the event that a context keeps: a new listener gets later events only.
/** Listeners for which it is queued already still get it. Without such an event it has no effect.
 */
template<class E>
void clear_retained(context_ref ctx = thread_context()) noexcept;

#if defined(BOOST_BROKER_DOXYGEN)
/// Emits an event to the listeners of a context.
/** Three forms: the fields in order, `emit<E>(ctx, 7, "x")`; the fields by name,
    `emit<E>(ctx, {.id = 7})`; and a value, `emit(ctx, event)`. `publish` is the same verb for
    programs in which `emit` is a macro.

    @tparam E The event.
    @param ctx The context; without it, `thread_context()`.
    @param fields One argument for each field; each converts implicitly and without narrowing.
    @return How many listeners were reached, and how many miss an event.
    @par Concurrency
    `local`: on the context's thread. It may be called inside a handler: the event is then queued.
    @par
    `mt`: on any thread. With the policy `retain_last` it takes a short lock; with `overflow<block>`
    it may wait, see `block`.
    @par Exception Safety
    Strong: what it throws (`std::bad_alloc`, or from copying the event) it throws before anything
   is visible. An exception of a listener goes to the diagnostics of the context, never to the
    emitter. */
template<class E, class... Fields>
emit_result emit(context_ref ctx, Fields&&... fields);

/// Emits an event to the listeners of a context, as `emit` does.
/** Prefer it in programs in which `emit` is a macro, as Qt makes it. */
template<class E, class... Fields>
emit_result publish(context_ref ctx, Fields&&... fields);
#endif

} // namespace boost_broker

#pragma pop_macro("emit")

#include <boost_broker/impl/event_broker.hpp>
#include <boost_broker/impl/event_emit.hpp>
#include <boost_broker/impl/event_retain.hpp>
#include <boost_broker/impl/event_verbs.hpp>

#endif
