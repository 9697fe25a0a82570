// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MT_LOOK_HPP
#define BOOST_BROKER_IMPL_MT_LOOK_HPP

// What a context has in the lane `mt`, for who inspects it: on any thread, while the others go on.

#include <boost_broker/detail/mt/context.hpp>
#include <boost_broker/detail/part_facts.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <typeinfo>
#include <unordered_map>
#include <vector>

namespace boost_broker::detail {

template<class Visitor>
void mt_inbox::for_each_waiting(Visitor const& visit) noexcept
{
    std::lock_guard const lock(waiting_lock_);
    waiting_.for_each(visit);
}

inline std::type_info const* mt_inbox::executor_type() const noexcept
{
    emit_guard const here;
    return has_executor() && !executor_gone() ? &executor_->type() : nullptr;
}

inline bool mt_inbox::is_delivering() const noexcept
{
    return deliverer() != nullptr || (serial_ && !is_closed() && runs_here() && delivering());
}

class mt_look
{
public:
    mt_look(std::uint64_t context, std::chrono::nanoseconds now, part_facts& to) noexcept
        : context_(context)
        , now_(now)
        , to_(to)
    {}

    // Under the mutex of the context.

    void add(mt_broker_base const& broker, bool own_object)
    {
        auto const facts = broker.facts();
        auto& line = to_.brokers.emplace_back(
            part_facts::broker{broker.kind(), broker.subject(), own_object, facts.stats, 0});
        for (auto const& way : facts.ways) {
            if (way.only == nullptr)
                line.waiting += way.waiting;
            ways_.push_back(way);
        }
        brokers_.push_back(&broker);
    }
    /// A broker that was found by its type, perhaps in another context.
    void add_used(mt_broker_base const& broker)
    {
        if (broker.was_used(context_) || broker.facts().stats != broker_stats())
            add(broker, false);
    }

    void add(mt_registration& r)
    {
        if (r.context_id() != context_)
            return;
        auto const known = std::find(brokers_.begin(), brokers_.end(), r.broker());
        auto const& about = r.about();
        part_facts::handler line{r.kind(), r.subject(), part_facts::none, 0, about.function,
            about.is_coroutine, about.replies, r.replaced(), about.mock, r.backlog(), 0,
            r.running(), std::chrono::nanoseconds(0)};
        if (!r.stopped() && known != brokers_.end())
            line.broker = static_cast<std::size_t>(known - brokers_.begin());
        if (line.coroutines != 0)
            line.oldest = now_ - r.running_since();
        to_.handlers.push_back(line);
        handlers_.emplace_back(&r);
        at_home_.push_back(r.where().home);
    }

    // Not under a lock.

    void add_inboxes()
    {
        for (auto const& r : handlers_)
            numbers_of_inboxes_.emplace(&r->where(), 0);
        std::size_t next = 0;
        for (bool const home : {true, false}) {
            for (std::size_t i = 0; i != handlers_.size(); ++i) {
                auto& where = handlers_[i]->where();
                auto& number = numbers_of_inboxes_[&where];
                if (at_home_[i] != home || number != 0)
                    continue;
                number = ++next; // from 1 on
                to_.inboxes.push_back({where.executor_type(), home,
                    where.has_executor() && where.executor_gone(), where.is_delivering(), 0});
            }
        }
        for (std::size_t i = 0; i != handlers_.size(); ++i) {
            numbers_of_handlers_.emplace(handlers_[i].get(), i);
            to_.handlers[i].inbox = numbers_of_inboxes_[&handlers_[i]->where()] - 1;
        }
        for (auto const& way : ways_) {
            if (auto const at = numbers_of_inboxes_.find(way.to); at != numbers_of_inboxes_.end())
                to_.inboxes[at->second - 1].waiting += way.waiting;
            if (auto const at = numbers_of_handlers_.find(way.only);
                at != numbers_of_handlers_.end())
                to_.handlers[at->second].waiting += way.waiting;
        }
    }

    /// Requests that a handler owes an answer.
    void add_waiting(mt_inbox& requesters) noexcept
    {
        requesters.for_each_waiting([this](mt_waiter const& waiter) {
            auto const at = numbers_of_handlers_.find(waiter.answerer);
            if (at == numbers_of_handlers_.end() || waiter.is_settled())
                return;
            auto& handler = to_.handlers[at->second];
            ++handler.in_flight;
            if (waiter.is_queued()) {
                ++handler.waiting;
                ++to_.inboxes[handler.inbox].waiting;
            }
        });
    }

private:
    std::uint64_t const context_;
    std::chrono::nanoseconds const now_;
    part_facts& to_;
    std::vector<mt_broker_facts::way> ways_;
    std::vector<mt_broker_base const*> brokers_; // compared only
    std::vector<mt_registration_ptr> handlers_;
    std::vector<bool> at_home_;
    std::unordered_map<void const*, std::size_t> numbers_of_handlers_;
    std::unordered_map<void const*, std::size_t> numbers_of_inboxes_; // kept by the handlers
};

inline void mt_context::look(std::uint64_t id, part_facts& to)
{
    mt_look taken(id, now(), to);
    {
        std::lock_guard const lock(mutex_);
        if (id_ == id) {
            for (auto const& broker : brokers_)
                taken.add_used(*broker);
            for (auto const& broker : attached_)
                taken.add(broker, true);
            to.home_known = true;
            to.home = executor_ != nullptr ? &executor_->type() : nullptr;
            to.home_gone = home_ == home_state::gone;
        }
        for (auto& r : registrations_)
            taken.add(r);
    }
    taken.add_inboxes();
    for_each_inbox([&](mt_inbox& some) { taken.add_waiting(some); });
}

} // namespace boost_broker::detail

#endif
