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
#include <boost_broker/detail/mt/registering.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/result.hpp>

#include <boost/asio/deferred.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
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

    template<class CompletionToken = boost::asio::deferred_t>
    auto next(CompletionToken&& token = CompletionToken())
    {
        return detail::next_of_broker<E>::initiate(*this, std::forward<CompletionToken>(token));
    }

    std::optional<E> retained() const { return retained_in(context_id_); }
    void clear_retained() noexcept { clear_retained_in(context_id_); }

    std::string_view subject() const noexcept override { return detail::type_name<E>; }

private:
    friend class detail::mt_context;
    friend struct detail::mt_events<E>;
    friend struct detail::mt_registrar;
    using route = detail::mt_event_route<E>;
    using route_ptr = detail::mt_event_route_ptr<E>;
    using place = typename route::place;
    using cell_ptr = detail::mt_cell_ptr<E>;

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
    // What an emit is going to do for one inbox.
    struct step {
        entry const* at;
        place admitted;
        detail::message_channel::outcome done{};
        detail::mt_inbox::turn turn = {};
    };
    using steps = std::vector<step, detail::cached_allocator<step>>;

    struct found_by_type {};
    event_broker(found_by_type, detail::mt_context& context) noexcept : mt_broker_base(context)
    {
        if constexpr (reflected<E>)
            detail::assert_field_order<E>();
    }

    // Registering.
    struct as {
        bool gets_kept = true; // what is kept for later listeners
    };
    using first_message = cell_ptr;
    template<class Handler>
    result<handle> listen_in(std::uint64_t context, Handler&& handler, as how = {});
    static bool check_handler(std::uint64_t, as, failure&) noexcept { return true; }
    route_ptr make_route(detail::mt_registration_ptr const& owner);
    template<class Push>
    void enlist(std::uint64_t context, as how, route_ptr const& to,
        detail::mt_registration_ptr const& owner, Push const& push);
    std::vector<detail::mt_registration_ptr> all_listeners(std::uint64_t context) const;

    template<class Event>
    emit_result emit_in(std::uint64_t context, Event&& event);
    template<class Make>
    emit_result emit_made_in(std::uint64_t context, Make const& make);
    template<class Event>
    emit_result emit_now(std::uint64_t context, Event&& event);
    std::uint64_t where_sent(std::uint64_t context) const noexcept;
    template<class Event>
    emit_result emit_to_one(route& to, std::size_t listeners, std::uint64_t context, Event&& event);
    emit_result reach_nobody(std::uint64_t id) const noexcept;
    emit_result send_to_one(route& to, std::size_t listeners, E&& event);
    template<class Get>
    emit_result emit_admitted(plan const& to, Get const& get);
    template<class Get>
    emit_result emit_and_retain(std::uint64_t context, Get const& get);
    static steps admit(plan const& to);
    static bool admits_none(steps const& all) noexcept;
    static void reserve(steps& all);
    static void tell_enqueued(steps const& all) noexcept;
    template<class Queue>
    static void queue_all(steps& all, Queue const& queue) noexcept;
    template<class Read>
    emit_result finish(steps& all, Read const& read);
    static emit_result reached(steps const& all) noexcept;
    static emit_result queued(
        detail::message_channel::outcome done, route& to, std::size_t listeners) noexcept;
    static emit_result refused(detail::mt_answer answer, route& to, std::size_t listeners) noexcept;
    emit_result all_refused(emit_result const& result) const noexcept
    {
        report_dropped(result);
        return result;
    }
    void report_dropped(emit_result const& result) const noexcept;

    std::optional<E> retained_in(std::uint64_t context) const;
    void clear_retained_in(std::uint64_t context) noexcept;

    broker_kind kind() const noexcept override { return broker_kind::event; }
    entry& entry_of(route const& to) noexcept;
    plan_ptr make_plan(std::uint64_t context) const;
    detail::mt_broker_facts facts() const override;
    broker_stats count() const noexcept;
    void remove(detail::mt_registration& stopped) noexcept override;
    void close() noexcept override;
    void discard_kept() noexcept override;

    std::uint64_t const context_id_ = 0; // of one that the program owns
    detail::published<plan> plan_;
    // Under the mutex of the context.
    std::vector<entry> routes_;
    std::vector<detail::mt_registration_ptr> listeners_;
    broker_stats gone_; // of routes that are not used any more
    // An event that is kept is queued for those who listen under the same lock, as a listener is
    // registered: so it gets what was kept before, and everything that comes later.
    struct no_lock {};
    [[no_unique_address]] mutable std::conditional_t<retains, detail::spin_lock, no_lock> keeping_;
    [[no_unique_address]] std::conditional_t<retains, cell_ptr, no_lock> retained_;
};

} // namespace boost_broker

#pragma pop_macro("emit")

#include <boost_broker/impl/mt/event_broker.hpp>
#include <boost_broker/impl/mt/event_emit.hpp>

#endif
