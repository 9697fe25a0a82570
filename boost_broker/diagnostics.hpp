// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DIAGNOSTICS_HPP
#define BOOST_BROKER_DIAGNOSTICS_HPP

// What nobody else would see: a listener that threw, a message that was dropped, an answer that
// came too late. Prefer `stats` for how often, and this for what and when.

#include <boost_broker/broker_context.hpp>
#include <boost_broker/detail/registering.hpp>
#include <boost_broker/diagnostic_kind.hpp>

#include <boost/signals2/signal.hpp>

#include <exception>
#include <iosfwd>
#include <string>
#include <string_view>

namespace boost_broker {

/// One report.
struct diagnostic {
    /// What it is about.
    diagnostic_kind kind = diagnostic_kind::handler_threw;
    /// The message type.
    std::string_view subject = {};
    /// What happened, for people. Valid during the call only.
    std::string_view text = {};
    /// The exception, if there was one.
    std::exception_ptr exception = nullptr;
};

/// Writes the subject and the text.
template<class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(
    std::basic_ostream<Char, Traits>& out, diagnostic const& d)
{
    return out << d.subject << ": " << d.text;
}

/// The diagnostics of a context, a Boost.Signals2 signal: connect slots that take a `diagnostic`.
/** Slots run on the thread that found something out. What they throw is ignored. */
class diagnostic_signal : public boost::signals2::signal<void(diagnostic const&)>
{};

namespace detail {

class signal_sink final : public diagnostic_sink
{
public:
    static diagnostic_signal& of(context_core& core)
    {
        if (core.sink() == nullptr)
            core.set_sink(new signal_sink);
        return static_cast<signal_sink*>(core.sink())->signal_;
    }

    void report(diagnostic_kind kind, std::string_view subject, std::string_view text,
        std::exception_ptr const& exception) noexcept override
    {
        try {
            signal_(diagnostic{kind, subject, text, exception});
        } catch (...) { // NOLINT(bugprone-empty-catch): there is nobody left to tell
        }
    }

private:
    diagnostic_signal signal_;
};

inline diagnostic_signal& diagnostics_of(context_ref const& ctx)
{
    auto* core = context_access::raw(ctx);
    if (core == nullptr || core->id() != ctx.id())
        throw broker_error(closed_failure("diagnostics()", ctx.name()));
    if (core->is_shared_default())
        core = context_access::open_core(ctx);
    return signal_sink::of(*core);
}

} // namespace detail

inline diagnostic_signal& context_ref::diagnostics() const
{
    return detail::diagnostics_of(*this);
}

inline diagnostic_signal& broker_context::diagnostics() const
{
    return detail::diagnostics_of(ref_);
}

} // namespace boost_broker

#endif
