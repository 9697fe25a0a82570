// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_ROUTE_HPP
#define BOOST_BROKER_DETAIL_MT_ROUTE_HPP

// The way of the messages of one type to one inbox: how a message is put into the channel, and how
// it gets out there.

#include <boost_broker/detail/mt/admission.hpp>
#include <boost_broker/detail/mt/cell.hpp>
#include <boost_broker/detail/mt/lone_producer.hpp>
#include <boost_broker/detail/mt/place.hpp>
#include <boost_broker/detail/quiet.hpp>
#include <boost_broker/detail/ring.hpp>
#include <boost_broker/detail/type_name.hpp>
#include <boost_broker/policy.hpp>

#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace boost_broker::detail {

/// @tparam Derived What does something with the messages, in the member function `handle`.
/// @tparam Leaves See `mt_admission`.
template<class Derived, class M, mt_limit Limit, bool Leaves>
class mt_route
    : public boost::intrusive_ref_counter<Derived>
    , public mt_tenant
    , public mt_admission<M, Limit, Leaves>
{
    using admission = mt_admission<M, Limit, Leaves>;

public:
    using outcome = message_channel::outcome;
    using node = message_channel::node;
    using node_owner = message_channel::node_owner;
    using admission::may_refuse;
    using admission::options;
    using admission::where;
    /// Whether one thread at a time sends: then there is a channel for these messages alone.
    static constexpr bool has_lone_producer = options.single_producer;
    // A payload up to this size is moved into the message. Its move must run no code of the user's,
    // because that happens under a lock.
    static constexpr bool fits_inline = sizeof(M) <= message_slot::capacity - sizeof(void*) &&
        alignof(M) <= alignof(void*) && std::is_nothrow_move_constructible_v<M> &&
        message_copies_quietly<M>() && !options.share_payload && Limit != mt_limit::oldest &&
        !observed<M>;

    explicit mt_route(mt_inbox_ptr to) : admission(std::move(to))
    {
        if constexpr (Limit == mt_limit::oldest)
            kept_.reserve(options.queue_depth);
    }

    static std::string_view subject() noexcept { return type_name<M>; }

    // Any thread.

    using place = mt_place<mt_route, M>;

    /// Queues a message that may be moved from, and wakes who handles it. It stays as it is if it
    /// is refused. May wait, where the policy says so.
    mt_answer send(M&& message)
    {
        if constexpr (fits_inline) {
            node_owner spare;
            auto done = queue_if_admitted(std::move(message), spare);
            if (BOOST_UNLIKELY(done == outcome::no_node)) {
                spare = std::make_unique<node>();
                // NOLINTNEXTLINE(bugprone-use-after-move): it was not queued, so it is whole
                done = queue_if_admitted(std::move(message), spare);
            }
            if constexpr (Limit == mt_limit::wait) {
                if (done == outcome::full)
                    return send_in_place(std::move(message));
            }
            if (done == outcome::closed)
                return mt_answer::closed;
            if (admission::counts_in_advance && done == outcome::full)
                return this->is_open() ? mt_answer::full : mt_answer::left;
            finish(done);
            return mt_answer::taken;
        } else {
            return send_in_place(std::move(message));
        }
    }

    /// Wakes who handles what was queued, and tells that the queue has grown. The caller has no
    /// lock.
    void finish(outcome done) noexcept
    {
        if (done == outcome::closed)
            message_trace<M>().dropped(errc::context_closed);
        if (this->take_grown()) {
            boost::intrusive_ptr<Derived> const keeps(&self());
            where().wake_after(done);
            report_grown();
        } else {
            where().wake_after(done);
        }
    }

    /// A handler was sent on its way; those who find it send later.
    void handler_comes() noexcept { producers_.handler_comes(); }

    // On the executor.

    /// From now on the route lives as long as its inbox, or until `depart`.
    void arrive() noexcept
    {
        producers_.handler_is_there(where());
        if (std::exchange(arrived_, true))
            return;
        where().add(*this);
        intrusive_ptr_add_ref(&self()); // given back by `inbox_ended` or `depart`
    }

    /// A handler in `serial` is registered.
    void watch_backlog(mt_registration_ptr const& of)
    {
        std::erase_if(serial_, [](auto const& known) { return known->ended(); });
        serial_.push_back(of);
        of->tell_backlog(this);
    }
    void look_at_backlogs() noexcept
    {
        for (auto const& of : serial_)
            of->look_at_backlog();
    }
    void backlog_changed() noexcept override
    {
        if constexpr (may_refuse) {
            this->set_backlog(self().longest_backlog());
        }
    }

    void inbox_ended() noexcept override
    {
        end();
        intrusive_ptr_release(&self());
    }

protected:
    ~mt_route() = default;

    /// Ends what the route has on the executor.
    void end() noexcept
    {
        for (auto const& of : serial_)
            of->tell_backlog(nullptr);
        serial_.clear();
        producers_.end(where());
        self().end_local();
    }
    /// The same before the inbox ends.
    void depart() noexcept
    {
        unlink();
        inbox_ended();
    }

    /// Handlers were called, not by way of the channel.
    void called_at_once() noexcept
    {
        if (may_refuse && !serial_.empty())
            backlog_changed();
    }

private:
    friend place;
    using producers = std::conditional_t<has_lone_producer, mt_lone_producer, mt_many_producers>;
    struct inline_message {
        M message;
        mt_route* route;
    };
    struct shared_message {
        mt_cell_ptr<M> message;
        mt_route* route;
    };

    Derived& self() noexcept { return static_cast<Derived&>(*this); }

    void give_back() noexcept
    {
        this->take_back();
        if constexpr (Leaves)
            self().place_given_back();
    }

    mt_answer send_in_place(M&& message)
    {
        place here(*this);
        if (!here.taken())
            return here.answer();
        here.reserve();
        if constexpr (fits_inline) {
            finish(here.queue(std::move(message)));
        } else {
            mt_cell_ptr<M> const cell(new mt_cell<M>(std::in_place, std::move(message)));
            cell->trace.enqueued();
            finish(here.queue(cell));
        }
        return mt_answer::taken;
    }

    outcome queue_if_admitted(M&& message, node_owner& spare) noexcept
    {
        if constexpr (has_lone_producer) {
            if (where().is_closed())
                return outcome::closed;
            return queue_admitted(std::move(message), spare);
        }
        return where().channel().push([this] { return this->admits(); },
            [&](message_slot& slot) {
                this->count_in();
                slot.template hold<inline_message>(&run_inline, std::move(message), this);
            },
            spare);
    }

    template<class Fill>
    outcome push_admitted(node_owner& spare, Fill const& fill) noexcept
    {
        if constexpr (has_lone_producer) {
            return producers_.push(where(), spare, [&](message_slot& slot) {
                this->count_in();
                fill(slot);
            });
        }
        auto const done = where().channel().push([] { return true; },
            [&](message_slot& slot) {
                if constexpr (!admission::counts_in_advance)
                    this->count_in();
                fill(slot);
            },
            spare);
        // It was taken before the inbox closed, and ends like what had been queued.
        if (BOOST_UNLIKELY(done == outcome::closed))
            this->count_lost(admission::counts_in_advance ? 0 : 1);
        return done;
    }

    outcome queue_admitted(M&& message, node_owner& spare) noexcept
    {
        return push_admitted(spare, [&](message_slot& slot) {
            slot.template hold<inline_message>(&run_inline, std::move(message), this);
        });
    }

    outcome queue_admitted(mt_cell_ptr<M> const& message, node_owner& spare,
        [[maybe_unused]] mt_cell_ptr<M>& oldest) noexcept
    {
        if constexpr (Limit == mt_limit::oldest) {
            return keep(message, spare, oldest);
        } else {
            return push_admitted(spare, [&](message_slot& slot) {
                slot.template hold<shared_message>(&run_shared, message, this);
            });
        }
    }

    // What is kept is beside the channel, in which is a token for each. `full`: the oldest has made
    // room, and its token stands for the next.
    outcome keep(mt_cell_ptr<M> const& message, node_owner& spare, mt_cell_ptr<M>& oldest) noexcept
    {
        auto const has_room = [&] {
            if (kept_.size() < options.queue_depth)
                return true;
            oldest = kept_.take_front();
            kept_.push_back(message);
            this->queued_.add(1);
            this->given_up_.add(1);
            return false;
        };
        auto const done = where().channel().push(
            has_room,
            [&](message_slot& slot) {
                this->queued_.add(1);
                kept_.push_back(message);
                slot.template hold<mt_route*>(&run_kept, this);
            },
            spare);
        if (BOOST_UNLIKELY(done == outcome::closed))
            this->count_lost();
        return done;
    }

    static void run_inline(message_slot& slot, mt_inbox& from) noexcept
    {
        auto& content = slot.content<inline_message>();
        auto& route = *content.route;
        {
            // It is handled where it lies: who moves it from there writes a cache line that the
            // producer is about to write.
            auto const here = route.producers_.hold(from);
            route.deliver(from, std::move(content.message));
            content.~inline_message();
        }
        route.look_whether_to_leave();
    }

    static void run_shared(message_slot& slot, mt_inbox& from) noexcept
    {
        auto& content = slot.content<shared_message>();
        auto& route = *content.route;
        auto const message = std::move(content.message);
        content.~shared_message();
        route.producers_.hold(from);
        route.deliver_shared(from, message);
    }

    static void run_kept(message_slot& slot, mt_inbox& from) noexcept
    {
        auto& route = *slot.content<mt_route*>();
        from.channel().pop();
        auto const message = from.channel().locked([&] { return route.kept_.take_front(); });
        route.deliver_shared(from, message);
    }

    void deliver_shared(mt_inbox& from, mt_cell_ptr<M> const& message) noexcept
    {
        {
            arrived_message<M> const here(message.get());
            deliver(from, Derived::readable(*message));
        }
        look_whether_to_leave();
    }

    template<class Message>
    void deliver(mt_inbox& from, Message&& message) noexcept
    {
        // What is not handled at once, but waits for the turn of a handler, is counted before and
        // never missed.
        bool const may_wait = may_refuse && !serial_.empty();
        if (may_wait)
            this->expect_backlog();
        this->count_taken();
        if (from.is_closed() || !self().handle(from, std::forward<Message>(message)))
            discard(from);
        if (may_wait)
            backlog_changed();
    }

    void look_whether_to_leave() noexcept
    {
        if constexpr (Leaves)
            self().leave_if_idle();
    }

    BOOST_NOINLINE void discard(mt_inbox const& from) noexcept
    {
        this->discarded_.add(1);
        message_trace<M>().dropped(from.is_closed() ? errc::context_closed : errc::no_handler);
    }

    BOOST_NOINLINE void report_grown() noexcept
    {
        where().context().report(diagnostic_kind::queue_grew, type_name<M>,
            "more messages wait for one executor than the queue_depth of their type; it takes them "
            "more slowly than they come");
    }

    [[no_unique_address]] producers producers_;
    std::vector<mt_registration_ptr> serial_; // the executor's
    bool arrived_ = false;
    ring<mt_cell_ptr<M>> kept_; // under the lock
};

} // namespace boost_broker::detail

#endif
