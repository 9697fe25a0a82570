// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MARKED_EXECUTOR_HPP
#define BOOST_BROKER_DETAIL_MARKED_EXECUTOR_HPP

// The executor of a coroutine handler: its real executor, and which coroutine it is. A drop that is
// awaited inside the handler it drops finds the mark and does not wait for itself.

#include <boost_broker/trace_context.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/require.hpp>
#include <boost/config.hpp>

#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

namespace boost_broker::detail {

namespace asio = boost::asio;

class registration;

/// Names a coroutine handler. What it spawns has its executor too, and may outlive it: so a mark
/// keeps nothing, and is only compared.
struct coroutine_mark {
    registration const* owner = nullptr;
    std::uint64_t number = 0;

    friend bool operator==(coroutine_mark const&, coroutine_mark const&) = default;
};

/// @tparam Carried What the coroutine has with it whenever it runs.
template<class Carried>
class basic_marked_executor
{
    using any = asio::any_io_executor;
    template<class Property>
    static constexpr bool can_query = asio::can_query<any const&, Property>::value;
    template<class Property>
    static constexpr bool can_require = asio::can_require<any const&, Property>::value;
    template<class Property>
    static constexpr bool can_prefer = asio::can_prefer<any const&, Property>::value;

public:
    basic_marked_executor(any inner, coroutine_mark mark, Carried const& carried = {}) noexcept
        : inner_(std::move(inner))
        , mark_(mark)
        , carried_(carried)
    {}

    any const& inner() const noexcept { return inner_; }
    coroutine_mark const& mark() const noexcept { return mark_; }
    Carried const& carried() const noexcept { return carried_; }

    template<class Function>
    void execute(Function&& f) const
    {
        inner_.execute(carried_.with(std::forward<Function>(f)));
    }

    template<class Property, std::enable_if_t<can_query<Property>, int> = 0>
    decltype(auto) query(Property const& property) const
    {
        return asio::query(inner_, property);
    }

    template<class Property, std::enable_if_t<can_require<Property>, int> = 0>
    basic_marked_executor require(Property const& property) const
    {
        return {asio::require(inner_, property), mark_, carried_};
    }

    template<class Property, std::enable_if_t<can_prefer<Property>, int> = 0>
    basic_marked_executor prefer(Property const& property) const
    {
        return {asio::prefer(inner_, property), mark_, carried_};
    }

    friend bool operator==(basic_marked_executor const& a, basic_marked_executor const& b) noexcept
    {
        return a.inner_ == b.inner_;
    }
    friend bool operator!=(basic_marked_executor const& a, basic_marked_executor const& b) noexcept
    {
        return !(a == b);
    }

private:
    any inner_;
    coroutine_mark mark_;
    [[no_unique_address]] Carried carried_;
};

struct carries_nothing {
    template<class Function>
    static Function&& with(Function&& f) noexcept
    {
        return std::forward<Function>(f);
    }
};
using marked_executor = basic_marked_executor<carries_nothing>;

/// Makes the message that is current where it is made so whenever the coroutine runs.
class carries_message
{
public:
    template<class Function>
    auto with(Function&& f) const
    {
        return [facts = facts_, f = std::decay_t<Function>(std::forward<Function>(f))]() mutable {
            current_message::scope const here(facts);
            std::move(f)();
        };
    }

    message_facts const& facts() const noexcept { return facts_; }

private:
    message_facts facts_ = current_message::facts();
};
using traced_executor = basic_marked_executor<carries_message>;

/// Does the same for a completion handler that is called by other ways than its executor, as the
/// layers of that take most of the time of a request.
template<class Executor>
class resumed_message
{
public:
    /// @param find Returns the executor of the handler.
    template<class Find>
    explicit resumed_message(Find const& find) noexcept
    {
        if constexpr (std::is_same_v<Executor, asio::any_io_executor>) {
            if (BOOST_UNLIKELY(current_message::is_used())) {
                auto const& executor = find();
                if (auto const* const traced = executor.template target<traced_executor>())
                    scope_.emplace(traced->carried().facts());
            }
        }
    }

private:
    struct nothing {};
    [[no_unique_address]] std::conditional_t<std::is_same_v<Executor, asio::any_io_executor>,
        std::optional<current_message::scope>, nothing>
        scope_;
};

/// The coroutine handler that an executor was made for, if it was for one.
template<class Executor>
coroutine_mark mark_of(Executor const& executor) noexcept
{
    if constexpr (std::is_same_v<Executor, asio::any_io_executor>) {
        if (auto const* const marked = executor.template target<marked_executor>())
            return marked->mark();
        if (auto const* const traced = executor.template target<traced_executor>())
            return traced->mark();
    }
    return {};
}

} // namespace boost_broker::detail

#endif
