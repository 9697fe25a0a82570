// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_NEXT_HPP
#define BOOST_BROKER_DETAIL_MT_NEXT_HPP

// One who waits for the next event of the lane `mt`. It has a listener on the executor of the
// context, which takes one event and hands it to the completion; whatever ends the waiting stops
// the listener.

#include <boost_broker/detail/exception_text.hpp>
#include <boost_broker/detail/mt/completion_of.hpp>
#include <boost_broker/detail/mt/spin_lock.hpp>
#include <boost_broker/detail/type_name.hpp>
#include <boost_broker/result.hpp>

#include <cstdint>
#include <mutex>
#include <string>
#include <utility>

namespace boost_broker::detail {

template<class E>
class mt_next : public mt_pending<result<E>>
{
    using base = mt_pending<result<E>>;

public:
    mt_next(mt_home home, std::uint64_t context) noexcept
        : base(std::move(home))
        , context_id_(context)
    {}

    /// The listener there is from now on. It is stopped if the waiting has ended meanwhile.
    void listens_by(mt_registration_ptr listener) noexcept
    {
        {
            std::lock_guard const lock(lock_);
            if (!ended_) {
                listener_ = std::move(listener);
                return;
            }
        }
        listener->stop();
    }

    /// Completes with a copy of an event, unless it is settled.
    /** @throws What copying the event throws; it has completed then, too. */
    void take(E const& event)
    {
        if (this->is_settled())
            return;
        try {
            end(result<E>(boost::system::in_place_value, event));
        } catch (...) {
            fail({errc::provider_threw, exception_text(std::current_exception())});
            throw;
        }
    }

    void fail(failure why) noexcept
    {
        end(result<E>(boost::system::in_place_error, std::move(why)));
    }

    /// Somebody else has ended the listener.
    void listener_ended() noexcept
    {
        mt_registration_ptr listener;
        {
            std::lock_guard const lock(lock_);
            listener = listener_;
        }
        bool const executor_gone = listener != nullptr && is_gone(listener->where());
        give_up(!this->home().context().core().is_open(context_id_) ? errc::context_closed
                : executor_gone                                     ? errc::no_executor
                                                                    : errc::cancelled);
    }

    void give_up(errc why) noexcept override
    {
        fail(explain_end(why,
            why == errc::timed_out            ? " came before the deadline"
                : why == errc::context_closed ? " came before the context was closed"
                : why == errc::no_executor
                ? " can come any more, because the executor was destroyed"
                : " came before its listeners were dropped"));
    }

    void cancelled(asio::cancellation_type type) noexcept
    {
        if (type != asio::cancellation_type::none)
            fail(explain_end(errc::cancelled, " came before waiting was cancelled"));
    }

    void discard() noexcept override
    {
        base::discard();
        stop_listening();
    }

private:
    // The local lane behind an inbox may hear of it first.
    static bool is_gone(mt_inbox& where) noexcept
    {
        auto const inner = where.core().last_home();
        return where.executor_gone() || (inner != nullptr && inner->executor_gone());
    }

    void end(result<E>&& outcome) noexcept
    {
        if (!this->settle())
            return;
        mt_waiter_ptr const keeps(this);
        stop_listening();
        this->complete(std::move(outcome));
    }

    void stop_listening() noexcept
    {
        mt_registration_ptr stopped;
        {
            std::lock_guard const lock(lock_);
            ended_ = true;
            stopped.swap(listener_);
        }
        if (stopped != nullptr)
            stopped->stop();
    }

    failure explain_end(errc code, std::string_view what) const noexcept
    {
        try {
            return {code,
                "no " + std::string(type_name<E>) + " in " +
                    this->home().context().core().name_of(context_id_) + std::string(what)};
        } catch (...) {
            return failure(code); // no memory for a sentence
        }
    }

    std::uint64_t const context_id_;
    spin_lock lock_;
    mt_registration_ptr listener_; // under the lock, as the next
    bool ended_ = false;
};

/// What listens for it.
template<class E>
class mt_next_listener
{
public:
    explicit mt_next_listener(boost::intrusive_ptr<mt_next<E>> to) noexcept : to_(std::move(to)) {}
    mt_next_listener(mt_next_listener&&) noexcept = default;
    mt_next_listener& operator=(mt_next_listener&&) = delete;
    ~mt_next_listener()
    {
        if (to_ != nullptr)
            to_->listener_ended();
    }

    void operator()(E const& event) const { to_->take(event); }

private:
    boost::intrusive_ptr<mt_next<E>> to_;
};

} // namespace boost_broker::detail

#endif
