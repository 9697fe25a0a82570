// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_HANDLE_GROUP_HPP
#define BOOST_BROKER_HANDLE_GROUP_HPP

// Many handles that end together. Prefer a group where a module registers all its handlers at once
// and ends them at once; prefer a `handle` for one that comes and goes by itself.

#include <boost_broker/detail/mt/drop.hpp>
#include <boost_broker/handle.hpp>
#include <boost_broker/result.hpp>

#include <boost/asio/deferred.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace boost_broker {

namespace detail {
struct handle_group_access;
}

/// Owns any number of registrations, of any kind and of any context; its destructor stops them.
/** They stop in the reverse order of adding, so that a handler may rely on those added before it.
    A group holds what was added until it is stopped, detached or destroyed, also what is no longer
    active.

    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe. In `local` a group is used and destroyed on the
    thread of its contexts.
    @par Example
    @code
    bb::handle_group on;
    on.add(bb::listen<ticked>(ctx, [] { ... }));
    if (auto added = on.add(bb::set_provider<get_time>(ctx, [] { ... })); !added)
        return added.error();
    @endcode */
class [[nodiscard("the handlers end with their group; keep it, or detach() it")]] handle_group
{
public:
    /// Constructs a group that owns nothing.
    handle_group() noexcept = default;
    /// Takes over what another group owns.
    handle_group(handle_group && other) noexcept = default;
    /// Stops what this group owns and takes over what another one owns.
    handle_group& operator=(handle_group&& other) noexcept
    {
        if (this != &other) {
            stop();
            handles_ = std::move(other.handles_);
        }
        return *this;
    }
    /// Stops what the group owns, the last added first.
    ~handle_group()
    {
        stop();
    }

    /// Takes over a handle. One that owns nothing is not added.
    /** @par Exception Safety
        Strong: if memory cannot be obtained, the handle keeps what it owns. */
    void add(handle && h)
    {
        if (detail::handle_access::owns(h))
            handles_.push_back(std::move(h));
    }

    /// Takes over the handle of a verb that can fail.
    /** @param registered What a verb such as `set_provider` returned.
        @return Nothing, or the failure, in which case nothing is added.
        @par Exception Safety
        Strong: if memory cannot be obtained, the handle keeps what it owns. */
    [[nodiscard("the registration may have failed")]] result<void> add(result<handle> && registered)
    {
        if (!registered)
            return registered.error();
        add(std::move(*registered));
        return {};
    }

    /// Ends the registrations, the last added first. The group can be used again.
    /** @par Exception Safety
        Never throws. */
    void stop() noexcept
    {
        // What is destroyed with a handler is the user's, and may use the group.
        while (!handles_.empty()) {
            handle const last = std::move(handles_.back());
            handles_.pop_back();
        }
    }

    /// Lets the registrations live as long as their contexts. The group can be used again.
    void detach() noexcept
    {
        for (auto& h : handles_)
            h.detach();
        handles_.clear();
    }

    /// Returns the number of handles that the group owns.
    std::size_t size() const noexcept
    {
        return handles_.size();
    }

    /// Tells whether the group owns nothing.
    bool empty() const noexcept
    {
        return handles_.empty();
    }

private:
    friend struct detail::handle_group_access;

    std::vector<handle> handles_;
};

namespace detail {

struct handle_group_access {
    /// The registrations, the last added first; the group owns none of them any more.
    static dropped_handlers take(handle_group& group)
    {
        dropped_handlers taken;
        taken.local.reserve(group.handles_.size());
        taken.shared.reserve(group.handles_.size());
        std::for_each(group.handles_.rbegin(), group.handles_.rend(),
            [&](handle& h) { take_handler(h, taken); });
        group.handles_.clear();
        return taken;
    }
};

} // namespace detail

/// Ends every registration of a group and waits for their running calls.
/** They stop in the call itself, the last added first; only the waiting depends on the token. It
    waits for the calls and coroutines of exactly these registrations, and never for the caller: a
    handler may drop the group that it belongs to. When it completes without error, the handler
    objects are destroyed, unless the caller is inside one of them.

    Prefer it to `handle_group::stop()` before destroying something that coroutine handlers use.

    @param group The group; an empty one completes at once.
    @param token The completion token; `asio::deferred` if there is none, or `blocking`. A handler
    without an executor of its own completes on that of the context of the last handle added
    whose context has not ended.
    @par Completion Signature
    @code void(boost_broker::result<void>) @endcode
    @par Errors
    @li `errc::drain_timed_out`: after 5 seconds, or what `timeout` says; the coroutines that still
    run are then cancelled (`terminal`).
    @li `errc::cancelled`.
    @li `errc::would_deadlock`: with `blocking`, while a coroutine of one of the handlers is
    suspended.
    @par Per-Operation Cancellation
    @li all types: stops waiting.
    @par Concurrency
    `local`: on the thread of the contexts.
    @par Exception Safety
    Throws only if memory cannot be obtained; the group is then as it was, or all of it is stopped
    and nothing waits. */
template<class CompletionToken = boost::asio::deferred_t>
[[nodiscard]] auto drop(handle_group&& group, CompletionToken&& token = CompletionToken())
{
    auto dropped = detail::handle_group_access::take(group);
    dropped.home = detail::home_of(dropped.local);
    return detail::stop_and_drain(std::move(dropped), std::forward<CompletionToken>(token));
}

} // namespace boost_broker

#endif
