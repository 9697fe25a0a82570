// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_DELIVERY_HPP
#define BOOST_BROKER_DETAIL_DELIVERY_HPP

// One listener and what it is called with.

#include <boost_broker/detail/context_core.hpp>
#include <boost_broker/detail/coroutine.hpp>
#include <boost_broker/detail/exception_text.hpp>
#include <boost_broker/detail/handler_traits.hpp>
#include <boost_broker/detail/serial_queue.hpp>
#include <boost_broker/detail/type_name.hpp>
#include <boost_broker/policy.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <cstddef>
#include <optional>
#include <utility>

namespace boost_broker::detail {

template<class E>
class listener_group;

template<class E>
class listener : public registration
{
public:
    /// Returns 1 if the handler was called, or waits for its turn, and 0 if a predicate or the end
    /// of its owner kept the event from it.
    /// @param shared The cell that the event is in; set wherever a coroutine listens.
    using call_function = std::size_t (*)(void* self, E const& event, cell<E>* shared) noexcept;

    listener(broker_base& broker, context_core& core, inbox& where, call_function function,
        bool is_coroutine)
        : registration(broker, core, where)
        , call_(function)
        , is_coroutine_(is_coroutine)
    {}

    call_function call() const noexcept { return call_; }
    bool is_coroutine() const noexcept { return is_coroutine_; }
    std::string_view subject() const noexcept override { return type_name<E>; }
    handler_facts facts() const noexcept override
    {
        handler_facts all;
        all.is_coroutine = is_coroutine_;
        all.waiting = waiting_turn();
        return all;
    }

    /// The group it is in lives as long as its handler, and so while that is being called.
    void join(listener_group<E>& group) noexcept { group_ = &group; }
    listener_group<E>& group() const noexcept { return *group_; }
    /// Whether it has left the group: it was stopped, and its handler is destroyed.
    bool left_group() const noexcept { return group_ == nullptr; }

    /// For a handler in `serial`: how many events have reached it and wait for their turn.
    virtual std::size_t waiting_turn() const noexcept { return 0; }

protected:
    void leave_group() noexcept { group_.reset(); }

    void report_exception() noexcept
    {
        group_->count_exception();
        auto const exception = std::current_exception();
        if (auto* const context = core(); context != nullptr && context->sink() != nullptr)
            context->report(
                diagnostic_kind::handler_threw, subject(), exception_text(exception), exception);
    }

    /// An event that had reached the listener made room for a newer one.
    void report_given_up() noexcept
    {
        group_->count_given_up();
        if (auto* const context = core(); context != nullptr)
            context->report(diagnostic_kind::message_dropped, subject(),
                "the queue of a listener is full, so an event was dropped");
    }

private:
    call_function const call_;
    bool const is_coroutine_;
    boost::intrusive_ptr<listener_group<E>> group_;
};

template<class E>
using listener_ptr = boost::intrusive_ptr<listener<E>>;

template<class E, class H>
class listener_of final : public listener<E>
{
    using call = event_call<H, E>;
    static constexpr bool is_serial = has_layer<H, layer_kind::serial> && call::is_coroutine;

    static_assert(call::fits,
        "boost_broker: a listener takes the event (by const reference or by value), its fields in "
        "order, or nothing");
    static_assert(!call::fits || std::is_void_v<typename call::value_type>,
        "boost_broker: a listener returns void or asio::awaitable<void>");

public:
    template<class Handler>
    listener_of(broker_base& broker, context_core& core, inbox& where, Handler&& handler)
        : listener<E>(broker, core, where, &call_handler, call::is_coroutine)
        , handler_(std::forward<Handler>(handler))
    {}

    std::type_info const* function_type() const noexcept override { return &type_of_function<H>(); }

private:
    static std::size_t call_handler(void* target, E const& event, cell<E>* shared) noexcept
    {
        auto& self = static_cast<listener_of&>(*static_cast<listener<E>*>(target));
        if constexpr (is_serial) {
            if (self.waiting_.must_wait(self)) {
                self.wait(shared);
                return 1;
            }
        }
        return self.call_now(event, shared);
    }

    std::size_t call_now(E const& event, cell<E>* shared) noexcept
    {
        arrived_message<E> const here(shared);
        try {
            if (!start(event, shared)) {
                this->group().count_skipped();
                return 0;
            }
        } catch (...) {
            this->report_exception();
        }
        return 1;
    }

    void wait(cell<E>* shared) noexcept requires is_serial
    {
        constexpr auto& options = policy<E>;
        try {
            waiting_.push(shared);
        } catch (...) {
            shared->trace.dropped(errc::handler_threw);
            this->report_exception();
            return;
        }
        if constexpr (options.overflow == policy_values::mode::drop_oldest) {
            if (waiting_.size() > options.queue_depth) {
                auto const oldest = waiting_.take();
                oldest->trace.dropped(errc::queue_full);
                this->report_given_up();
            }
        }
    }

    std::size_t waiting_turn() const noexcept override { return waiting_.size(); }

    bool start(E const& event, [[maybe_unused]] cell<E>* shared)
    {
        owner_locks<H> locks;
        if (!lock_owners(*handler_, locks)) {
            this->stop();
            return false;
        }
        if (!admits_to(*this, *handler_, event))
            return false;
        if constexpr (call::is_coroutine) {
            start_coroutine<E>(*this, [&](running_coroutine_ptr const& coroutine) {
                return run(this, coroutine, std::move(locks), shared);
            });
        } else {
            handling<E> now(this);
            call::invoke(*handler_, event);
            now.ended();
        }
        return true;
    }

    // Its parameters live in the frame: the listener, the owners and the event, until it ends.
    static asio::awaitable<void> run(boost::intrusive_ptr<listener_of> self,
        running_coroutine_ptr coroutine, [[maybe_unused]] owner_locks<H> locks, cell_ptr<E> event)
    {
        coroutine_end const end(*coroutine);
        try {
            handling<E> now(self.get(), event->trace);
            co_await call::invoke(*self->handler_, event->value);
            now.ended();
        } catch (...) {
            self->report_exception();
        }
        if constexpr (is_serial)
            self->waiting_.start_next(*self, *coroutine,
                [&](cell_ptr<E> const& next) { self->call_now(next->value, next.get()); });
    }

    bool owner_gone() const noexcept override { return owner_is_gone(*handler_); }

    void destroy_handler() noexcept override
    {
        waiting_.clear();
        handler_.reset();
        this->leave_group();
    }

    std::optional<H> handler_;
    [[no_unique_address]] serial_queue_if<cell_ptr<E>, is_serial> waiting_;
};

} // namespace boost_broker::detail

#endif
