// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_PLACE_HPP
#define BOOST_BROKER_DETAIL_MT_PLACE_HPP

// The right to queue one message in an inbox, which is had before the message is made: so a refused
// one leaves its arguments, and one that several inboxes share gets into all that take it.

#include <boost_broker/detail/mt/admission.hpp>
#include <boost_broker/detail/mt/cell.hpp>
#include <boost_broker/detail/mt/message_channel.hpp>

#include <memory>
#include <utility>

namespace boost_broker::detail {

template<class Route, class M>
class mt_place
{
public:
    using outcome = message_channel::outcome;

    /// Decides whether the message is taken. May wait, where the policy says so.
    explicit mt_place(Route& to) : route_(&to), answer_(to.admit()) {}
    mt_place(mt_place&& other) noexcept
        : route_(std::exchange(other.route_, nullptr))
        , answer_(other.answer_)
    {}
    mt_place& operator=(mt_place&&) = delete;
    ~mt_place() { give_back(); }
    void give_back() noexcept
    {
        if (auto* const to = std::exchange(route_, nullptr); to != nullptr && taken())
            to->give_back();
    }

    mt_answer answer() const noexcept { return answer_; }
    bool taken() const noexcept { return answer_ == mt_answer::taken; }
    /// Whether the message needs a node is found out when it is queued, and then nothing may fail
    /// any more.
    void reserve() { node_ = std::make_unique<message_channel::node>(); }

    /// Queues the message. What this returns has to be given to `mt_route::finish`.
    outcome queue(mt_cell_ptr<M> const& message) noexcept
    {
        return std::exchange(route_, nullptr)->queue_admitted(message, node_, given_up_);
    }
    outcome queue(M&& message) noexcept requires(Route::fits_inline)
    {
        return std::exchange(route_, nullptr)->queue_admitted(std::move(message), node_);
    }
    outcome queue_copy(M const& message) noexcept requires(Route::fits_inline)
    {
        return std::exchange(route_, nullptr)->queue_admitted(M(message), node_);
    }

    /// For an observer: an older message has made room. The caller has no lock.
    void tell_given_up() const noexcept
    {
        if (given_up_ != nullptr)
            given_up_->trace.dropped(errc::queue_full);
    }

private:
    Route* route_;
    mt_answer answer_;
    message_channel::node_owner node_;
    mt_cell_ptr<M> given_up_; // its end is the user's code
};

} // namespace boost_broker::detail

#endif
