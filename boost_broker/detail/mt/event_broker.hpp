// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_EVENT_BROKER_HPP
#define BOOST_BROKER_DETAIL_MT_EVENT_BROKER_HPP

// The events of one type in one context, for any threads: which inboxes have listeners, and how an
// event gets there.

#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/detail/mt/event_route.hpp>
#include <boost_broker/detail/mt/found.hpp>
#include <boost_broker/detail/mt/published.hpp>
#include <boost_broker/event_broker.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#pragma push_macro("emit")
#undef emit

namespace boost_broker {

template<class E>
class event_broker<E, detail::mt_lane> final : public detail::mt_broker_base
{
    static_assert(detail::check_message<E>());
    static constexpr bool retains = detail::policy<E>.retain_last;
    static_assert(!retains || std::is_copy_constructible_v<E>,
        "boost_broker: an event with the policy retain_last is kept for later listeners, so it "
        "must be copyable");

public:
    explicit event_broker(context_ref ctx);
    ~event_broker() override;

    template<class Handler>
    [[nodiscard]] result<handle> listen(Handler&& handler)
    {
        return listen_in(context_id_, std::forward<Handler>(handler));
    }
    emit_result emit(E const& event) { return emit_in(context_id_, event); }
    emit_result emit(E&& event) { return emit_in(context_id_, std::move(event)); }

    void stop_all() noexcept;
    std::size_t listeners() const noexcept;
    /// For the verb `stats`.
    static broker_stats stats_of(context_ref ctx) noexcept
    {
        auto* const broker = detail::mt_find<event_broker>(ctx);
        return broker != nullptr ? broker->stats() : broker_stats();
    }
    broker_stats stats() const noexcept override;

private:
    friend class detail::mt_context;
    friend struct detail::mt_events<E>;
    using route = detail::mt_event_route<E>;
    using route_ptr = detail::mt_event_route_ptr<E>;

    struct entry {
        route_ptr to;
        std::size_t listeners;
    };
    // What an emit reads.
    struct plan : boost::intrusive_ref_counter<plan> {
        std::uint64_t context = 0;
        // The way to all listeners, if they are in one inbox.
        route* only = nullptr;
        detail::mt_inbox* only_inbox = nullptr;
        std::size_t listeners = 0;
        std::vector<entry> entries;
    };
    using plan_ptr = boost::intrusive_ptr<plan const>;
    template<class Handler>
    struct listen_task;

    struct found_by_type {};
    event_broker(found_by_type, detail::mt_context& context) noexcept : mt_broker_base(context)
    {
        if constexpr (reflected<E>)
            detail::assert_field_order<E>();
    }

    template<class Handler>
    result<handle> listen_in(std::uint64_t context, Handler&& handler);
    std::vector<detail::mt_registration_ptr> all_listeners(std::uint64_t context) const;
    bool reaches_somebody(std::uint64_t context) const noexcept
    {
        auto const* const now = plan_.read();
        return now != nullptr && now->context == context;
    }
    template<class Event>
    emit_result emit_in(std::uint64_t context, Event&& event);
    template<class Event>
    emit_result emit_to_one(route& to, std::size_t listeners, std::uint64_t context, Event&& event);
    template<class Event>
    emit_result emit_to_all(plan const& to, std::uint64_t context, Event&& event);

    void report_dropped(emit_result const& reached) const noexcept;
    template<class Queue, class Read>
    emit_result emit_prepared(plan const& to, Queue const& queue, Read const& read);

    std::string_view subject() const noexcept override { return detail::type_name<E>; }
    broker_kind kind() const noexcept override { return broker_kind::event; }
    route& route_to(detail::mt_inbox_ptr const& where);
    entry& entry_of(route const& to) noexcept;
    plan_ptr make_plan(std::uint64_t context) const;
    emit_result queued(
        detail::message_channel::outcome done, route& to, std::size_t listeners) noexcept;
    void remove(detail::mt_registration& stopped) noexcept override;
    void close() noexcept override;

    std::uint64_t const context_id_ = 0; // of one that the program owns
    detail::published<plan> plan_;
    // Under the mutex of the context.
    std::vector<entry> routes_;
    std::vector<detail::mt_registration_ptr> listeners_;
    broker_stats gone_; // of routes that are not used any more
};

} // namespace boost_broker

#pragma pop_macro("emit")

#include <boost_broker/impl/mt/event_broker.hpp>

#endif
