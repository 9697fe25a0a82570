// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_COMPLETION_OF_HPP
#define BOOST_BROKER_DETAIL_MT_COMPLETION_OF_HPP

// A completion together with its handler: what the token said of the executor, the deadline and the
// cancellation.

#include <boost_broker/canceller.hpp>
#include <boost_broker/detail/cancel_registry.hpp>
#include <boost_broker/detail/mt/completion.hpp>

namespace boost_broker::detail {

/// What a handler says of the time that it wants to wait; negative: nothing.
template<class Handler>
std::chrono::nanoseconds mt_timeout_of(Handler const& handler) noexcept
{
    return associated_timeout<Handler>::get(handler, std::chrono::nanoseconds(-1));
}

/// @tparam Base Derives from `mt_completion<Result>`, and has `cancelled(cancellation_type)`.
template<class Base, class Result, class Handler>
class mt_completion_of final
    : public Base
    , public cached_object<mt_completion_of<Base, Result, Handler>>
{
    static constexpr bool cancellable = has_association<associated_canceller, Handler>;

public:
    template<class H, class... Args>
    explicit mt_completion_of(H&& handler, Args&&... args)
        : Base(std::forward<Args>(args)...)
        , handler_(std::forward<H>(handler))
    {}

    /// From now on it waits, has a deadline and can be cancelled.
    /** @return False if its executor is gone: then the handler is destroyed.
        @throws std::bad_alloc; the handler is destroyed then, too. */
    bool begin(std::chrono::nanoseconds limit)
    {
        try {
            if (!this->home().begin_waiting(*this, limit)) {
                this->discard();
                return false;
            }
            connect();
        } catch (...) {
            this->home().end_waiting(*this);
            this->discard();
            throw;
        }
        return true;
    }

private:
    // The library touches a slot only here, and never clears it.
    void connect()
    {
        auto const& handler = std::as_const(handler_.get());
        auto slot = asio::get_associated_cancellation_slot(handler);
        if constexpr (cancellable) {
            auto const by = associated_canceller<Handler>::get(handler);
            auto executor = own_executor(handler);
            executor_ptr where;
            if constexpr (has_own_executor<Handler>)
                where = detail::bind(std::move(executor));
            else
                where = this->home().clone_executor();
            slot = cancel_entry_.begin(canceller_access::registry(by), std::move(where), slot);
        }
        if (slot.is_connected())
            slot.assign([self = boost::intrusive_ptr<mt_completion_of>(this)](
                            asio::cancellation_type type) { self->cancelled(type); });
    }

    void call_handler(Result&& result) override
    {
        if constexpr (cancellable)
            cancel_entry_.end();
        auto handler = handler_.take();
        auto taken = std::move(result);
        std::move(handler)(std::move(taken));
    }

    void destroy_handler() noexcept override
    {
        if constexpr (cancellable)
            cancel_entry_.end();
        handler_.destroy();
    }

    mt_handler_box<Handler> handler_;
    [[no_unique_address]] std::conditional_t<cancellable, cancel_entry_holder, no_cancel_entry>
        cancel_entry_;
};

} // namespace boost_broker::detail

#endif
