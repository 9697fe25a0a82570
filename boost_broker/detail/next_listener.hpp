// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_NEXT_LISTENER_HPP
#define BOOST_BROKER_DETAIL_NEXT_LISTENER_HPP

// The listener behind `next`: it takes one event and stops. It listens in the inbox of the context,
// whatever executor its handler completes on, so that a `next` needs no inbox of its own.

#include <boost_broker/detail/any_handler.hpp>
#include <boost_broker/detail/delivery.hpp>
#include <boost_broker/detail/exception_text.hpp>
#include <boost_broker/detail/explain.hpp>
#include <boost_broker/detail/pending.hpp>
#include <boost_broker/result.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace boost_broker::detail {

/// The predicates of a `next`, the outermost first. They are the user's: both moving and calling
/// them may throw.
template<class... Predicates>
class event_filter
{
public:
    explicit event_filter(Predicates... predicates) : predicates_(std::move(predicates)...) {}

    template<class E>
    bool admits(E const& event)
    {
        static_assert((std::is_invocable_r_v<bool, Predicates&, E const&> && ...),
            "boost_broker: the predicate given to when must take the message (by const reference) "
            "and return bool");
        return std::apply([&](auto&... p) { return (std::invoke(p, event) && ...); }, predicates_);
    }

private:
    std::tuple<Predicates...> predicates_;
};

template<class E, class Filter>
class next_listener final
    : public listener<E>
    , public cached_object<next_listener<E, Filter>>
{
public:
    using handler = any_handler<result<E>>;

    next_listener(
        broker_base& broker, context_core& core, inbox& where, Filter filter, handler waiting)
        : listener<E>(broker, core, where, &call_handler, false)
        , filter_(std::move(filter))
        , waiting_(std::move(waiting))
    {}

    /// It is among the listeners: from now on it waits.
    void begin()
    {
        begin_waiting(boost::intrusive_ptr<next_listener>(this), waiting_,
            this->core()->deadlines(), waiting_->executor(), waiting_->timeout);
    }

    std::type_info const* function_type() const noexcept override { return nullptr; }

    void timed_out() noexcept { fail(errc::timed_out, " came before the deadline"); }
    void cancelled(asio::cancellation_type) noexcept
    {
        fail(errc::cancelled, " came before waiting was cancelled");
    }

private:
    static std::size_t call_handler(void* target, E const& event, cell<E>*) noexcept
    {
        auto& self = static_cast<next_listener&>(*static_cast<listener<E>*>(target));
        if (self.take(event))
            return 1;
        self.group().count_skipped();
        return 0;
    }

    /// Whether it was for this listener, even if something threw.
    bool take(E const& event) noexcept
    {
        if (waiting_->abandoned()) {
            this->stop();
            return false;
        }
        try {
            // A predicate may end this wait, too.
            if (!filter_->admits(event) || !waiting_)
                return false;
        } catch (...) {
            this->report_exception();
            return true;
        }
        try {
            finish(result<E>(boost::system::in_place_value, event));
        } catch (...) {
            this->report_exception();
            finish(failed({errc::provider_threw, exception_text(std::current_exception())}));
        }
        return true;
    }

    // What may throw is making the argument, and that happens outside.
    void finish(result<E> outcome) noexcept
    {
        registration_ptr const self(this);
        auto waiting = std::move(waiting_);
        this->stop();
        waiting.complete(std::move(outcome));
    }

    void fail(errc code, std::string_view why) noexcept
    {
        finish(failed(explain(code, "no ", this->subject(), this->core(), why)));
    }

    static result<E> failed(failure why) noexcept
    {
        return result<E>(boost::system::in_place_error, std::move(why));
    }

    // Somebody else has stopped it.
    void abandon_callers() noexcept override
    {
        if (!waiting_)
            return;
        auto const* const core = this->core();
        if (this->where().executor_gone())
            fail(errc::no_executor, " can come any more, because the executor was destroyed");
        else if (core == nullptr || !core->is_open())
            fail(errc::context_closed, " came before the context was closed");
        else
            fail(errc::cancelled, " came before its listeners were dropped");
    }

    void destroy_handler() noexcept override
    {
        filter_.reset();
        this->leave_group();
    }

    std::optional<Filter> filter_;
    handler waiting_;
};

} // namespace boost_broker::detail

#endif
