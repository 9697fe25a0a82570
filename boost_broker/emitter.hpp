// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EMITTER_HPP
#define BOOST_BROKER_EMITTER_HPP

// Emits events of one type into one context. Prefer it to the verb `emit` in a loop that emits
// often, where finding the broker of the context is worth saving; prefer the verb everywhere else.

#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/event_broker.hpp>

#include <utility>

namespace boost_broker {

/// Emits events of one type; what `emit` looks up each time, it has looked up once.
/** It may be made before anybody listens, be copied and kept, and outlive its context: then it
    answers as the verb does for a context that is closed, and never reaches another one. In the
    default context, which has its own listeners on each thread, it looks up each time.

    It keeps the context it was made for. One that is made without a context stays with what
    `thread_context()` was then.

    @tparam E The event.
    @par Concurrency
    `local`: on the context's thread, as its context.
    @par Thread Safety
    Distinct objects: safe. Shared objects: safe while nobody assigns to them.
    @par Example
    @code
    auto out = bb::emitter<sample>(ctx);
    for (double value : values)
        out(value);
    @endcode */
template<class E>
class emitter
{
public:
    /// Looks up the broker.
    /** @param ctx The context; without it, `thread_context()`.
        @throws std::bad_alloc if the context has no broker for the event yet. */
    explicit emitter(context_ref ctx = thread_context()) : broker_(ctx) {}

    /// Emits an event that is made of its fields, in order.
    /** @return How many listeners were reached, as for `emit`.
        @par Exception Safety
        Strong, as for `emit`. */
    template<class... Fields>
        requires(!detail::is_whole_message<E, Fields...>)
    emit_result operator()(Fields&&... fields) const
    {
        return detail::event_access::emit_fields<E>(broker_, std::forward<Fields>(fields)...);
    }
    /// Emits an event that stays as it is. It is copied only where it has to be queued.
    BOOST_FORCEINLINE emit_result operator()(E const& event) const
    {
        return detail::emit_value<E>(broker_, event);
    }
    /// Emits an event that may be moved from, or one whose fields are named in braces.
    BOOST_FORCEINLINE emit_result operator()(E&& event) const
    {
        return detail::emit_value<E>(broker_, std::move(event));
    }

    /// Returns the context that it emits into.
    context_ref context() const noexcept { return broker_; }

private:
    detail::found_broker<event_broker<E>> broker_;
};

} // namespace boost_broker

#endif
