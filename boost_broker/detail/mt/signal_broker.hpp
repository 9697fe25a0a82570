// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_SIGNAL_BROKER_HPP
#define BOOST_BROKER_DETAIL_MT_SIGNAL_BROKER_HPP

// The signals of one type in one context, for any threads: which handler takes them.

#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/detail/mt/found.hpp>
#include <boost_broker/detail/mt/published.hpp>
#include <boost_broker/detail/mt/registering.hpp>
#include <boost_broker/detail/mt/signal_route.hpp>
#include <boost_broker/result.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <cstdint>
#include <mutex>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace boost_broker {

template<class S>
class signal_broker<S, detail::mt_lane> final : public detail::mt_broker_base
{
    static_assert(detail::check_signal<S>());

public:
    explicit signal_broker(context_ref ctx);
    ~signal_broker() override;

    template<class Handler>
    [[nodiscard]] result<handle> on_signal(Handler&& handler)
    {
        return add_in(context_id_, role::handler, std::forward<Handler>(handler));
    }
    template<class Handler>
    [[nodiscard]] result<handle> replace_signal_handler(Handler&& handler)
    {
        return replace_in(context_id_, std::forward<Handler>(handler));
    }
    void stop_handler() noexcept;
    bool has_signal_handler() const noexcept { return has_handler_in(context_id_); }

    result<void> signal(S const& s) { return send_in(context_id_, s); }
    result<void> signal(S&& s) { return send_in(context_id_, std::move(s)); }

    /// For the verb `stats`.
    static broker_stats stats_of(context_ref ctx) noexcept
    {
        auto* const broker = detail::mt_find<signal_broker>(ctx);
        return broker != nullptr ? broker->stats() : broker_stats();
    }
    broker_stats stats() const noexcept override;
    std::string_view subject() const noexcept override { return detail::type_name<S>; }

private:
    friend class detail::mt_context;
    friend struct detail::mt_signals<S>;
    friend struct detail::mt_registrar;
    using route = detail::mt_signal_route<S>;
    using route_ptr = detail::mt_signal_route_ptr<S>;
    using place = typename route::place;

    // What a sender reads.
    struct plan : boost::intrusive_ref_counter<plan> {
        std::uint64_t context = 0;
        route_ptr to;
    };
    using plan_ptr = boost::intrusive_ptr<plan const>;

    struct found_by_type {};
    signal_broker(found_by_type, detail::mt_context& context) noexcept : mt_broker_base(context)
    {
        if constexpr (reflected<S>)
            detail::assert_field_order<S>();
    }

    // Registering.
    enum class role { handler, replacement, mock };
    struct as {
        role is;
        route_ptr* replaced = nullptr; // out
    };
    struct first_message {};
    template<class Handler>
    result<handle> add_in(std::uint64_t context, role is, Handler&& handler);
    template<class Handler>
    result<handle> replace_in(std::uint64_t context, Handler&& handler);
    bool check_handler(std::uint64_t context, as how, failure& why) const;
    route_ptr make_route(detail::mt_registration_ptr const& owner) const
    {
        return route_ptr(new route(owner));
    }
    template<class Push>
    void enlist(std::uint64_t context, as how, route_ptr const& to,
        detail::mt_registration_ptr const& owner, Push const& push);

    // Sending.
    template<class Signal>
    result<void> send_in(std::uint64_t context, Signal&& s);
    template<class Make>
    result<void> send_made_in(std::uint64_t context, Make const& make);
    template<class Try>
    result<void> send_to_handler(std::uint64_t context, Try const& attempt);
    template<class Signal>
    static detail::mt_answer send_to(route& to, Signal&& s);
    template<class Get>
    static detail::mt_answer send_made_to(route& to, Get const& get);
    static detail::mt_answer leave_without_owner(route& to) noexcept;
    static bool finds_nobody(route& to) noexcept;
    static bool call_made(route& to, place& at, S& made);
    std::uint64_t where_sent(std::uint64_t context) const noexcept;
    failure refusal(std::uint64_t context, detail::mt_answer answer) const noexcept;
    route_ptr find(std::uint64_t context) const noexcept;
    std::vector<detail::mt_registration_ptr> handlers_in(std::uint64_t context) const;
    bool has_handler_in(std::uint64_t context) const noexcept { return find(context) != nullptr; }

    broker_kind kind() const noexcept override { return broker_kind::signal; }
    detail::mt_broker_facts facts() const override;
    broker_stats count() const noexcept;
    plan const* accepting() const noexcept;
    void stop_all() noexcept;
    void remove(detail::mt_registration& stopped) noexcept override;
    void close() noexcept override;

    std::uint64_t const context_id_ = 0; // of one that the program owns
    detail::published<plan> plan_;
    // Under the mutex of the context.
    plan_ptr handler_;
    std::vector<plan_ptr> mocks_;
    std::vector<route_ptr> routes_; // of these, and of those that were before
    broker_stats gone_;             // of routes that have ended
};

} // namespace boost_broker

#include <boost_broker/impl/mt/signal_broker.hpp>

#endif
