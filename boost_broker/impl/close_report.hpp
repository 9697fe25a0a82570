// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_CLOSE_REPORT_HPP
#define BOOST_BROKER_IMPL_CLOSE_REPORT_HPP

#include <boost_broker/close_report.hpp>
#include <boost_broker/detail/coroutine.hpp>
#include <boost_broker/detail/duration_text.hpp>
#include <boost_broker/detail/mt/drop.hpp>
#include <boost_broker/quorum.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <list>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace boost_broker {
namespace detail {

/// What has to be known of a context that may have ended when it is reported on.
struct closed_context {
    inbox_ptr home = {};
    std::string name = {};
    manual_time_ptr time = {};
    std::vector<registration_ptr> registrations = {}; // those that still run
    std::vector<mt_registration_ptr> shared = {};     // those of the lane `mt`
};

/// Closes a context, unless the memory for waiting cannot be obtained.
inline closed_context close_and_keep(context_ref const& ctx)
{
    closed_context closed;
    closed.name = ctx.name();
    if (auto* const core = context_access::raw(ctx)) {
        closed.home = core->last_home();
        closed.time = core->time();
        core->for_each_registration(
            [&](detail::registration& r) { closed.registrations.emplace_back(&r); });
        if (auto* const part = mt_context::find(*core))
            closed.shared = part->registrations();
        core->close();
        std::erase_if(closed.registrations, [](auto const& r) { return r->retired(); });
    }
    return closed;
}

/// The report without figures, and all of it that needs memory.
inline void begin_report(close_report& report, closed_context const& closed)
{
    report.context = closed.name;
    report.unfinished.reserve(closed.registrations.size());
    for (auto const& r : closed.registrations) {
        auto& line = report.unfinished.emplace_back();
        line.broker = r->kind();
        line.message = r->subject();
    }
}

/// @param wait What of it is of interest; null: everything.
inline void count_running(unfinished_handler& line, registration const& r, drain_wait const* wait,
    std::chrono::nanoseconds now) noexcept
{
    r.for_each_running([&](running_coroutine const& coroutine) {
        if (wait == nullptr || wait->waits_for(coroutine)) {
            ++line.coroutines;
            line.oldest = std::max(line.oldest, now - coroutine.started());
        }
    });
}

inline void end_report(close_report& report) noexcept
{
    std::erase_if(report.unfinished, [](auto const& line) { return line.coroutines == 0; });
}

/// The earlier of two deadlines, of which one that is not positive stands for none.
inline std::chrono::nanoseconds earlier_of(
    std::chrono::nanoseconds a, std::chrono::nanoseconds b) noexcept
{
    return a.count() > 0 && (b.count() <= 0 || a < b) ? a : b;
}

/// Waits for what a closed context still runs.
class close_op final : public drain<close_op, close_report>
{
public:
    static void start(closed_context const& closed, std::chrono::nanoseconds limit, handler waiting)
    {
        boost::intrusive_ptr<close_op> const self(new close_op(std::move(waiting), closed.time));
        self->watch(closed.registrations);
        begin_report(self->report_, closed);
        self->begin_closing();
        self->wait(earlier_of(self->waiting_->timeout, limit));
    }

    close_op(handler waiting, manual_time_ptr time)
        : drain(std::move(waiting))
        , time_(std::move(time))
        , began_(time_now(time_))
    {}
    ~close_op() { end_closing(); }

    close_report outcome() noexcept
    {
        if (!report_.deadline_passed)
            count();
        end_report(report_);
        end_closing();
        return std::move(report_);
    }

    void cancelled(asio::cancellation_type) noexcept { finish(); }

    void timed_out() noexcept
    {
        report_.deadline_passed = true;
        count();
        give_up(" still runs after the deadline of closing its context; it is cancelled now");
        finish();
    }

private:
    void finish() noexcept
    {
        if (waiting_)
            waiting_.complete(outcome());
    }

    // Those who wait for the end of one context, each in a handler of it, do not wait for each
    // other.
    void begin_closing() noexcept
    {
        for (auto& p : parts_) {
            p.closes = true;
            if (auto* const running = p.target->find_running(p.self))
                closer_ = running;
        }
        if (closer_ != nullptr)
            closer_->begin_closing();
    }

    void end_closing() noexcept
    {
        if (auto const closer = std::move(closer_))
            closer->end_closing();
    }

    void count() noexcept
    {
        auto const now = time_now(time_);
        report_.waited = now - began_;
        auto line = report_.unfinished.begin();
        for (auto const& p : parts_) {
            line->coroutines = 0;
            if (!p.done)
                count_running(*line, *p.target, &p, now);
            ++line;
        }
    }

    manual_time_ptr const time_;
    std::chrono::nanoseconds const began_;
    close_report report_;
    running_coroutine_ptr closer_;
};

/// The same where handlers are on other threads.
class mt_close : public mt_drain<close_report>
{
public:
    mt_close(mt_home home, dropped_handlers const& left, coroutine_mark self, std::string name)
        : mt_drain(std::move(home), left, self, true)
        , began_(this->home().context().now())
    {
        report_.context = std::move(name);
        report_.unfinished.reserve(size_);
        for (std::size_t i = 0; i != size_; ++i)
            report_.unfinished.push_back({parts_[i].kind(), std::string(parts_[i].subject())});
    }

    void give_up(errc) noexcept override
    {
        if (!settle())
            return;
        auto report = counted();
        report.deadline_passed = timed_out_ = true;
        for (std::size_t i = 0; i != size_; ++i) {
            if (!parts_[i].is_local() && !parts_[i].done())
                parts_[i].give_up(explain(errc::drain_timed_out, "a handler of ",
                    parts_[i].subject(), nullptr,
                    " still runs after the deadline of closing its context; it is cancelled now"));
        }
        complete(std::move(report));
    }

    void cancelled(asio::cancellation_type type) noexcept
    {
        if (type != asio::cancellation_type::none && settle())
            complete(counted());
    }

    void prepare(close_report& report) noexcept
    {
        end_closing();
        auto line = report.unfinished.begin();
        for (std::size_t i = 0; i != size_; ++i) {
            if (!left_[i] || (parts_[i].is_local() && parts_[i].done())) {
                line = report.unfinished.erase(line);
                continue;
            }
            if (parts_[i].is_local())
                count(*line, parts_[i], report.waited);
            ++line;
        }
        if (timed_out_)
            cancel_local_parts();
    }

private:
    void end() noexcept override
    {
        if (settle())
            complete(counted());
    }

    // By whoever has settled it, on any thread; what is local is left to `prepare`.
    close_report counted() noexcept
    {
        report_.waited = home().context().now() - began_;
        for (std::size_t i = 0; i != size_; ++i) {
            left_[i] = !parts_[i].done();
            if (left_[i] && !parts_[i].is_local())
                count(report_.unfinished[i], parts_[i], report_.waited);
        }
        return std::move(report_);
    }
    void count(
        unfinished_handler& line, part const& of, std::chrono::nanoseconds waited) const noexcept
    {
        line.coroutines = of.coroutines();
        line.oldest = line.coroutines != 0 ? began_ + waited - of.since() : waited;
    }

    std::chrono::nanoseconds const began_;
    close_report report_;
    std::unique_ptr<bool[]> const left_{new bool[size_]};
};

struct close_initiation {
    std::chrono::nanoseconds deadline;

    template<class Handler>
    void operator()(Handler&& handler, closed_context const& closed) const
    {
        using function = std::decay_t<Handler>;
        refuse_quorum<function>();
        if (closed.shared.empty()) {
            close_op::start(closed, deadline, {std::forward<Handler>(handler), closed.home});
            return;
        }
        using op = mt_completion_of<mt_close, close_report, function>;
        auto const own = mt_timeout_of(std::as_const(handler));
        auto const executor = own_executor(handler);
        executor_ptr bound;
        if constexpr (has_own_executor<function>)
            bound = detail::bind(executor);
        else if (closed.home != nullptr && closed.home->executor() != nullptr)
            bound = closed.home->executor()->clone();
        dropped_handlers left;
        left.local = closed.registrations;
        left.shared = closed.shared;
        auto& context = closed.shared.front()->where().context();
        auto const home = context.inbox_for_late(std::move(bound));
        closed_at_last const closes{*home};
        boost::intrusive_ptr<op> const made(
            new op(std::forward<Handler>(handler), home, left, mark_of(executor), closed.name));
        if (made->begin(earlier_of(own, deadline)))
            made->watch();
    }
};

/// What runs in the local lane, which is this thread's.
inline close_report report_now(closed_context const& closed)
{
    close_report report;
    begin_report(report, closed);
    auto line = report.unfinished.begin();
    for (auto const& r : closed.registrations)
        count_running(*line++, *r, nullptr, time_now(closed.time));
    end_report(report);
    return report;
}

/// Waits for what other threads run.
inline close_report wait_closed(closed_context const& closed, std::chrono::nanoseconds limit)
{
    auto report = report_now(closed);
    dropped_handlers elsewhere;
    std::list<mt_blocked> blocked; // until this function returns
    for (auto const& r : closed.shared) {
        if (!mt_runs_here(*r) && blocked.emplace_back(r->where()))
            elsewhere.shared.push_back(r);
        else if (auto const coroutines = r->running(); coroutines != 0)
            report.unfinished.push_back({r->kind(), std::string(r->subject()), coroutines,
                r->where().context().now() - r->running_since()});
    }
    if (elsewhere.shared.empty())
        return report;
    auto others = mt_wait_here<mt_close>(
        blocked, elsewhere, std::max(limit, std::chrono::nanoseconds(0)), closed.name);
    std::move(
        others.unfinished.begin(), others.unfinished.end(), std::back_inserter(report.unfinished));
    report.waited = others.waited;
    report.deadline_passed = others.deadline_passed;
    return report;
}

inline std::string describe(unfinished_handler const& handler)
{
    bool const answers =
        handler.broker == broker_kind::request || handler.broker == broker_kind::multi_request;
    std::string text = answers                  ? "a provider"
        : handler.broker == broker_kind::signal ? "a handler"
                                                : "a listener";
    text += " of the ";
    text += text_of(handler.broker);
    text += ' ' + handler.message;
    if (handler.coroutines == 0)
        return text + " (a call, for " + describe(handler.oldest) + ')';
    text += " (" + std::to_string(handler.coroutines) + " coroutine";
    text += handler.coroutines == 1 ? ", for " : "s, the oldest for ";
    return text + describe(handler.oldest) + ')';
}

inline std::string describe(close_report const& report)
{
    auto text = report.context + " is closed, ";
    if (report.empty())
        return text + "and none of its handlers runs any more.";
    auto const count = report.unfinished.size();
    text += "but " + std::to_string(count) + (count == 1 ? " handler" : " handlers");
    text += report.deadline_passed ? " had not ended after " + describe(report.waited) +
            (count == 1 ? " and was cancelled" : " and were cancelled")
        : count == 1 ? " still runs"
                     : " still run";
    char const* before = ": ";
    for (auto const& handler : report.unfinished)
        text += std::exchange(before, ", ") + describe(handler);
    return text + '.';
}

} // namespace detail

template<class CompletionToken>
auto broker_context::async_close(std::chrono::nanoseconds deadline, CompletionToken&& token)
{
    using plain = std::remove_cvref_t<CompletionToken>;
    constexpr bool is_blocking = std::is_same_v<plain, blocking_t>;
    constexpr bool is_token =
        boost::asio::completion_token_for<plain, void(close_report)> && !is_blocking;
    static_assert(is_token || is_blocking,
        "boost_broker: async_close takes a completion token for void(boost_broker::close_report), "
        "or boost_broker::blocking");
    if constexpr (is_blocking)
        return detail::wait_closed(
            detail::close_and_keep(ref_), detail::earlier_of(token.limit(), deadline));
    else if constexpr (is_token)
        return boost::asio::async_initiate<CompletionToken, void(close_report)>(
            detail::close_initiation{deadline}, token, detail::close_and_keep(ref_));
}

inline auto broker_context::async_close(std::chrono::nanoseconds deadline)
{
    return async_close(deadline, boost::asio::deferred);
}

} // namespace boost_broker

#endif
