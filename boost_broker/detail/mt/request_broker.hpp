// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_REQUEST_BROKER_HPP
#define BOOST_BROKER_DETAIL_MT_REQUEST_BROKER_HPP

// The requests of one type in one context, for any threads: who answers, and how a request gets
// there.

#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/detail/mt/found.hpp>
#include <boost_broker/detail/mt/published.hpp>
#include <boost_broker/detail/mt/registering.hpp>
#include <boost_broker/detail/mt/request_route.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/result.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

namespace boost_broker {

namespace detail {
template<class R>
class mt_blocking_call;
}

template<class R>
class request_broker<R, detail::mt_lane> final : public detail::mt_broker_base
{
    static_assert(detail::check_request<R>());

public:
    using response = response_t<R>;

    explicit request_broker(context_ref ctx);
    ~request_broker() override;

    template<class Handler>
    [[nodiscard]] result<handle> set_provider(Handler&& handler)
    {
        return provide(context_id_, place::first, std::forward<Handler>(handler));
    }
    template<class Handler>
    [[nodiscard]] result<handle> replace_provider(Handler&& handler)
    {
        return provide(context_id_, place::next, std::forward<Handler>(handler));
    }
    void clear_provider() noexcept { clear(context_id_); }
    bool is_provided() const noexcept { return find(context_id_) != nullptr; }

    template<class CompletionToken = boost::asio::deferred_t>
    auto request(R r, CompletionToken&& token = CompletionToken());
    /// Waits for the answer on this thread; see `blocking`.
    result<response> request_now(R&& r, blocking_t how = {})
    {
        return now(context_id_, std::move(r), how);
    }

    void set_timeout(std::chrono::nanoseconds limit) { set_timeout_in(context_id_, limit); }
    /// For the verb `stats`.
    static broker_stats stats_of(context_ref ctx) noexcept
    {
        auto* const broker = detail::mt_find<request_broker>(ctx);
        return broker != nullptr ? broker->stats() : broker_stats();
    }
    broker_stats stats() const noexcept override;

private:
    friend class detail::mt_context;
    friend struct detail::mt_requests<R>;
    friend struct detail::mt_call_message<R>;
    template<class>
    friend class mock_provider;
    using route_ptr = detail::mt_request_route_ptr<R>;

    enum class place {
        first, // only if there is none
        next,  // instead of the one there is
        mock   // in front of it
    };
    // What a request reads.
    struct plan : boost::intrusive_ref_counter<plan> {
        std::uint64_t context = 0;
        detail::mt_registration_ptr by;
        route_ptr to;
        std::uint64_t number = 0; // of `by`, for its route
        detail::answer_form form = detail::answer_form::returns;
    };
    using plan_ptr = boost::intrusive_ptr<plan const>;
    using blocking_call = detail::mt_blocking_call<R>;
    template<class Handler>
    struct provide_task;
    struct leave_task;

    struct found_by_type {};
    request_broker(found_by_type, detail::mt_context& context)
        : mt_broker_base(context)
        , counters_(new detail::mt_call_counters)
    {
        if constexpr (reflected<R>)
            detail::assert_field_order<R>();
    }

    template<class Handler>
    result<handle> provide(std::uint64_t context, place where, Handler&& handler);
    void clear(std::uint64_t context) noexcept;
    // Under the mutex, because a context that closes meanwhile gives way to the next.
    void set_timeout_in(std::uint64_t context, std::chrono::nanoseconds limit)
    {
        std::lock_guard const lock(this->context().mutex());
        if (this->context().serves(context))
            timeout_.store(std::max(limit, std::chrono::nanoseconds(0)).count());
    }
    plan const* find(std::uint64_t context) const noexcept
    {
        auto const* const now = plan_.read();
        return now != nullptr && now->context == context ? now : nullptr;
    }
    failure nobody_answers(std::uint64_t context) const noexcept;
    std::chrono::nanoseconds limit(std::chrono::nanoseconds own) const noexcept
    {
        return detail::choose_limit<R>(own, std::chrono::nanoseconds(timeout_.load()), true);
    }

    bool answers_at_once(plan const& by) const noexcept;
    result<response> answer_at_once(plan const& by, R&& r) noexcept;
    result<response> call_at_once(plan const& by, R&& r) noexcept;
    std::uint64_t where_sent(std::uint64_t context) const noexcept;
    static failure completed(failure why) noexcept;
    template<class Handler>
    void start(std::uint64_t context, R&& r, Handler&& handler);
    void send(plan const& by, detail::mt_call_ptr<R> c) noexcept;
    void send_to_provider(detail::mt_call_ptr<R> c) noexcept;
    result<response> run_here(plan const& by, std::uint64_t context, R&& r);
    request_broker* as_target() noexcept { return context_id_ == 0 ? this : nullptr; }
    result<response> now(std::uint64_t context, R&& r, blocking_t how);
    bool may_look_first(plan const& by) const noexcept;
    static failure would_deadlock(blocking_call const& c) noexcept;
    result<response> wait_longer(plan const& by, blocking_call& c, std::chrono::nanoseconds limit);
    bool answers(plan const& by, void const* answerer) const noexcept;

    std::string_view subject() const noexcept override { return detail::type_name<R>; }
    broker_kind kind() const noexcept override { return broker_kind::request; }
    detail::mt_broker_facts facts() const override { return {count()}; }
    broker_stats count() const noexcept;
    route_ptr route_to(detail::mt_inbox_ptr const& where);
    void remove(detail::mt_registration& stopped) noexcept override;
    void close() noexcept override;

    std::uint64_t const context_id_ = 0; // of one that the program owns
    detail::published<plan> plan_;
    std::atomic<std::chrono::nanoseconds::rep> timeout_{-1};
    detail::mt_call_counters_ptr const counters_;
    // Under the mutex of the context.
    plan_ptr provider_;
    std::vector<plan_ptr> mocks_; // the innermost answers
    std::vector<detail::mt_registration_ptr> replaced_;
    std::vector<route_ptr> routes_;
    std::uint64_t last_number_ = 0;
    broker_stats earlier_; // of contexts before this one
};

} // namespace boost_broker

#include <boost_broker/impl/mt/request_broker.hpp>

#endif
