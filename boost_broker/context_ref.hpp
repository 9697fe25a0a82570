// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CONTEXT_REF_HPP
#define BOOST_BROKER_CONTEXT_REF_HPP

// Names a context without owning it. Prefer it to a reference in handlers and in modules: it stays
// valid when the context has ended, and every verb then says so.

#include <boost_broker/detail/context_core.hpp>

#include <cstdint>
#include <iosfwd>
#include <string>
#include <utility>

namespace boost_broker {

namespace detail {
struct context_access;
}

/// A copyable reference to a context.
/** @par Thread Safety
    Distinct objects: safe. Shared objects: safe while nobody assigns to them. */
class context_ref
{
public:
    /// Names no context; every verb answers as for a closed one.
    context_ref() noexcept = default;

    /// Returns the number of the context, from 1, or 0 if it names none. Numbers are never reused.
    std::uint64_t id() const noexcept { return id_; }

    /// Returns the name of the context, for messages to people.
    std::string name() const
    {
        return core_ != nullptr ? core_->name_of(id_) : "context " + std::to_string(id_);
    }

    /// Tells whether the context exists and is not closed.
    bool is_open() const noexcept { return core_ != nullptr && core_->is_open(id_); }

    /// Returns the signal on which the context reports what nobody else would see.
    /** Include `boost_broker/diagnostics.hpp` to use it.
        @throws broker_error if the context has ended. */
    inline diagnostic_signal& diagnostics() const;

    /// Tells whether two references name the same context.
    friend bool operator==(context_ref const&, context_ref const&) noexcept = default;

private:
    friend struct detail::context_access;
    context_ref(detail::context_core* core, std::uint64_t id) noexcept : core_(core), id_(id) {}

    detail::context_core* core_ = nullptr;
    std::uint64_t id_ = 0;
};

/// Writes the name of a context.
template<class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(
    std::basic_ostream<Char, Traits>& out, context_ref const& ctx)
{
    return out << ctx.name();
}

namespace detail {

struct context_access {
    static context_ref make(context_core& core, std::uint64_t id) noexcept { return {&core, id}; }
    static context_ref make(context_core& core) noexcept { return {&core, core.id()}; }

    /// The core behind a reference, or null if the context is not open.
    static context_core* open_core(context_ref ctx) noexcept
    {
        return is_open_itself(ctx) ? ctx.core_ : core_of_thread(ctx);
    }
    /// Whether the context is open and not the default one, which has another core on each thread.
    static bool is_open_itself(context_ref ctx) noexcept
    {
        return BOOST_LIKELY(ctx.core_ != nullptr) &&
            BOOST_LIKELY(ctx.core_->is_open_itself(ctx.id_));
    }

    /// Where handlers of a context complete that may be closed; null once it has ended.
    static inbox_ptr last_home(context_ref const& ctx) noexcept;

    static context_core* raw(context_ref const& ctx) noexcept { return ctx.core_; }

private:
    static context_core* core_of_thread(context_ref ctx) noexcept;
};

} // namespace detail

} // namespace boost_broker

#include <boost_broker/thread_context.hpp>

#endif
