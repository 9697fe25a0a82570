// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_REGISTERING_HPP
#define BOOST_BROKER_DETAIL_MT_REGISTERING_HPP

// What every registering verb does in the lane `mt`. A handler is brought to its executor by a
// message, in front of everything that is sent to it later; where the caller is there already, at
// once.

#include <boost_broker/detail/mt/context.hpp>
#include <boost_broker/result.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace boost_broker::detail {

/// Why a handler cannot be registered, if it cannot. Under the mutex of the context.
template<class H>
bool mt_check_handler(mt_context& context, std::uint64_t id, H const& handler, bool is_coroutine,
    std::string_view subject, failure& why)
{
    auto const name = [&] { return context.core().name_of(id); };
    if (is_empty_handler(handler))
        why = failure(errc::empty_handler,
            "the handler given for " + std::string(subject) + " in " + name() +
                " is empty; pass something that can be called");
    else if (owner_is_gone(handler))
        why = failure(errc::owner_expired,
            "the object that the handler given for " + std::string(subject) + " in " + name() +
                " tracks no longer exists; register it while the object lives");
    else if (!context.serves(id))
        why = closed_failure(subject, name());
    else if (!has_own_executor<H> && context.home() == mt_context::home_state::gone)
        why = failure(errc::no_executor,
            std::string(subject) + " cannot be handled in " + name() +
                ": its executor was destroyed; end the context before its execution context");
    else if (!has_own_executor<H> && is_coroutine && context.home() == mt_context::home_state::none)
        why = failure(errc::no_executor,
            "a coroutine handler of " + std::string(subject) + " needs an executor, and " + name() +
                " has none; give it one with bind_executor, or make the context with one");
    else
        return true;
    return false;
}

/// Ends a registration that is not completed: copying the handler has failed, perhaps.
class mt_incomplete
{
public:
    explicit mt_incomplete(mt_registration_ptr owner) noexcept : owner_(std::move(owner)) {}
    mt_incomplete(mt_incomplete const&) = delete;
    ~mt_incomplete()
    {
        if (owner_ == nullptr)
            return;
        owner_->stop();
        if (!owner_->ended()) // there is no handler that could say so
            owner_->handler_destroyed();
    }
    void complete() noexcept { owner_.reset(); }

private:
    mt_registration_ptr owner_;
};

/// A handler on its way to its executor.
class mt_task
{
public:
    virtual ~mt_task() = default;
    /// It is on the executor, in front of every message that takes the same way.
    virtual void arrive() noexcept = 0;
    /// Registers the handler, if it was not stopped meanwhile.
    virtual void begin() = 0;

    mt_registration_ptr owner;
};

struct mt_task_message {
    mt_task* task; // owned

    static void run(message_slot& slot, mt_inbox& from) noexcept
    {
        std::unique_ptr<mt_task> const task(slot.content<mt_task_message>().task);
        from.channel().pop();
        task->arrive();
        if (!from.is_closed())
            begin(*task);
    }

    static void begin(mt_task& task) noexcept
    {
        if (task.owner->stopped())
            return;
        try {
            task.begin();
        } catch (...) {
            auto const exception = std::current_exception();
            task.owner->where().context().report(
                diagnostic_kind::not_registered, "a handler", exception_text(exception), exception);
        }
    }
};

/// Queues a task; what the outcome asks for comes behind the lock of the caller.
/** @throws std::bad_alloc */
inline message_channel::outcome mt_push_task(mt_inbox& where, mt_task& task)
{
    return where.push_asleep([] { return true; },
        [&](message_slot& slot) { slot.hold<mt_task_message>(&mt_task_message::run, &task); });
}
/// The same for a handler that a route registers with its broker of the local lane.
/** @tparam First What the route is given besides. */
template<class Route, class Handler, class First>
class mt_route_task final : public mt_task
{
public:
    template<class H>
    mt_route_task(mt_registration_ptr o, boost::intrusive_ptr<Route> to, H&& handler)
        : to_(std::move(to))
        , handler_(o, std::forward<H>(handler))
    {
        owner = std::move(o);
    }

    void arrive() noexcept override { to_->arrive(); }

    void begin() override
    {
        auto added = to_->begin(owner, std::move(handler_), first);
        if (added)
            owner->begin(std::move(*added));
        else
            owner->where().context().report(
                diagnostic_kind::not_registered, to_->subject(), added.error().message());
    }

    First first{};

private:
    boost::intrusive_ptr<Route> to_;
    mt_handler<Handler> handler_;
};

/// What every registering verb of the lane `mt` does.
struct mt_registrar {
    /// Registers a handler.
    /** @param broker Says under the mutex of the context why it takes no handler (`check_handler`),
       gives the route (`make_route`), and enters the handler while it has its task sent (`enlist`).
        @param id The number of the context.
        @param how What the broker is to do with the handler.
        @param about What to tell people of it. */
    template<class Broker, class Handler>
    static result<handle> add(Broker& broker, std::uint64_t id, bool is_coroutine,
        Handler&& handler, typename Broker::as how = {}, mt_handler_about about = {})
    {
        using function = std::decay_t<Handler>;
        using route = typename Broker::route;
        using first_message = typename Broker::first_message;
        auto& where = broker.context();
        failure why;
        mt_registration_ptr owner;
        {
            executor_ptr executor;
            if constexpr (has_own_executor<function>)
                executor = detail::bind(detail::own_executor(handler));
            std::lock_guard const lock(where.mutex());
            if (!mt_check_handler(where, id, handler, is_coroutine, broker.subject(), why) ||
                !broker.check_handler(id, how, why))
                return why;
            owner = where.make_registration(broker, std::move(executor), is_coroutine);
            about.is_coroutine = is_coroutine;
            owner->describe(about);
        }
        mt_incomplete registering(owner);
        boost::intrusive_ptr<route> to;
        {
            std::lock_guard const lock(where.mutex());
            to = broker.make_route(owner);
        }
        // Copying the handler is the user's code.
        auto task = std::make_unique<mt_route_task<route, function, first_message>>(
            owner, to, std::forward<Handler>(handler));
        auto done = message_channel::outcome::closed;
        {
            std::lock_guard const lock(where.mutex());
            if (!where.serves(id) || owner->stopped())
                return closed_failure(broker.subject(), where.core().name_of(id));
            if (!broker.check_handler(id, how, why))
                return why;
            // The message comes first, so that who finds the handler sends behind it.
            broker.enlist(id, how, to, owner, [&](first_message first) {
                task->first = std::move(first);
                done = mt_push_task(owner->where(), *task);
                return done != message_channel::outcome::closed;
            });
            if (done == message_channel::outcome::closed) // its executor was destroyed just now
                return closed_failure(broker.subject(), where.core().name_of(id));
        }
        static_cast<void>(task.release()); // the message has it
        registering.complete();
        owner->where().wake_after(done);
        return handle_access::make(shared_registration_ptr(owner));
    }
};

} // namespace boost_broker::detail

#endif
