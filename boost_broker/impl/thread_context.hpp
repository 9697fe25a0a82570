// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_THREAD_CONTEXT_HPP
#define BOOST_BROKER_IMPL_THREAD_CONTEXT_HPP

#include <boost_broker/thread_context.hpp>

namespace boost_broker {
namespace detail {

/// The default context. Verbs never use this core itself: each thread has one of its own behind it.
class BOOST_BROKER_VISIBLE default_core
{
public:
    static context_core& shared()
    {
        static context_core& core = []() -> context_core& {
            auto& made = context_core::acquire(nullptr);
            made.set_name("default");
            made.mark_shared_default();
            return made;
        }();
        return core;
    }

    /// The core of this thread, or null while the thread ends.
    static context_core* of_thread() noexcept
    {
        return of_thread_ != nullptr ? of_thread_ : make();
    }

private:
    struct owner {
        context_core& core = context_core::acquire(nullptr);

        owner() { core.set_name("default"); }
        ~owner()
        {
            ended_ = true;
            of_thread_ = nullptr;
            core.release();
        }
    };

    BOOST_NOINLINE static context_core* make() noexcept
    {
        if (ended_)
            return nullptr;
        thread_local owner mine;
        return of_thread_ = &mine.core;
    }

    static inline thread_local context_core* of_thread_ = nullptr;
    static inline thread_local bool ended_ = false;
};

BOOST_NOINLINE inline context_core* context_access::core_of_thread(context_ref ctx) noexcept
{
    bool const is_default = ctx.core_ != nullptr && ctx.core_->is_shared_default();
    return is_default ? default_core::of_thread() : nullptr;
}

inline inbox_ptr context_access::last_home(context_ref const& ctx) noexcept
{
    auto* core = ctx.core_;
    if (core == nullptr || core->id() != ctx.id_)
        return {};
    // What the threads share counts its owners without atomics, so each thread stays with its own.
    if (core->is_shared_default())
        core = default_core::of_thread();
    return core != nullptr ? core->last_home() : inbox_ptr();
}

// Visible, as a scope that the program began counts in its plugins too.
BOOST_BROKER_VISIBLE inline thread_local scoped_context* innermost_scope = nullptr;

} // namespace detail

inline context_ref default_context() noexcept
{
    return detail::context_access::make(detail::default_core::shared());
}

inline scoped_context::scoped_context(context_ref ctx) noexcept
    : context_(ctx)
    , outer_(detail::innermost_scope)
    , thread_(&detail::this_thread)
{
    detail::innermost_scope = this;
}

inline scoped_context::~scoped_context()
{
    BOOST_BROKER_ASSERT(thread_ == &detail::this_thread && detail::innermost_scope == this,
        "a scoped_context must end on the thread that began it, before any that began earlier, and "
        "must not be held across co_await");
    detail::innermost_scope = outer_;
}

inline context_ref thread_context() noexcept
{
    return detail::innermost_scope != nullptr ? detail::innermost_scope->context_
                                              : default_context();
}

} // namespace boost_broker

#endif
