// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_FOUND_HPP
#define BOOST_BROKER_DETAIL_MT_FOUND_HPP

// How the verbs of the lane `mt` find their broker.

#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/detail/mt/context.hpp>

namespace boost_broker::detail {

/// What an open context has for the lane `mt`; it is made if it has nothing yet. Null if closed.
inline mt_context* mt_open(context_ref ctx)
{
    auto* const core = context_access::raw(ctx);
    return core != nullptr && core->is_open(ctx.id()) ? &mt_context::of(*core) : nullptr;
}

/// The broker of a type in an open context, or null if nobody has used one there.
template<class Broker>
BOOST_FORCEINLINE Broker* mt_find(context_ref const& ctx) noexcept
{
    auto* const core = context_access::raw(ctx);
    if (BOOST_UNLIKELY(core == nullptr) || BOOST_UNLIKELY(!core->is_open(ctx.id())))
        return nullptr;
    return mt_context::find<Broker>(*core);
}

/// The same, also in a context that is closed.
template<class Broker>
BOOST_FORCEINLINE Broker* mt_find_ever(context_ref const& ctx) noexcept
{
    auto* const core = context_access::raw(ctx);
    return BOOST_LIKELY(core != nullptr) ? mt_context::find<Broker>(*core) : nullptr;
}

inline context_ref const& mt_context_of(context_ref const& ctx) noexcept
{
    return ctx;
}

/// Reports the use of a closed context, where there is still somebody to report to.
BOOST_NOINLINE inline void mt_report_closed(
    context_core& core, std::uint64_t id, std::string_view subject) noexcept
{
    auto* const context = mt_context::find(core);
    if (context == nullptr || core.id() != id)
        return;
    try {
        context->report(diagnostic_kind::context_closed, subject,
            closed_failure(subject, core.name_of(id)).message());
    } catch (...) {
        context->report(diagnostic_kind::context_closed, subject, {}); // no memory for a sentence
    }
}
inline void mt_report_closed(context_ref ctx, std::string_view subject) noexcept
{
    if (auto* const core = context_access::raw(ctx))
        mt_report_closed(*core, ctx.id(), subject);
}

/// A broker that was looked up once, for any threads. It lives as long as the core of its context.
template<class Message, template<class, class> class Broker>
class found_broker<Broker<Message, mt_lane>>
{
public:
    using broker_type = Broker<Message, mt_lane>;

    explicit found_broker(context_ref ctx) : ctx_(ctx)
    {
        if (auto* const context = mt_open(ctx))
            broker_ = &context->template get<broker_type>();
    }

    operator context_ref const&() const noexcept { return ctx_; } // NOLINT: it stands for it

    broker_type* get() const noexcept
    {
        if (BOOST_UNLIKELY(broker_ == nullptr) ||
            BOOST_UNLIKELY(!context_access::raw(ctx_)->is_open(ctx_.id())))
            return nullptr;
        return broker_;
    }

    /// The same, also in a context that is closed.
    broker_type* get_ever() const noexcept { return broker_; }

private:
    context_ref ctx_;
    broker_type* broker_ = nullptr;
};

template<class Broker>
BOOST_FORCEINLINE Broker* mt_find(found_broker<Broker> const& found) noexcept
{
    return found.get();
}
template<class Broker>
BOOST_FORCEINLINE Broker* mt_find_ever(found_broker<Broker> const& found) noexcept
{
    return found.get_ever();
}
template<class Broker>
context_ref const& mt_context_of(found_broker<Broker> const& found) noexcept
{
    return found;
}

} // namespace boost_broker::detail

#endif
