// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_HANDLE_HPP
#define BOOST_BROKER_HANDLE_HPP

// What a registration returns. Prefer keeping the handle beside the object that the handler uses;
// prefer `detach()` for handlers that live as long as their context.

#include <boost_broker/detail/registration.hpp>
#include <boost_broker/detail/shared_registration.hpp>
#include <boost_broker/fwd.hpp>

#include <utility>

namespace boost_broker {

namespace detail {
struct handle_access;
}

/// Owns a registration: its destructor stops it.
/** After `stop()` no call of the handler starts. A call that runs already goes on; `drop_listener`
    and its likes also wait for it, and `track` keeps what it uses alive.

    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe. In `local` a handle is stopped and destroyed on
    the thread of its context, in `mt` on any. */
class [[nodiscard(
    "the handler is removed when its handle is destroyed; keep it, or detach() it")]] handle
{
public:
    /// Constructs a handle that owns nothing.
    handle() noexcept = default;
    /// Takes over what another handle owns.
    handle(handle && other) noexcept = default;
    /// Stops what this handle owns and takes over what another one owns.
    handle& operator=(handle&& other) noexcept
    {
        if (this != &other) {
            stop();
            registration_ = std::move(other.registration_);
            shared_ = std::move(other.shared_);
        }
        return *this;
    }
    /// Stops what the handle owns.
    ~handle()
    {
        stop();
    }

    /// Ends the registration. Calling it again has no effect.
    /** @par Exception Safety
        Never throws. */
    void stop() noexcept
    {
        if (auto const registration = std::move(registration_))
            registration->stop();
        if (auto const shared = std::move(shared_))
            shared->stop();
    }

    /// Tells whether the handler is still called. False for an empty handle, and once its context
    /// is closed, its executor destroyed or its owner gone.
    bool active() const noexcept
    {
        return (registration_ != nullptr && registration_->active()) ||
            (shared_ != nullptr && shared_->active());
    }

    /// Lets the registration live as long as its context.
    void detach() noexcept
    {
        registration_.reset();
        shared_.reset();
    }

private:
    friend struct detail::handle_access;
    explicit handle(detail::registration_ptr registration) noexcept
        : registration_(std::move(registration))
    {}
    explicit handle(detail::shared_registration_ptr shared) noexcept : shared_(std::move(shared)) {}

    // One of them, at most: a handler is of the local lane, or of the other.
    detail::registration_ptr registration_;
    detail::shared_registration_ptr shared_;
};

namespace detail {

struct handle_access {
    static handle make(registration_ptr r) noexcept { return handle(std::move(r)); }
    static handle make(shared_registration_ptr r) noexcept { return handle(std::move(r)); }
    static bool owns(handle const& h) noexcept
    {
        return h.registration_ != nullptr || h.shared_ != nullptr;
    }
    static registration_ptr registration_of(handle const& h) noexcept { return h.registration_; }
    static registration_ptr take(handle& h) noexcept { return std::move(h.registration_); }
    static shared_registration_ptr take_shared(handle& h) noexcept { return std::move(h.shared_); }
};

} // namespace detail

} // namespace boost_broker

#endif
