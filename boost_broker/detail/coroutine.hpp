// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_COROUTINE_HPP
#define BOOST_BROKER_DETAIL_COROUTINE_HPP

// Starts the coroutine of a handler, so that the library knows when it ends and can cancel it.

#include <boost_broker/detail/context_core.hpp>
#include <boost_broker/detail/marked_executor.hpp>
#include <boost_broker/policy.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <type_traits>
#include <utility>

namespace boost_broker::detail {

using running_coroutine_ptr = boost::intrusive_ptr<running_coroutine>;

/// Tells the registration that a coroutine has ended when its frame is destroyed.
class coroutine_end
{
public:
    explicit coroutine_end(running_coroutine& coroutine) noexcept : coroutine_(coroutine) {}
    coroutine_end(coroutine_end const&) = delete;
    ~coroutine_end() { coroutine_.ended(); }

private:
    running_coroutine& coroutine_;
};

/// Starts `make(coroutine)` on the executor of the registration's inbox: at once if called there.
/// @tparam Marked Depends on the message, and so what Asio finds out about it is left to programs
/// that have coroutine handlers: that takes long to compile.
template<class Message, class Make,
    class Marked = std::conditional_t<observed<Message>, traced_executor, marked_executor>>
void start_coroutine(registration& owner, Make make)
{
    running_coroutine_ptr coroutine(new running_coroutine(&owner));
    asio::any_io_executor const where(
        Marked(owner.where().executor()->erased(), coroutine->mark()));
    auto const slot = coroutine->slot();
    asio::co_spawn(where, make(coroutine),
        asio::bind_cancellation_slot(slot, [coroutine](std::exception_ptr const&) {}));
}

} // namespace boost_broker::detail

#endif
