// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_DROP_HPP
#define BOOST_BROKER_DETAIL_MT_DROP_HPP

// Ends handlers of either lane and waits for what still runs of them.

#include <boost_broker/detail/mt/completion_of.hpp>
#include <boost_broker/detail/mt/drain.hpp>
#include <boost_broker/result.hpp>

#include <chrono>
#include <list>
#include <type_traits>
#include <utility>

namespace boost_broker::detail {

class mt_drop : public mt_drain<result<void>>
{
public:
    mt_drop(mt_home home, dropped_handlers const& dropped, coroutine_mark self)
        : mt_drain(std::move(home), dropped, self, false)
    {}

    void give_up(errc) noexcept override
    {
        if (!settle())
            return;
        failure last(errc::drain_timed_out);
        for (std::size_t i = 0; i != size_; ++i) {
            if (parts_[i].done())
                continue;
            last = explain(errc::drain_timed_out, "a handler of ", parts_[i].subject(), nullptr,
                " still runs after the deadline of its drop; it is cancelled now");
            if (!parts_[i].is_local())
                parts_[i].give_up(last);
        }
        timed_out_ = true;
        complete(std::move(last));
    }

    void cancelled(asio::cancellation_type type) noexcept
    {
        if (type != asio::cancellation_type::none)
            finish(explain(
                errc::cancelled, "waiting for a dropped handler was cancelled", {}, nullptr, {}));
    }

    void prepare(result<void>&) noexcept
    {
        if (timed_out_)
            cancel_local_parts();
    }

private:
    void end() noexcept override { finish({}); }
};

/// Waits on this thread for handlers that were stopped.
inline result<void> mt_drained_now(dropped_handlers const& dropped, std::chrono::nanoseconds limit)
{
    if (auto local = drained_now(dropped.local); !local)
        return local;
    // What runs on this thread cannot be waited for: it has ended, or it never will.
    dropped_handlers elsewhere;
    std::list<mt_blocked> blocked; // until this function returns
    for (auto const& r : dropped.shared) {
        if (!mt_runs_here(*r)) {
            if (!blocked.emplace_back(r->where()))
                return explain(errc::would_deadlock, "waiting for a handler of ", r->subject(),
                    nullptr,
                    " would wait for this thread itself: the thread of the handler waits for one "
                    "that waits for this one; use an asynchronous drop");
            elsewhere.shared.push_back(r);
        } else if (auto const running = r->local(); running != nullptr) {
            running->stop();
            if (running->running() != 0)
                return explain(errc::would_deadlock, "waiting for a coroutine handler of ",
                    running->subject(), nullptr,
                    " would wait for this thread itself; use an asynchronous drop");
        }
    }
    if (elsewhere.shared.empty())
        return {};
    return mt_wait_here<mt_drop>(
        blocked, elsewhere, limit.count() > 0 ? limit : drop_op::default_limit);
}

struct mt_drop_initiation {
    template<class Handler>
    void operator()(Handler&& handler, dropped_handlers const& dropped) const
    {
        using function = std::decay_t<Handler>;
        using op = mt_completion_of<mt_drop, result<void>, function>;
        refuse_quorum<function>();
        if (dropped.shared.empty()) {
            drop_op::start(dropped.local, {std::forward<Handler>(handler), dropped.home});
            return;
        }
        auto const own = mt_timeout_of(std::as_const(handler));
        auto const executor = own_executor(handler);
        auto& context = dropped.shared.front()->where().context();
        executor_ptr bound;
        if constexpr (has_own_executor<function>)
            bound = detail::bind(executor);
        else
            bound = dropped.shared.front()->where().clone_executor();
        auto const home = context.inbox_for_late(std::move(bound));
        closed_at_last const closes{*home};
        boost::intrusive_ptr<op> const made(
            new op(std::forward<Handler>(handler), home, dropped, mark_of(executor)));
        if (made->begin(own.count() >= 0 ? own : drop_op::default_limit))
            made->watch();
    }
};

/// Stops now; what is returned, or done by the token, is the waiting.
template<class Token>
auto stop_and_drain(dropped_handlers dropped, Token&& token)
{
    dropped.stop();
    if constexpr (std::is_same_v<std::remove_cvref_t<Token>, blocking_t>)
        return mt_drained_now(dropped, token.limit());
    else
        return asio::async_initiate<Token, void(result<void>)>(
            mt_drop_initiation(), token, std::move(dropped));
}

} // namespace boost_broker::detail

#endif
