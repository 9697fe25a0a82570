// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_MULTI_REQUEST_BROKER_HPP
#define BOOST_BROKER_DETAIL_MT_MULTI_REQUEST_BROKER_HPP

// The multi-requests of one type in one context, for any threads: who answers.

#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/detail/mt/found.hpp>
#include <boost_broker/detail/mt/gather.hpp>
#include <boost_broker/detail/mt/published.hpp>
#include <boost_broker/detail/mt/registering.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/result.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace boost_broker {

template<class R>
class multi_request_broker<R, detail::mt_lane> final : public detail::mt_broker_base
{
    static_assert(detail::check_multi_request<R>());

public:
    explicit multi_request_broker(context_ref ctx);
    ~multi_request_broker() override;

    template<class Handler>
    [[nodiscard]] result<handle> add_provider(Handler&& handler)
    {
        return add_in(context_id_, std::forward<Handler>(handler));
    }
    void clear_providers() noexcept { clear_in(context_id_); }
    std::size_t providers() const noexcept;

    template<class CompletionToken = boost::asio::deferred_t>
    auto request_all(R r, CompletionToken&& token = CompletionToken())
    {
        return initiate<detail::fanout_fsm::mode::all>(std::move(r), token);
    }
    template<class CompletionToken = boost::asio::deferred_t>
    auto request_each(R r, CompletionToken&& token = CompletionToken())
    {
        return initiate<detail::fanout_fsm::mode::each>(std::move(r), token);
    }

    void set_timeout(std::chrono::nanoseconds limit) noexcept
    {
        timeout_.store(std::max(limit, std::chrono::nanoseconds(0)).count());
    }
    /// For the verb `stats`.
    static broker_stats stats_of(context_ref ctx) noexcept
    {
        auto* const broker = detail::mt_find<multi_request_broker>(ctx);
        return broker != nullptr ? broker->stats() : broker_stats();
    }
    broker_stats stats() const noexcept override;

    std::string_view subject() const noexcept override { return detail::type_name<R>; }

private:
    friend class detail::mt_context;
    friend struct detail::mt_multi_requests<R>;
    friend struct detail::mt_registrar;
    using route = detail::mt_request_route<R>;
    using route_ptr = detail::mt_request_route_ptr<R>;
    using providers_type = std::vector<detail::mt_one_of_many_ptr>;

    // What a request reads.
    struct plan : boost::intrusive_ref_counter<plan> {
        std::uint64_t context = 0;
        providers_type providers;
    };
    using plan_ptr = boost::intrusive_ptr<plan const>;

    struct found_by_type {};
    multi_request_broker(found_by_type, detail::mt_context& context)
        : mt_broker_base(context)
        , counters_(new detail::mt_call_counters)
    {
        if constexpr (reflected<R>)
            detail::assert_field_order<R>();
    }

    // Registering.
    using as = detail::function_identity;
    using first_message = typename route::nothing;
    template<class Handler>
    result<handle> add_in(std::uint64_t context, Handler&& handler);
    bool check_handler(std::uint64_t context, as const& function, failure& why) const;
    route_ptr make_route(detail::mt_registration_ptr const& owner);
    template<class Push>
    void enlist(std::uint64_t context, as const& function, route_ptr const& to,
        detail::mt_registration_ptr const& owner, Push const& push);
    void clear_in(std::uint64_t context) noexcept;
    void stop_all() noexcept;

    template<detail::fanout_fsm::mode Mode, class CompletionToken>
    auto initiate(R r, CompletionToken& token);
    template<detail::fanout_fsm::mode Mode, class Handler>
    void start(std::uint64_t context, R&& r, std::optional<std::size_t> wanted, Handler&& handler);
    providers_type find(std::uint64_t context) const;

    broker_kind kind() const noexcept override { return broker_kind::multi_request; }
    detail::mt_broker_facts facts() const override { return {count()}; }
    broker_stats count() const noexcept;
    void remove(detail::mt_registration& stopped) noexcept override;
    void close() noexcept override;

    std::uint64_t const context_id_ = 0; // of one that the program owns
    detail::published<plan> plan_;
    std::atomic<std::chrono::nanoseconds::rep> timeout_{-1};
    detail::mt_call_counters_ptr const counters_;
    // Under the mutex of the context.
    providers_type providers_; // in the order of registration
    std::vector<route_ptr> routes_;
    broker_stats earlier_; // of contexts before this one
};

} // namespace boost_broker

#include <boost_broker/impl/mt/multi_request_broker.hpp>

#endif
