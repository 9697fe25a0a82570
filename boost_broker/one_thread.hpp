// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_ONE_THREAD_HPP
#define BOOST_BROKER_ONE_THREAD_HPP

// Says that an executor is run by one thread. Prefer it to a strand where that is so: the library
// then knows that handlers there cannot overlap, and calls them directly from that thread.

#include <boost_broker/detail/bound_executor.hpp>

#include <boost/asio/execution_context.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/require.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace boost_broker {

/// An executor that one thread runs. Made by `one_thread`.
/** Everything else is as with the executor inside.

    @par Thread Safety
    Distinct objects: safe. Shared objects: safe. */
template<class Executor>
class one_thread_executor
{
    template<class Property>
    static constexpr bool can_query = boost::asio::can_query<Executor const&, Property>::value;
    template<class Property>
    static constexpr bool can_require = boost::asio::can_require<Executor const&, Property>::value;
    template<class Property>
    static constexpr bool can_prefer = boost::asio::can_prefer<Executor const&, Property>::value;

public:
    /// The executor inside.
    using inner_executor_type = Executor;

    /// See `one_thread`.
    explicit one_thread_executor(Executor inner) noexcept : inner_(std::move(inner)) {}

    /// Returns the executor inside.
    Executor const& inner() const noexcept { return inner_; }

    /// Tells whether the calling thread is the one that runs it.
    bool running_in_this_thread() const noexcept { return detail::runs_here(inner_); }

    /// Runs a function on the thread.
    template<class Function>
    void execute(Function&& f) const
    {
        inner_.execute(std::forward<Function>(f));
    }

#if !defined(BOOST_BROKER_DOXYGEN)
    template<class Property, std::enable_if_t<can_query<Property>, int> = 0>
    decltype(auto) query(Property const& property) const
    {
        return boost::asio::query(inner_, property);
    }
    template<class Property, std::enable_if_t<can_require<Property>, int> = 0>
    auto require(Property const& property) const
    {
        return make(boost::asio::require(inner_, property));
    }
    template<class Property, std::enable_if_t<can_prefer<Property>, int> = 0>
    auto prefer(Property const& property) const
    {
        return make(boost::asio::prefer(inner_, property));
    }
#endif

    /// Compares the executors inside.
    friend bool operator==(one_thread_executor const& a, one_thread_executor const& b) noexcept
    {
        return a.inner_ == b.inner_;
    }
    /// Compares the executors inside.
    friend bool operator!=(one_thread_executor const& a, one_thread_executor const& b) noexcept
    {
        return !(a == b);
    }

private:
    template<class Inner>
    static one_thread_executor<Inner> make(Inner inner) noexcept
    {
        return one_thread_executor<Inner>(std::move(inner));
    }

    Executor inner_;
};

/// Says that one thread runs an executor.
/** The promise is the caller's. It is for the lane `mt`: handlers on such an executor share one
    order, as those on a strand do.

    @param executor For example `io.get_executor()`, where one thread calls `io.run()`.
    @par Example
    @code bb::broker_context ctx(bb::one_thread(io.get_executor())); @endcode */
template<class Executor>
[[nodiscard]] one_thread_executor<Executor> one_thread(Executor executor)
{
    return one_thread_executor<Executor>(std::move(executor));
}

namespace detail {

template<class Executor>
inline constexpr bool is_serial_executor<one_thread_executor<Executor>> = true;

template<class Executor>
struct loop_of_executor<one_thread_executor<Executor>> {
    static loop_name get(one_thread_executor<Executor> const& executor) noexcept
    {
        return loop_of_executor<Executor>::get(executor.inner());
    }
};

} // namespace detail

} // namespace boost_broker

#endif
