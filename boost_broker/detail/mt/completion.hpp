// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_COMPLETION_HPP
#define BOOST_BROKER_DETAIL_MT_COMPLETION_HPP

// Somebody who waits for a result in the lane `mt`, and a completion handler that does. Any thread
// may complete it; it is called and destroyed on its own executor, through the inbox of that one if
// it is serial, so that many completions share a wake-up. Without any executor it is called by
// whoever completes it.

#include <boost_broker/detail/any_handler.hpp>
#include <boost_broker/detail/mt/context.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/recycling_allocator.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace boost_broker::detail {

/// A handler in memory of its own allocator, if it has one, and else in place.
template<class Handler>
class mt_handler_box
{
    using allocator = asio::associated_allocator_t<Handler, asio::recycling_allocator<void>>;
    using own_allocator = typename std::allocator_traits<allocator>::template rebind_alloc<Handler>;
    using traits = std::allocator_traits<own_allocator>;
    static constexpr bool in_place =
        std::is_same_v<own_allocator, asio::recycling_allocator<Handler>> ||
        std::is_same_v<own_allocator, std::allocator<Handler>>;

public:
    template<class H>
    explicit mt_handler_box(H&& handler)
    {
        if constexpr (in_place) {
            place_.emplace(std::forward<H>(handler));
        } else {
            own_allocator from(asio::get_associated_allocator(std::as_const(handler)));
            auto* const memory = traits::allocate(from, 1);
            try {
                place_ = ::new (static_cast<void*>(memory)) Handler(std::forward<H>(handler));
            } catch (...) {
                traits::deallocate(from, memory, 1);
                throw;
            }
        }
    }
    mt_handler_box(mt_handler_box const&) = delete;
    ~mt_handler_box() { destroy(); }

    Handler& get() noexcept { return *place_; }

    Handler take()
    {
        Handler taken(std::move(*place_));
        destroy();
        return taken;
    }

    void destroy() noexcept
    {
        if constexpr (in_place) {
            place_.reset();
        } else if (place_ != nullptr) {
            auto* const gone = std::exchange(place_, nullptr);
            own_allocator from(asio::get_associated_allocator(std::as_const(*gone)));
            gone->~Handler();
            traits::deallocate(from, gone, 1);
        }
    }

private:
    std::conditional_t<in_place, std::optional<Handler>, Handler*> place_{};
};

/// Somebody who waits for a result.
template<class Result>
class mt_pending : public mt_waiter
{
public:
    mt_inbox& home() const noexcept { return *home_; }

    /// Completes with a result, unless it is settled: then it returns false, and the result is as
    /// it was.
    bool finish(Result&& result) noexcept
    {
        if (!settle())
            return false;
        complete(std::move(result));
        return true;
    }

    void discard() noexcept override { settle(); }

    /// See `mt_inbox::begin_waiting`.
    bool begin_waiting(std::chrono::nanoseconds limit) { return home_.begin_waiting(*this, limit); }

protected:
    explicit mt_pending(mt_home home) noexcept : home_(std::move(home)) {}

    /// By whoever has settled it. It still waits, until `mt_inbox::end_waiting`.
    virtual void complete(Result&& result) noexcept = 0;

private:
    mt_home home_;
};

/// One who has a completion handler.
/** @tparam Base Derives from `mt_pending<Result>`. */
template<class Base, class Result>
class mt_completion
    : public Base
    , private operation
{
public:
    void discard() noexcept override
    {
        Base::discard();
        this->settle();
        if (take_handler())
            destroy_handler();
    }

protected:
    template<class... Args>
    explicit mt_completion(Args&&... args) : Base(std::forward<Args>(args)...)
                                           , storage_(*this)
    {
        node_.embedded = true;
        node_.slot.template hold<mt_completion*>(&run_queued, this);
    }

    void complete(Result&& result) noexcept override
    {
        auto& home = this->home();
        result_.emplace(std::move(result));
        intrusive_ptr_add_ref(static_cast<mt_waiter*>(this)); // given back by `call`
        if (!home.has_executor())
            run_here();
        else if (!home.is_serial() || !home.push(node_))
            execute();
    }

    /// Calls the handler, which is destroyed before.
    virtual void call_handler(Result&& result) = 0;
    virtual void destroy_handler() noexcept = 0;

private:
    // What the executor needs, in place; it may keep that longer than the handler lives.
    class storage final : public completion_storage
    {
    public:
        explicit storage(mt_completion& owner) noexcept
            : completion_storage(&release_owner)
            , owner_(&owner)
        {}

    private:
        static void release_owner(completion_storage& self) noexcept
        {
            intrusive_ptr_release(static_cast<mt_waiter*>(static_cast<storage&>(self).owner_));
        }
        mt_completion* owner_;
    };

    bool take_handler() noexcept { return !taken_.exchange(true, std::memory_order_acq_rel); }

    void execute() noexcept
    {
        intrusive_ptr_add_ref(static_cast<mt_waiter*>(this)); // that of the storage
        if (!this->home().execute(*this, storage_))
            operation_ptr const gone(this); // abandons it
    }

    static void run_queued(message_slot& slot, mt_inbox& from) noexcept
    {
        auto* const self = slot.template content<mt_completion*>();
        from.channel().pop();
        try {
            self->call();
        } catch (...) {
            from.throw_later(std::current_exception());
        }
    }
    void run() override
    {
        auto const keeps = boost::intrusive_ptr<mt_completion>(this);
        storage_.release();
        call();
    }
    void abandon() noexcept override
    {
        auto const keeps = boost::intrusive_ptr<mt_completion>(this, false);
        storage_.release();
        this->home().end_waiting(*this);
        if (take_handler())
            destroy_handler();
    }

    // No run loop sees what it throws.
    void run_here() noexcept
    {
        mt_inbox_ptr const home(&this->home());
        try {
            call();
        } catch (...) {
            auto const exception = std::current_exception();
            home->context().report(diagnostic_kind::handler_threw, "a completion handler",
                exception_text(exception), exception);
        }
    }

    void call()
    {
        auto const self = boost::intrusive_ptr<mt_completion>(this, false);
        this->home().end_waiting(*this);
        if (take_handler())
            call_handler(std::move(*result_));
    }

    std::atomic<bool> taken_{false};
    std::optional<Result> result_;
    message_channel::node node_;
    storage storage_;
};

} // namespace boost_broker::detail

#endif
