// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_CALL_HPP
#define BOOST_BROKER_DETAIL_MT_CALL_HPP

// One request of the lane `mt` on its way to a provider, and its answer on the way back.

#include <boost_broker/detail/mt/completion_of.hpp>
#include <boost_broker/detail/mt/counter.hpp>
#include <boost_broker/detail/mt/registration.hpp>
#include <boost_broker/detail/provider.hpp>
#include <boost_broker/reply.hpp>
#include <boost_broker/result.hpp>

#include <atomic>
#include <utility>

namespace boost_broker::detail {

template<class R>
class mt_call;
template<class R>
class mt_forwarded_call;
template<class R>
using mt_call_ptr = boost::intrusive_ptr<mt_call<R>>;

/// The counters of a request broker. Requests may outlive it.
class mt_call_counters : public boost::intrusive_ref_counter<mt_call_counters>
{
public:
    using counter = std::atomic<std::uint64_t>;

    static void add(counter& to) noexcept { to.fetch_add(1, std::memory_order_relaxed); }

    broker_stats total() const noexcept
    {
        broker_stats sum;
        sum.sent = at_once.load() + queued.load(std::memory_order_relaxed);
        sum.queued = queued.load(std::memory_order_relaxed);
        sum.delivered = at_once.load() + delivered.load(std::memory_order_relaxed);
        sum.failed = failed.load(std::memory_order_relaxed);
        sum.answered = answered.load(std::memory_order_relaxed);
        sum.threw = threw.load(std::memory_order_relaxed);
        sum.timed_out = timed_out.load(std::memory_order_relaxed);
        sum.cancelled = cancelled.load(std::memory_order_relaxed);
        sum.late_answers = late.load(std::memory_order_relaxed);
        return sum;
    }

    // Those who ask and those who answer write for each request, and so to cache lines of their
    // own.
    alignas(64) counter queued{0};
    counter timed_out{0}, cancelled{0};
    alignas(64) mt_counter at_once; // on the executor of the provider
    counter delivered{0}, answered{0}, failed{0}, threw{0}, late{0};
};
using mt_call_counters_ptr = boost::intrusive_ptr<mt_call_counters>;

template<class R>
class mt_call : public mt_pending<result<response_t<R>>>
{
    using base = mt_pending<result<response_t<R>>>;

public:
    using response = response_t<R>;

    /// @param broker Where another provider is found; null if that may end before the request.
    mt_call(R&& request, mt_home home, mt_call_counters_ptr const& counters, std::uint64_t context,
        request_broker<R, mt_lane>* broker)
        : base(std::move(home))
        , counters_(counters.get())
        , context_id_(context)
        , request_(std::move(request))
        , keeps_(broker == nullptr ? counters : nullptr)
        , broker_(broker)
    {}

    request_broker<R, mt_lane>* broker() const noexcept { return broker_; }

    R& request() noexcept { return request_; }
    mt_call_counters& counters() noexcept { return *counters_; }
    std::uint64_t context_id() const noexcept { return context_id_; }

    [[no_unique_address]] message_trace<R> const trace{};

    /// The requester's executor is being destroyed, or the verb fails.
    void discard() noexcept override
    {
        if (this->settle())
            trace.failed(errc::cancelled);
        base::discard();
    }

    /// The requester does not wait after all; false if it is settled.
    bool take_back() noexcept
    {
        if (!this->settle())
            return false;
        count(counters_->failed);
        trace.failed(errc::cancelled);
        return true;
    }

    /// It is sent from now on.
    void count_sent() noexcept { count(counters_->queued); }

    void answered(result<response>&& answer) noexcept
    {
        if (finish_and_tell(std::move(answer)))
            return;
        if (!counts())
            return;
        mt_call_counters::add(counters_->late);
        report(diagnostic_kind::late_answer,
            "a provider answered after the requester had stopped waiting");
    }

    /// Completes a request that was sent, unless it is settled.
    bool finish_and_tell(result<response>&& answer) noexcept
    {
        if (!this->settle())
            return false;
        // Before: who gets the answer may end the context.
        count(answer ? counters_->answered : counters_->failed);
        trace.completed(answer);
        this->complete(std::move(answer));
        return true;
    }

    void give_up(errc why) noexcept override
    {
        if (!this->settle())
            return;
        trace.failed(why == errc::timed_out ? why : errc::provider_gone);
        if (why == errc::timed_out) {
            count(counters_->timed_out);
            this->complete(
                explain_end(errc::timed_out, "nobody answered ", " before its deadline"));
        } else {
            count(counters_->failed);
            this->complete(explain_end(
                errc::provider_gone, "the provider of ", " went away before it answered"));
        }
    }

    void cancelled(asio::cancellation_type type) noexcept
    {
        auto const gives_up = asio::cancellation_type::terminal | asio::cancellation_type::partial;
        if (type == asio::cancellation_type::none)
            return;
        bool const now = (type & gives_up) != asio::cancellation_type::none;
        if (!(now ? this->settle() : this->settle_while_queued()))
            return;
        count(counters_->cancelled);
        trace.failed(errc::cancelled);
        this->complete(
            explain_end(errc::cancelled, "the request ", " was cancelled by its requester"));
    }

    failure explain_end(errc code, std::string_view before, std::string_view behind) const noexcept
    {
        try {
            return {code,
                std::string(before) + std::string(type_name<R>) + " in " +
                    this->home().context().core().name_of(context_id_) + std::string(behind)};
        } catch (...) {
            return code; // no memory for a sentence
        }
    }

private:
    // What is counted, and who is told, is of the next context once this one is closed.
    bool counts() const noexcept { return this->home().context().core().is_open(context_id_); }
    void count(mt_call_counters::counter& what) noexcept
    {
        if (counts())
            mt_call_counters::add(what);
    }
    void report(diagnostic_kind kind, std::string_view text) const noexcept
    {
        this->home().context().report(kind, type_name<R>, text);
    }

    // Who answers reads these. They lie together, and behind what he writes.
    mt_call_counters* const counters_;
    std::uint64_t const context_id_;
    R request_;
    mt_call_counters_ptr const keeps_; // null if the broker does not end before
    request_broker<R, mt_lane>* const broker_;
};

/// Stands for a request that is answered by a `reply`, on any thread. The local lane hears of it
/// afterwards, on the executor of the provider.
template<class R>
class mt_reply final
    : public boost::intrusive_ref_counter<mt_reply<R>>
    , public cached_object<mt_reply<R>>
{
public:
    mt_reply(mt_call_ptr<R> origin, mt_inbox_ptr where, mt_forwarded_call<R>& local) noexcept
        : origin_(std::move(origin))
        , where_(std::move(where))
        , local_(&local)
    {
        done_.embedded = true;
        done_.slot.template hold<mt_reply*>(&run_done, this);
    }

    void answered(result<response_t<R>>&& answer) noexcept
    {
        origin_->answered(std::move(answer));
        intrusive_ptr_add_ref(this); // given back by `run_done`
        if (!where_->push(done_))
            intrusive_ptr_release(this);
    }

    /// On the executor: the local lane knows already.
    void forget_local() noexcept { local_ = nullptr; }

private:
    static void run_done(message_slot& slot, mt_inbox& from) noexcept
    {
        boost::intrusive_ptr<mt_reply> const self(slot.content<mt_reply*>(), false);
        from.channel().pop();
        if (self->local_ != nullptr)
            self->local_->answered_elsewhere();
    }

    mt_call_ptr<R> const origin_;
    mt_inbox_ptr const where_;
    mt_forwarded_call<R>* local_; // the executor's
    message_channel::node done_;
};

/// A request as the local lane sees it on the executor of the provider.
template<class R>
class mt_forwarded_call final : public call<R>
{
public:
    mt_forwarded_call(mt_call_ptr<R> origin, mt_inbox& where, call_counters_ptr counters)
        : call<R>(std::move(origin->request()), std::move(counters), where.core())
        , origin_(std::move(origin))
        , where_(where)
    {}

    boost::intrusive_ptr<mt_reply<R>> make_reply()
    {
        reply_.reset(new mt_reply<R>(origin_, mt_inbox_ptr(&where_), *this));
        return reply_;
    }

    void answered_elsewhere() noexcept
    {
        elsewhere_ = true;
        this->answered(failure(errc::provider_failed));
    }

private:
    void settle(result<response_t<R>>&& answer) noexcept override
    {
        if (auto const reply = std::move(reply_))
            reply->forget_local();
        if (!elsewhere_)
            origin_->answered(std::move(answer));
    }

    mt_call_ptr<R> const origin_;
    mt_inbox& where_;
    boost::intrusive_ptr<mt_reply<R>> reply_;
    bool elsewhere_ = false;
};

template<class R>
struct reply_target<R, mt_lane> {
    using type = boost::intrusive_ptr<mt_reply<R>>;
    static type make(call_ptr<R> const& c)
    {
        return static_cast<mt_forwarded_call<R>&>(*c).make_reply();
    }
};

} // namespace boost_broker::detail

#endif
