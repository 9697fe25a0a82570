// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_REGISTERING_HPP
#define BOOST_BROKER_DETAIL_MT_REGISTERING_HPP

// What every registering verb does in the lane `mt`. A handler is brought to its executor by a
// message, in front of everything that is sent to it later; where the caller is there already, at
// once.

#include <boost_broker/detail/mt/context.hpp>

#include <memory>
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
        if (owner_ != nullptr)
            owner_->stop();
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

} // namespace boost_broker::detail

#endif
