// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_OBSERVED_MESSAGE_HPP
#define BOOST_BROKER_DETAIL_OBSERVED_MESSAGE_HPP

// What messages that are observed have with them, and how their observer is told.

#include <boost_broker/detail/message_trace.hpp>
#include <boost_broker/detail/trace_numbers.hpp>
#include <boost_broker/detail/type_name.hpp>
#include <boost_broker/observer.hpp>

#include <cstdint>
#include <exception>

namespace boost_broker::detail {

template<class M>
class message_trace<M, true>
{
    using observer = observer_of<M>;

public:
    message_facts const& facts() const noexcept { return facts_; }

    // Of what was not told as sent, nothing is told.

    void emitted() const noexcept
    {
        if constexpr (tells_of_emit<observer>) {
            if (is_told())
                observer::on_emit(what());
        }
    }
    void enqueued() const noexcept
    {
        if constexpr (tells_of_enqueue<observer>) {
            if (is_told())
                observer::on_enqueue(what());
        }
    }
    void dropped(errc why) const noexcept
    {
        if constexpr (tells_of_drop<observer>) {
            if (is_told())
                observer::on_drop(what(nullptr, why));
        }
    }
    void dispatched(void const* handler) const noexcept
    {
        if constexpr (tells_of_dispatch<observer>) {
            if (is_told())
                observer::on_dispatch(what(handler));
        }
    }
    void handled(void const* handler, boost::system::error_code error) const noexcept
    {
        if constexpr (tells_of_complete<observer>) {
            if (is_told())
                observer::on_complete(what(handler, error));
        }
    }
    /// A request has its answer ...
    template<class Result>
    void completed(Result const& answer) const noexcept
    {
        failed(answer ? boost::system::error_code() : answer.error().code());
    }
    /// ... or gets none.
    void failed(boost::system::error_code const& why) const noexcept { handled(nullptr, why); }

private:
    bool is_told() const noexcept { return facts_.context != 0; }
    observation what(
        void const* handler = nullptr, boost::system::error_code error = {}) const noexcept
    {
        return {facts_.broker, type_name<M>, facts_.context, facts_.trace, facts_.parent_span,
            handler, error};
    }

    message_facts facts_ = current_message::facts();
};

template<class M, bool Tells>
class sent_message<M, Tells, true>
{
public:
    /// @param find Returns the number of the context, or 0 if nobody gets the message.
    template<class Find>
    sent_message(broker_kind broker, Find const& find) noexcept
        : scope_(next(broker, find(), current_message::facts()))
    {
        if (message_trace<M> const now; now.facts().context != 0) {
            current_message::use();
            now.emitted();
        }
    }

private:
    static message_facts next(
        broker_kind broker, std::uint64_t context, message_facts const& before) noexcept
    {
        if (context == 0)
            return {before.trace, before.parent_span, 0, before.broker};
        return {next_step(before.trace), before.trace.span_id, context, broker};
    }

    current_message::scope scope_;
};

template<class M>
class arrived_message<M, true>
{
public:
    /// @param carrier What has the trace, as its public member `trace`; null if the message has not
    /// waited, and is the current one.
    template<class Carrier>
    explicit arrived_message(Carrier const* carrier) noexcept
        : scope_(carrier != nullptr ? carrier->trace.facts() : current_message::facts())
    {}

private:
    current_message::scope scope_;
};

template<class M>
class handling<M, true>
{
public:
    explicit handling(void const* handler, message_trace<M> const& of = {}) noexcept
        : trace_(of)
        , handler_(handler)
        , exceptions_(std::uncaught_exceptions())
    {
        trace_.dispatched(handler);
    }
    handling(handling const&) = delete;
    handling& operator=(handling const&) = delete;
    ~handling()
    {
        if (!ended_)
            trace_.handled(handler_,
                std::uncaught_exceptions() > exceptions_ ? errc::handler_threw : errc::cancelled);
    }

    /// It has not left by an exception, and its coroutine was not destroyed.
    void ended() noexcept
    {
        ended_ = true;
        trace_.handled(handler_, {});
    }

private:
    message_trace<M> const trace_;
    void const* const handler_;
    int const exceptions_;
    bool ended_ = false;
};

} // namespace boost_broker::detail

#endif
