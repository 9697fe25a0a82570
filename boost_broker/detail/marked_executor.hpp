// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MARKED_EXECUTOR_HPP
#define BOOST_BROKER_DETAIL_MARKED_EXECUTOR_HPP

// The executor of a coroutine handler: its real executor, and which coroutine it is. A drop that is
// awaited inside the handler it drops finds the mark and does not wait for itself.

#include <boost_broker/detail/context_core.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/require.hpp>

#include <utility>

namespace boost_broker::detail {

class marked_executor
{
public:
    marked_executor(asio::any_io_executor inner, running_coroutine const* mark) noexcept
        : inner_(std::move(inner))
        , mark_(mark)
    {}

    running_coroutine const* mark() const noexcept { return mark_; }
    asio::any_io_executor const& inner() const noexcept { return inner_; }

    template<class Function>
    void execute(Function&& f) const
    {
        inner_.execute(std::forward<Function>(f));
    }

    template<class Property>
    requires asio::can_query<asio::any_io_executor const&, Property>::value auto query(
        Property const& property) const
        -> decltype(asio::query(std::declval<asio::any_io_executor const&>(), property))
    {
        return asio::query(inner_, property);
    }

    template<class Property>
        requires asio::can_require<asio::any_io_executor const&, Property>::value marked_executor
        require(Property const& property)
    const { return {asio::require(inner_, property), mark_}; }

    template<class Property>
        requires asio::can_prefer<asio::any_io_executor const&, Property>::value marked_executor
        prefer(Property const& property)
    const { return {asio::prefer(inner_, property), mark_}; }

    friend bool operator==(marked_executor const& a, marked_executor const& b) noexcept
    {
        return a.inner_ == b.inner_;
    }
    friend bool operator!=(marked_executor const& a, marked_executor const& b) noexcept
    {
        return !(a == b);
    }

private:
    asio::any_io_executor inner_;
    running_coroutine const* mark_;
};

/// The coroutine handler that an executor belongs to, or null.
template<class Executor>
running_coroutine const* coroutine_of(Executor const& executor) noexcept
{
    if constexpr (std::is_same_v<Executor, asio::any_io_executor>) {
        if (auto const* marked = executor.template target<marked_executor>())
            return marked->mark();
    }
    return nullptr;
}

/// A coroutine's executor is erased twice, and completing through both layers takes most of the
/// time of a request; what is inside does the same.
inline void execute_completion(
    asio::any_io_executor const& executor, operation* op, completion_storage& storage)
{
    auto const* const marked = executor.target<marked_executor>();
    auto const& erased = marked != nullptr ? marked->inner() : executor;
    auto const execute_inner = [&](auto const& inner) {
        detail::execute_completion(inner, op, storage);
    };
    if (!detail::visit_common_executor(erased, execute_inner))
        detail::execute(erased, op, std::allocator<void>());
}

} // namespace boost_broker::detail

#endif
