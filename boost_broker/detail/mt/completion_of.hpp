// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_COMPLETION_OF_HPP
#define BOOST_BROKER_DETAIL_MT_COMPLETION_OF_HPP

// A completion together with its handler: what the token said of the executor, the deadline and the
// cancellation.

#include <boost_broker/canceller.hpp>
#include <boost_broker/detail/mt/cancel_entry.hpp>
#include <boost_broker/detail/mt/completion.hpp>

namespace boost_broker::detail {

/// What a handler says of the time that it wants to wait; negative: nothing.
template<class Handler>
std::chrono::nanoseconds mt_timeout_of(Handler const& handler) noexcept
{
    return associated_timeout<Handler>::get(handler, std::chrono::nanoseconds(-1));
}

/// @tparam Base Derives from `mt_pending<Result>`, and has `cancelled(cancellation_type)`; and
/// `prepare(result)`, perhaps, for what has to be done on the executor before the handler is
/// called.
template<class Base, class Result, class Handler>
class mt_completion_of final
    : public mt_completion<Base, Result>
    , public cached_object<mt_completion_of<Base, Result, Handler>>
{
    static constexpr bool cancellable = has_association<associated_canceller, Handler>;

public:
    template<class H, class... Args>
    explicit mt_completion_of(H&& handler, Args&&... args)
        : mt_completion<Base, Result>(std::forward<Args>(args)...)
        , handler_(std::forward<H>(handler))
    {}

    /// From now on it waits, has a deadline and can be cancelled.
    /** @return False if its executor is gone: then the handler is destroyed.
        @throws std::bad_alloc; the handler is destroyed then, too. */
    bool begin(std::chrono::nanoseconds limit)
    {
        try {
            // As soon as it waits, others may complete it: so what it needs of the handler comes
            // first.
            auto const entry = connect();
            if (!this->begin_waiting(limit)) {
                this->discard();
                return false;
            }
            if constexpr (cancellable) {
                if (entry != nullptr)
                    entry->begin();
            }
        } catch (...) {
            this->home().take_back_waiting(*this);
            this->discard();
            throw;
        }
        return true;
    }

private:
    // The library touches a slot only here, and never clears it.
    auto connect()
    {
        using self_ptr = boost::intrusive_ptr<mt_completion_of>;
        auto const& handler = std::as_const(handler_.get());
        auto slot = asio::get_associated_cancellation_slot(handler);
        if (slot.is_connected())
            slot.assign(
                [self = self_ptr(this)](asio::cancellation_type type) { self->cancelled(type); });
        if constexpr (cancellable) {
            auto const by = associated_canceller<Handler>::get(handler);
            if (auto const registry = canceller_access::registry(by); registry != nullptr)
                cancel_entry_.reset(new mt_cancel_entry(registry, *this, &cancel));
            return cancel_entry_;
        } else {
            return nullptr;
        }
    }

    static void cancel(mt_waiter& self, asio::cancellation_type type) noexcept
    {
        static_cast<mt_completion_of&>(self).cancelled(type);
    }

    void disconnect() noexcept
    {
        if constexpr (cancellable) {
            if (auto const entry = std::move(cancel_entry_))
                entry->end();
        }
    }

    void call_handler(Result&& result) override
    {
        disconnect();
        if constexpr (requires { this->prepare(result); })
            this->prepare(result);
        auto const executor = [this] { return own_executor(std::as_const(handler_.get())); };
        resumed_message<decltype(executor())> const here(executor);
        auto handler = handler_.take();
        auto taken = std::move(result);
        std::move(handler)(std::move(taken));
    }

    void destroy_handler() noexcept override
    {
        disconnect();
        handler_.destroy();
    }

    mt_handler_box<Handler> handler_;
    struct nothing {};
    [[no_unique_address]] std::conditional_t<cancellable, mt_cancel_entry_ptr, nothing>
        cancel_entry_;
};

} // namespace boost_broker::detail

#endif
