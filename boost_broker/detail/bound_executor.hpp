// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_BOUND_EXECUTOR_HPP
#define BOOST_BROKER_DETAIL_BOUND_EXECUTOR_HPP

// An executor as the library keeps it: erased once, at registration, with its concrete type inside,
// so that posting costs no more than the executor itself.

#include <boost_broker/detail/cell_pool.hpp>
#include <boost_broker/detail/completion_storage.hpp>
#include <boost_broker/detail/hub.hpp>
#include <boost_broker/detail/marked_executor.hpp>
#include <boost_broker/detail/operation.hpp>
#include <boost_broker/detail/wake_storage.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/detail/call_stack.hpp>
#include <boost/asio/detail/thread_context.hpp>
#include <boost/asio/detail/thread_info_base.hpp>
#include <boost/asio/execution/allocator.hpp>
#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/strand.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <typeinfo>
#include <utility>

namespace boost::asio::detail {
template<typename T, typename Blocking>
class promise_executor;
} // namespace boost::asio::detail

namespace boost_broker::detail {

/// Stands for the absence of an executor.
struct no_executor {
    friend bool operator==(no_executor, no_executor) noexcept { return true; }
};

// What asio::use_future binds its handlers to is no choice of the user: it would have every future
// filled by a thread of the system's pool. Such a handler completes like one without an executor.
template<class Executor>
inline constexpr bool is_no_choice = false;
template<class T, class Blocking>
inline constexpr bool is_no_choice<asio::detail::promise_executor<T, Blocking>> = true;

/// The executor that a handler was bound to, or `no_executor`.
template<class H>
auto own_executor(H const& handler) noexcept
{
    using bound = asio::associated_executor<H, no_executor>;
    if constexpr (is_no_choice<typename bound::type> || requires { typename H::stays_at_home; })
        return no_executor();
    else
        return bound::get(handler, no_executor());
}
template<class H>
inline constexpr bool has_own_executor =
    !std::is_same_v<std::decay_t<decltype(detail::own_executor(std::declval<H const&>()))>,
        no_executor>;

/// Runs `op` on `executor`, never inside this call. If that fails, `op` is abandoned.
template<class Executor, class Allocator>
void execute(Executor const& executor, operation* op, Allocator const& allocator)
{
    operation_ptr f(op);
    if constexpr (asio::can_require<Executor, asio::execution::blocking_t::never_t>::value) {
        asio::prefer(asio::require(executor, asio::execution::blocking.never),
            asio::execution::allocator(allocator))
            .execute(std::move(f));
    } else {
        asio::post(executor, std::move(f));
    }
}

/// Whether an executor takes its memory from an allocator that it is given, as those of Asio do
/// and those that erase their type do not.
template<class Executor>
constexpr bool uses_given_allocator() noexcept
{
    using allocator = completion_allocator<void>;
    if constexpr (asio::can_require<Executor, asio::execution::blocking_t::never_t>::value) {
        using posting = std::decay_t<decltype(asio::require(
            std::declval<Executor const&>(), asio::execution::blocking.never))>;
        using given = std::decay_t<decltype(asio::prefer(std::declval<posting const&>(),
            asio::execution::allocator(std::declval<allocator const&>())))>;
        return !std::is_same_v<posting, given>;
    } else {
        return false;
    }
}

/// Runs `op` as `execute` does, in `storage` if the executor takes memory that it is given.
template<class Executor>
void execute_in(completion_storage& storage, Executor const& executor, operation* op)
{
    if constexpr (uses_given_allocator<Executor>())
        detail::execute(executor, op, completion_allocator<void>(storage));
    else
        detail::execute(executor, op, std::allocator<void>());
}

/// Calls `use` with the executor inside an `any_io_executor`, as far as it is a common one.
template<class Use>
void visit_executor(asio::any_io_executor const& executor, Use const& use)
{
    using io = asio::io_context::executor_type;
    if (auto const* const inner = executor.target<io>())
        use(*inner);
    else if (auto const* const strand = executor.target<asio::strand<io>>())
        use(*strand);
    else if (auto const* const marked = executor.target<marked_executor>())
        detail::visit_executor(marked->inner(), use); // that of a coroutine handler
    else if (auto const* const traced = executor.target<traced_executor>())
        detail::visit_executor(traced->inner(), use); // see `resumed_message`
    else
        use(executor);
}

/// Runs a completion. A coroutine's executor is erased, even twice in a handler, and completing
/// through the layers takes most of the time of a request; what is inside does the same.
template<class Executor>
void execute_completion(Executor const& executor, operation* op, completion_storage& storage)
{
    if constexpr (std::is_same_v<Executor, asio::any_io_executor>)
        detail::visit_executor(executor,
            [&]<class Inner>(Inner const& inner) { detail::execute_in(storage, inner, op); });
    else
        detail::execute_in(storage, executor, op);
}

/// Whether an executor runs one function at a time, in order.
template<class Executor>
inline constexpr bool is_serial_executor = false;
template<class Executor>
inline constexpr bool is_serial_executor<asio::strand<Executor>> = true;

/// Whether the calling thread is inside the run loop (or the strand) of an executor.
template<class Executor>
bool runs_here(Executor const& executor) noexcept
{
    if constexpr (requires {
                      {
                          executor.running_in_this_thread()
                          } -> std::same_as<bool>;
                  })
        return executor.running_in_this_thread();
    else
        return false;
}

/// A run loop, as Asio names it on the stack of calls of each thread that runs it.
using loop_name = asio::detail::thread_context*;

/// What `runs_here` says of an executor whose run loop has this name. That an executor may be asked
/// takes a call and care for its life; this is a comparison, and takes neither.
BOOST_FORCEINLINE bool runs_loop(loop_name loop) noexcept
{
    return asio::detail::call_stack<asio::detail::thread_context,
               asio::detail::thread_info_base>::contains(loop) != nullptr;
}

/// The run loop of an executor, if that alone says whether a thread is inside; null otherwise.
template<class Executor>
struct loop_of_executor {
    static loop_name get(Executor const&) noexcept { return nullptr; }
};
template<>
struct loop_of_executor<asio::io_context::executor_type> {
    static loop_name get(asio::io_context::executor_type const& executor) noexcept
    {
        return &asio::use_service<asio::detail::io_context_impl>(executor.context());
    }
};

class executor_base;
/// Never shared between threads, as its owners are counted without atomics: clone it for another.
using executor_ptr = boost::intrusive_ptr<executor_base>;

class executor_base : public local_refcount<executor_base>
{
public:
    virtual ~executor_base() = default;

    virtual bool runs_here() const noexcept = 0;
    virtual bool equals(executor_base const& other) const noexcept = 0;
    /// Whether it is the one that `executor` points to, which has this type.
    virtual bool is(std::type_info const& type, void const* executor) const noexcept = 0;
    virtual bool is_serial() const noexcept = 0;
    virtual loop_name loop() const noexcept = 0;
    /// Its type, for people.
    virtual std::type_info const& type() const noexcept = 0;
    // Both have memory of their own and do not fail for want of it, where the executor uses that.
    virtual void complete(operation* op, completion_storage& storage) const = 0;
    virtual void wake(operation* op, wake_storage& storage) const = 0;
    virtual asio::any_io_executor erased() const = 0;
    virtual executor_ptr clone() const = 0;
    virtual hub* find_hub() const = 0;
    virtual void work_started() = 0;
    virtual void work_finished() noexcept = 0;
};

template<class Executor>
class bound_executor final : public executor_base
{
public:
    explicit bound_executor(Executor executor) : executor_(std::move(executor)) {}

    bool runs_here() const noexcept override { return detail::runs_here(executor_); }

    bool equals(executor_base const& other) const noexcept override
    {
        return typeid(other) == typeid(*this) &&
            static_cast<bound_executor const&>(other).executor_ == executor_;
    }

    bool is(std::type_info const& type, void const* executor) const noexcept override
    {
        return type == typeid(Executor) && *static_cast<Executor const*>(executor) == executor_;
    }

    bool is_serial() const noexcept override { return is_serial_executor<Executor>; }

    loop_name loop() const noexcept override { return loop_of_executor<Executor>::get(executor_); }

    std::type_info const& type() const noexcept override { return typeid(Executor); }

    void complete(operation* op, completion_storage& storage) const override
    {
        detail::execute_completion(executor_, op, storage);
    }

    void wake(operation* op, wake_storage& storage) const override
    {
        detail::execute(executor_, op, wake_allocator<void>(storage));
    }

    asio::any_io_executor erased() const override
    {
        if constexpr (std::is_constructible_v<asio::any_io_executor, Executor>)
            return asio::any_io_executor(executor_);
        else
            return {};
    }

    executor_ptr clone() const override { return executor_ptr(new bound_executor(executor_)); }

    hub* find_hub() const override { return hub::of(executor_); }

    void work_started() override
    {
        if (work_count_++ == 0)
            work_.emplace(asio::prefer(executor_, asio::execution::outstanding_work.tracked));
    }

    void work_finished() noexcept override
    {
        if (--work_count_ == 0)
            work_.reset();
    }

private:
    using tracked = std::decay_t<decltype(asio::prefer(
        std::declval<Executor const&>(), asio::execution::outstanding_work.tracked))>;

    Executor executor_;
    std::optional<tracked> work_;
    std::size_t work_count_ = 0;
};

/// Erases an executor; an `any_io_executor` gives way to what is inside, where that is common.
template<class Executor>
executor_ptr bind(Executor executor)
{
    if constexpr (std::is_same_v<Executor, asio::any_io_executor>) {
        executor_ptr bound;
        detail::visit_executor(executor,
            [&]<class Inner>(Inner const& inner) { bound = new bound_executor<Inner>(inner); });
        return bound;
    } else {
        return executor_ptr(new bound_executor<Executor>(std::move(executor)));
    }
}

} // namespace boost_broker::detail

#endif
