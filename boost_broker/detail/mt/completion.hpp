// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_COMPLETION_HPP
#define BOOST_BROKER_DETAIL_MT_COMPLETION_HPP

// A completion handler of the lane `mt`. Any thread may complete it; it is called and destroyed on
// its own executor, through the inbox of that one if it is serial, so that many completions share a
// wake-up. Without any executor it is called by whoever completes it.

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

template<class Result>
class mt_completion
    : public mt_waiter
    , private operation
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

    void discard() noexcept override
    {
        settle();
        if (take_handler())
            destroy_handler();
    }

    /// See `mt_inbox::begin_waiting`.
    bool begin_waiting(std::chrono::nanoseconds limit) { return home_.begin_waiting(*this, limit); }

protected:
    explicit mt_completion(mt_home home) noexcept : home_(std::move(home)), storage_(*this)
    {
        node_.embedded = true;
        node_.slot.hold<mt_completion*>(&run_queued, this);
    }

    /// By whoever has settled it.
    void complete(Result&& result) noexcept
    {
        result_.emplace(std::move(result));
        intrusive_ptr_add_ref(static_cast<mt_waiter*>(this)); // given back by `end`
        if (!home_->has_executor())
            run_here();
        else if (!home_->is_serial() || !home_->push(node_))
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
        if (!home_->execute(*this, storage_))
            operation_ptr const gone(this); // abandons it
    }

    static void run_queued(message_slot& slot, mt_inbox& from) noexcept
    {
        auto* const self = slot.content<mt_completion*>();
        from.channel().pop();
        try {
            self->end();
        } catch (...) {
            from.throw_later(std::current_exception());
        }
    }
    void run() override
    {
        auto const keeps = boost::intrusive_ptr<mt_completion>(this);
        storage_.release();
        end();
    }
    void abandon() noexcept override
    {
        auto const keeps = boost::intrusive_ptr<mt_completion>(this, false);
        storage_.release();
        home_->end_waiting(*this);
        if (take_handler())
            destroy_handler();
    }

    // No run loop sees what it throws.
    void run_here() noexcept
    {
        auto const home = home_.get();
        try {
            end();
        } catch (...) {
            auto const exception = std::current_exception();
            home->context().report(diagnostic_kind::handler_threw, "a completion handler",
                exception_text(exception), exception);
        }
    }

    void end()
    {
        auto const self = boost::intrusive_ptr<mt_completion>(this, false);
        home_->end_waiting(*this);
        if (take_handler())
            call_handler(std::move(*result_));
    }

    mt_home home_;
    std::atomic<bool> taken_{false};
    std::optional<Result> result_;
    message_channel::node node_;
    storage storage_;
};

} // namespace boost_broker::detail

#endif
