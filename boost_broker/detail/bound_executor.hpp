// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_BOUND_EXECUTOR_HPP
#define BOOST_BROKER_DETAIL_BOUND_EXECUTOR_HPP

// An executor as the library keeps it: erased once, at registration, with its concrete type inside,
// so that posting costs no more than the executor itself.

#include <boost_broker/detail/hub.hpp>
#include <boost_broker/detail/operation.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/execution/allocator.hpp>
#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/strand.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <typeinfo>
#include <utility>

namespace boost_broker::detail {

/// Stands for the absence of an executor.
struct no_executor {
    friend bool operator==(no_executor, no_executor) noexcept { return true; }
};

/// The executor that a handler was bound to, or `no_executor`.
template<class H>
auto own_executor(H const& handler) noexcept
{
    return asio::associated_executor<H, no_executor>::get(handler, no_executor());
}
template<class H>
inline constexpr bool has_own_executor =
    !std::is_same_v<typename asio::associated_executor<H, no_executor>::type, no_executor>;

/// Runs `op` on `executor`, never inside this call.
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

class executor_base
{
public:
    virtual ~executor_base() = default;

    virtual bool runs_here() const noexcept = 0;
    virtual bool equals(executor_base const& other) const noexcept = 0;
    virtual void execute(operation* op) const = 0;
    /// For the inbox, whose operation has storage of its own and must not fail for want of memory.
    virtual void execute_in(operation* op, std::pair<std::byte*, std::size_t> storage) const = 0;
    virtual asio::any_io_executor erased() const = 0;
    virtual hub* find_hub() const = 0;
    virtual void work_started() = 0;
    virtual void work_finished() noexcept = 0;
};

/// Hands out one block of storage given to it, and the heap when that is taken.
template<class T>
class in_place_allocator
{
public:
    using value_type = T;

    in_place_allocator(std::byte* storage, std::size_t size) noexcept
        : storage_(storage)
        , size_(size)
    {}
    template<class U>
    in_place_allocator(in_place_allocator<U> const& other) noexcept // NOLINT: implicit
        : storage_(other.storage_)
        , size_(other.size_)
    {}

    // The first byte of a block of the storage tells whether the block is taken.
    T* allocate(std::size_t n)
    {
        auto const block = size_ / blocks;
        for (std::size_t i = 0; i != blocks; ++i) {
            auto* const at = storage_ + i * block;
            if (*at == std::byte(0) && n * sizeof(T) + header <= block) {
                *at = std::byte(1);
                return reinterpret_cast<T*>(at + header);
            }
        }
        return std::allocator<T>().allocate(n);
    }

    void deallocate(T* memory, std::size_t n) noexcept
    {
        auto* const at = reinterpret_cast<std::byte*>(memory);
        if (std::less_equal<>()(storage_, at) && std::less<>()(at, storage_ + size_))
            *(at - header) = std::byte(0);
        else
            std::allocator<T>().deallocate(memory, n);
    }

    friend bool operator==(in_place_allocator const& a, in_place_allocator const& b) noexcept
    {
        return a.storage_ == b.storage_;
    }

private:
    template<class>
    friend class in_place_allocator;

    static constexpr std::size_t header = alignof(std::max_align_t);
    // A strand has two at once: the one that runs, and the next that is posted from inside it.
    static constexpr std::size_t blocks = 2;

    std::byte* storage_;
    std::size_t size_;
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

    void execute(operation* op) const override
    {
        detail::execute(executor_, op, std::allocator<void>());
    }

    void execute_in(operation* op, std::pair<std::byte*, std::size_t> storage) const override
    {
        detail::execute(
            executor_, op, in_place_allocator<std::byte>(storage.first, storage.second));
    }

    asio::any_io_executor erased() const override
    {
        if constexpr (std::is_constructible_v<asio::any_io_executor, Executor>)
            return asio::any_io_executor(executor_);
        else
            return {};
    }

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
std::unique_ptr<executor_base> bind(Executor executor)
{
    if constexpr (std::is_same_v<Executor, asio::any_io_executor>) {
        using io = asio::io_context::executor_type;
        if (auto* inner = executor.template target<io>())
            return std::make_unique<bound_executor<io>>(*inner);
        if (auto* inner = executor.template target<asio::strand<io>>())
            return std::make_unique<bound_executor<asio::strand<io>>>(*inner);
    }
    return std::make_unique<bound_executor<Executor>>(std::move(executor));
}

} // namespace boost_broker::detail

#endif
