// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_ANY_HANDLER_HPP
#define BOOST_BROKER_DETAIL_ANY_HANDLER_HPP

// A completion handler whose type only its initiation knew. It carries the handler's executor,
// allocator and cancellation slot, and completes on that executor, never inside the caller.
// (Boost 1.81's any_completion_handler recurses without end when it is move-assigned.)

#include <boost_broker/canceller.hpp>
#include <boost_broker/detail/cancel_registry.hpp>
#include <boost_broker/detail/context_core.hpp>
#include <boost_broker/detail/deadlines.hpp>
#include <boost_broker/detail/marked_executor.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/recycling_allocator.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace boost_broker::detail {

template<class Result>
class handler_node
    : public operation
    , public hub_member
{
public:
    /// Completes with a result and gives back the memory.
    /** If the executor refuses, the handler is destroyed. Those of Asio do not, unless they are
        erased.
        @param throws Whether what the executor throws then is thrown on. */
    virtual void complete(Result&& result, bool throws) = 0;
    /// Gives back the memory without completing.
    virtual void discard() noexcept = 0;
    /// From now on the handler waits: it holds work, and ends with its execution context.
    virtual void pend() = 0;
    virtual asio::any_io_executor executor() const = 0;
    /// Whether the handler has ended with its executor.
    virtual bool abandoned() const noexcept = 0;

    asio::cancellation_slot slot;
    std::chrono::nanoseconds timeout{-1}; // negative: none of its own
    coroutine_mark coroutine;             // in which it waits
    deadline<Result> limit;

protected:
    ~handler_node() = default;
};

template<class Result, class Handler>
class handler_node_of final : public handler_node<Result>
{
    static constexpr bool bound = has_own_executor<Handler>;
    static constexpr bool cancellable = has_association<associated_canceller, Handler>;
    using executor_type = std::decay_t<decltype(own_executor(std::declval<Handler const&>()))>;
    using allocator_type = asio::associated_allocator_t<Handler, asio::recycling_allocator<void>>;

    static auto tracked_work(executor_type const& executor)
    {
        if constexpr (bound)
            return asio::prefer(executor, asio::execution::outstanding_work.tracked);
        else
            return executor;
    }

public:
    template<class H>
    static handler_node<Result>* make(H&& handler, inbox_ptr home)
    {
        Handler const& given = handler;
        return stored_completion<handler_node_of, allocator_type>::make(
            asio::get_associated_allocator(given, asio::recycling_allocator<void>()),
            std::forward<H>(handler), std::move(home));
    }

    template<class H>
    handler_node_of(completion_storage& storage, H&& handler, inbox_ptr home)
        : storage_(storage)
        , executor_(own_executor(handler))
        , home_(std::move(home))
        , handler_(std::forward<H>(handler))
    {
        this->slot = asio::get_associated_cancellation_slot(*handler_);
        this->timeout = associated_timeout<Handler>::get(*handler_, std::chrono::nanoseconds(-1));
        this->coroutine = mark_of(*executor_);
    }

    void complete(Result&& result, bool throws) override
    {
        this->leave();
        this->limit.stop();
        cancel_entry_.end();
        if (abandoned()) {
            discard();
            return;
        }
        result_.emplace(std::move(result));
        if (bound || home_executor() != nullptr)
            execute(throws);
        else
            run_here();
    }

    void discard() noexcept override { destroy(); }

    void pend() override
    {
        if constexpr (bound) {
            work_.emplace(tracked_work(*executor_));
            this->join(hub::of(*executor_));
        } else if (auto* const home = home_executor()) {
            home->work_started();
            home_work_ = true;
            this->join(home->find_hub());
        }
        if constexpr (cancellable)
            begin_cancellable();
    }

    asio::any_io_executor executor() const override
    {
        if constexpr (bound && std::is_constructible_v<asio::any_io_executor, executor_type>)
            return asio::any_io_executor(*executor_);
        else
            return home_executor() != nullptr ? home_executor()->erased() : asio::any_io_executor();
    }

    bool abandoned() const noexcept override
    {
        return !handler_ || (!bound && home_ != nullptr && home_->executor_gone());
    }

    void execution_context_gone() noexcept override
    {
        this->limit.stop();
        cancel_entry_.end();
        end_work();
        handler_.reset();
        executor_.reset();
    }

    void run() override
    {
        resumed_message<executor_type> const here(
            [this]() -> executor_type const& { return *executor_; });
        auto handler = std::move(*handler_);
        auto result = std::move(*result_);
        destroy(); // before the handler, so that it can use the memory again
        std::move(handler)(std::move(result));
    }

    void abandon() noexcept override { destroy(); }

private:
    executor_base* home_executor() const noexcept
    {
        return home_ != nullptr ? home_->executor() : nullptr;
    }

    // The operation lives in the context, and its handler perhaps elsewhere.
    void begin_cancellable()
    {
        executor_ptr where;
        if (auto* const home = home_executor())
            where = home->clone();
        else if constexpr (bound)
            where = detail::bind(*executor_);
        auto const by = associated_canceller<Handler>::get(*handler_);
        this->slot =
            cancel_entry_.begin(canceller_access::registry(by), std::move(where), this->slot);
    }

    void execute(bool throws)
    {
        try {
            if constexpr (bound) {
                home_.reset(); // it runs on another thread, perhaps
                detail::execute_completion(*executor_, this, storage_);
            } else {
                home_executor()->complete(this, storage_);
            }
        } catch (...) {
            if (throws)
                throw;
        }
    }

    // No run loop sees what it throws, and the verb that it runs in is not what failed.
    void run_here() noexcept
    {
        inbox_ptr const home = home_;
        try {
            run();
        } catch (...) {
            if (home != nullptr)
                home->report_exception("a completion handler");
        }
    }

    void end_work() noexcept
    {
        work_.reset();
        if (std::exchange(home_work_, false) && home_executor() != nullptr)
            home_executor()->work_finished();
    }

    void destroy() noexcept
    {
        end_work();
        auto& storage = storage_;
        this->~handler_node_of();
        storage.release();
    }

    using work_type = std::decay_t<decltype(tracked_work(std::declval<executor_type const&>()))>;

    completion_storage& storage_;
    std::optional<executor_type> executor_;
    std::optional<work_type> work_;
    inbox_ptr home_;
    bool home_work_ = false;
    [[no_unique_address]] std::conditional_t<cancellable, cancel_entry_holder, no_cancel_entry>
        cancel_entry_;
    std::optional<Handler> handler_;
    std::optional<Result> result_;
};

/// Owns a completion handler until it completes.
template<class Result>
class any_handler
{
public:
    any_handler() noexcept = default;

    /// @param home Where a handler without an executor of its own completes; null: in the verb.
    template<class Handler>
    any_handler(Handler&& handler, inbox_ptr home)
        : node_(handler_node_of<Result, std::decay_t<Handler>>::make(
              std::forward<Handler>(handler), std::move(home)))
    {}

    any_handler(any_handler&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
    any_handler& operator=(any_handler&& other) noexcept
    {
        std::swap(node_, other.node_);
        return *this;
    }
    ~any_handler()
    {
        if (node_ != nullptr)
            node_->discard();
    }

    explicit operator bool() const noexcept { return node_ != nullptr; }
    handler_node<Result>* operator->() const noexcept { return node_; }

    /// Completes, if it has not yet.
    void complete(Result&& result) noexcept
    {
        if (node_ != nullptr)
            std::exchange(node_, nullptr)->complete(std::move(result), false);
    }
    /// The same for an initiating function, whose caller can be thrown to.
    void complete_in_verb(Result&& result)
    {
        if (node_ != nullptr)
            std::exchange(node_, nullptr)->complete(std::move(result), true);
    }

private:
    handler_node<Result>* node_ = nullptr;
};

} // namespace boost_broker::detail

#endif
