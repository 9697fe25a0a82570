// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_POLICY_HPP
#define BOOST_BROKER_POLICY_HPP

// Options of a message type, chosen where the type is declared:
//
//     struct sample {
//         using broker_policy = bb::local<bb::queue_depth<64>, bb::overflow<bb::drop_oldest>>;
//         double value = 0;
//     };
//
// Prefer the default, `local<>`, for what stays on one thread, and `mt<>` for what crosses threads.

#include <boost_broker/fwd.hpp>

#include <chrono>
#include <cstddef>
#include <type_traits>

namespace boost_broker {

/// Overflow: the queue grows. The default; nothing is ever dropped.
struct grow {};
/// Overflow: the new message is refused and its arguments are left intact.
struct drop_newest {};
/// Overflow: the oldest message that nobody has taken yet makes room.
struct drop_oldest {};
/// Overflow: the sender waits for room where it can, and the queue grows where it cannot.
/** In `local` the sender's thread is the only one that could make room, so the queue grows. In `mt`
    it waits only on a thread that is in no run loop of Asio and in no handler, and grows elsewhere:
    what would make room may be waiting for that thread. Waiting ends when there is room, when the
    handler is dropped, its context closed or its executor destroyed, and when the request timeout
    of the type is over, of 5 seconds if it has none; then the message is refused. Do not choose it
    where a thread with a run loop of another library sends: that is not recognised. */
struct block {};

/// Option: a request is answered at once, by its provider, and takes no completion token.
struct synchronous {};

/// Option: a payload that has to be queued is shared by its receivers instead of copied for each.
struct share_payload {};

/// Option: the context keeps the last event that was emitted, and a new listener first gets it.
/** For what is a state as much as an event: the level of a battery, the configuration in use.
   Prefer a request where the state can be computed when somebody asks. See `listen`, `retained` and
    `clear_retained`. */
struct retain_last {};

/// Option: how many messages of the type may wait in one queue. Unlimited without it.
/** For an event whose queue grows it is only a mark: in `mt` the diagnostics tell when more wait.
    @tparam N The number of messages, at least 1. */
template<std::size_t N>
struct queue_depth {
    static_assert(
        N > 0, "boost_broker: a queue_depth of 0 could never hold a message; use 1 or more");
};

/// Option: what happens to a message that meets a full queue.
/** @tparam Mode `grow`, `drop_newest`, `drop_oldest` or `block`. */
template<class Mode>
struct overflow {
    static_assert(std::is_same_v<Mode, grow> || std::is_same_v<Mode, drop_newest> ||
            std::is_same_v<Mode, drop_oldest> || std::is_same_v<Mode, block>,
        "boost_broker: overflow takes grow, drop_newest, drop_oldest or block");
};

/// Option: how long a request may take, in milliseconds; 0 stands for no limit.
template<unsigned N>
struct request_timeout_ms {};

/// Option of `mt`: how long an executor that has nothing left to do looks for more, in
/// microseconds.
/** Waking a thread that sleeps costs thousands of times what passing a message to one that is awake
    does. Prefer it, with about 20, where messages come in quick succession and a core can be
   spared; prefer the default, none, everywhere else. It applies to strands and to executors in
    `one_thread`, and to a thread that waits for an answer with `blocking`. */
template<unsigned N>
struct linger_us {};

/// Option of `mt`: one thread at a time emits the event.
/** Prefer it for an event that a single source emits often to an executor that gets messages from
    many threads: queuing one takes no lock then, and so waits for none of them. Where nobody else
    sends it is not faster than the default, and a message of more than 40 bytes takes longer.
    Events of the type keep their order, and may pass those of other types. That threads take turns
    is for the program to see to, as for any object that is not locked; debug builds assert that no
    two emit at once. */
struct single_producer {};

/// Option: a class is told what happens to the messages of the type.
/** It is in `boost_broker/observer.hpp`. */
template<class O>
struct observer;

namespace detail {

/// What a list of options amounts to.
struct policy_values {
    enum class mode { grow, drop_newest, drop_oldest, block };

    bool synchronous = false;
    bool share_payload = false;
    bool retain_last = false;
    bool single_producer = false;
    std::size_t queue_depth = 0; // 0: unlimited
    mode overflow = mode::grow;
    std::chrono::milliseconds request_timeout{-1}; // negative: the default applies
    std::chrono::microseconds linger{0};

    constexpr void set(boost_broker::synchronous) noexcept { synchronous = true; }
    constexpr void set(boost_broker::share_payload) noexcept { share_payload = true; }
    constexpr void set(boost_broker::retain_last) noexcept { retain_last = true; }
    template<std::size_t N>
    constexpr void set(boost_broker::queue_depth<N>) noexcept
    {
        queue_depth = N;
    }
    constexpr void set(boost_broker::overflow<boost_broker::grow>) noexcept
    {
        overflow = mode::grow;
    }
    constexpr void set(boost_broker::overflow<boost_broker::drop_newest>) noexcept
    {
        overflow = mode::drop_newest;
    }
    constexpr void set(boost_broker::overflow<boost_broker::drop_oldest>) noexcept
    {
        overflow = mode::drop_oldest;
    }
    constexpr void set(boost_broker::overflow<boost_broker::block>) noexcept
    {
        overflow = mode::block;
    }
    template<unsigned N>
    constexpr void set(boost_broker::request_timeout_ms<N>) noexcept
    {
        request_timeout = std::chrono::milliseconds(N);
    }
    template<class O>
    constexpr void set(boost_broker::observer<O> const&) noexcept
    {}

    /// Whether what an overflow drops has a limit that makes it drop.
    constexpr bool drops_within_depth() const noexcept
    {
        return overflow == mode::grow || overflow == mode::block || queue_depth > 0;
    }
};

/// What `mt` adds to the options.
struct mt_policy_values : policy_values {
    using policy_values::set;
    template<unsigned N>
    constexpr void set(boost_broker::linger_us<N>) noexcept
    {
        linger = std::chrono::microseconds(N);
    }
    constexpr void set(boost_broker::single_producer) noexcept { single_producer = true; }
};

template<class Option>
constexpr bool is_observer = false;
template<class O>
constexpr bool is_observer<observer<O>> = true;
template<class... Options>
constexpr bool has_one_observer = (0 + ... + int(is_observer<Options>)) <= 1;
template<class... Options>
constexpr bool knows_observer = ((!is_observer<Options> || requires { sizeof(Options); }) && ...);

template<class Option>
concept policy_option = requires(policy_values& values, Option option)
{
    values.set(option);
};
template<class Option>
concept mt_policy_option = requires(mt_policy_values& values, Option option)
{
    values.set(option);
}
&&!std::is_same_v<Option, synchronous>;

} // namespace detail

/// Policy: all emitters, listeners, requesters and providers of the type share one thread.
/** @tparam Options Any of `synchronous`, `queue_depth`, `overflow`, `request_timeout_ms`,
    `share_payload`, `retain_last` and `observer`, each at most once, in any order. */
template<class... Options>
struct local {
    static_assert(detail::knows_observer<Options...>,
        "boost_broker: include boost_broker/observer.hpp where a message with the policy observer "
        "is declared");
    static_assert((detail::policy_option<Options> && ...),
        "boost_broker: local takes the options synchronous, queue_depth, overflow, "
        "request_timeout_ms, share_payload, retain_last and observer only");

    /// The values of the options.
    static constexpr detail::policy_values values = [] {
        detail::policy_values v;
        if constexpr (detail::knows_observer<Options...> && (detail::policy_option<Options> && ...))
            (v.set(Options()), ...);
        return v;
    }();

    static_assert(values.drops_within_depth(),
        "boost_broker: an overflow that drops messages needs a queue_depth");
    static_assert(detail::has_one_observer<Options...>,
        "boost_broker: a message has one observer; let that one call others");
};

/// Policy: emitters, listeners, requesters and providers of the type may be on any threads.
/** Everything is written as with `local`. Include `boost_broker/mt.hpp` where the type is used.

    @tparam Options Any of `queue_depth`, `overflow`, `request_timeout_ms`, `linger_us`,
    `single_producer`, `share_payload`, `retain_last` and `observer`, each at most once, in any
    order. */
template<class... Options>
struct mt {
    static_assert(detail::knows_observer<Options...>,
        "boost_broker: include boost_broker/observer.hpp where a message with the policy observer "
        "is declared");
    static_assert((detail::mt_policy_option<Options> && ...),
        "boost_broker: mt takes the options queue_depth, overflow, request_timeout_ms, linger_us, "
        "single_producer, share_payload, retain_last and observer only; a synchronous request is "
        "local, because its requester calls the provider");

    /// The values of the options.
    static constexpr detail::policy_values values = [] {
        detail::mt_policy_values v;
        if constexpr (detail::knows_observer<Options...> &&
            (detail::mt_policy_option<Options> && ...))
            (v.set(Options()), ...);
        return v;
    }();

    static_assert(!values.single_producer || values.overflow == detail::policy_values::mode::grow,
        "boost_broker: single_producer leaves out the lock under which a full queue is found full; "
        "its queue can only grow");
    static_assert(!values.single_producer || !values.retain_last,
        "boost_broker: single_producer leaves out the lock under which retain_last keeps an event; "
        "use one of them");
    static_assert(values.drops_within_depth(),
        "boost_broker: an overflow that drops messages needs a queue_depth");
    static_assert(detail::has_one_observer<Options...>,
        "boost_broker: a message has one observer; let that one call others");
};

namespace detail {

template<class T>
struct declared_policy {
    using type = local<>;
};

template<class T>
    requires requires
    {
        typename T::broker_policy;
    }
struct declared_policy<T> {
    using type = typename T::broker_policy;
};

template<class T>
constexpr bool is_local_policy = false;
template<class... Options>
constexpr bool is_local_policy<local<Options...>> = true;
template<class T>
constexpr bool is_mt_policy = false;
template<class... Options>
constexpr bool is_mt_policy<mt<Options...>> = true;

} // namespace detail

/// The policy of a message type: its member `broker_policy`, or `local<>`.
/** Specialise it for a type that cannot be changed. */
template<class T>
struct policy_of {
    /// The policy.
    using type = typename detail::declared_policy<T>::type;
};

namespace detail {

/// Brokers that are used by one thread at a time.
struct local_lane {};
/// Brokers that are used by any threads.
struct mt_lane {};

/// The lane of a message type chooses the brokers that carry it.
template<class Message>
struct lane_of {
    using type =
        std::conditional_t<is_mt_policy<typename policy_of<Message>::type>, mt_lane, local_lane>;
};
template<class Message>
constexpr bool is_mt = std::is_same_v<typename lane_of<Message>::type, mt_lane>;

/// The options of a message type.
template<class T>
constexpr policy_values const& policy = []() -> policy_values const& {
    using type = typename policy_of<T>::type;
    static_assert(is_local_policy<type> || is_mt_policy<type>,
        "boost_broker: broker_policy (or policy_of) must name a policy, bb::local<...> or "
        "bb::mt<...>");
    return type::values;
}();

template<class... Options>
struct first_observer {
    using type = void;
};
template<class Option, class... Others>
struct first_observer<Option, Others...> : first_observer<Others...> {};
template<class O, class... Others>
struct first_observer<observer<O>, Others...> {
    using type = O;
};

template<class Policy>
struct observer_in {
    using type = void;
};
template<template<class...> class Policy, class... Options>
struct observer_in<Policy<Options...>> : first_observer<Options...> {};

/// Who is told what happens to the messages of a type, or `void`.
template<class M>
using observer_of = typename observer_in<typename policy_of<M>::type>::type;
template<class M>
constexpr bool observed = !std::is_void_v<observer_of<M>>;

template<class R>
struct declared_response {
    static constexpr bool known = false;
};

template<class R>
    requires requires
    {
        typename R::response;
    }
struct declared_response<R> {
    static constexpr bool known = true;
    using type = typename R::response;
};

} // namespace detail

/// The response of a request type: its member `response`.
/** Specialise it, with a member `type`, for a type that cannot be changed. */
template<class R>
struct response_of : detail::declared_response<R> {};

} // namespace boost_broker

#endif
