// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_PROVIDER_HPP
#define BOOST_BROKER_DETAIL_PROVIDER_HPP

// One provider and the requests that wait for it.

#include <boost_broker/detail/call_op.hpp>
#include <boost_broker/detail/exception_text.hpp>
#include <boost_broker/result.hpp>

#include <exception>
#include <typeinfo>
#include <utility>

namespace boost_broker::detail {

enum class answer_form { returns, coroutine, replies };

template<class R>
class provider;

/// How a function that returns the answer is called on the stack of a requester. No virtual
/// functions, so that the broker can keep them beside what else a request needs.
template<class R>
struct answer_functions {
    result<response_t<R>> (*take)(provider<R>&, R&&) noexcept = nullptr;
    /// For a request that is to stay as it is; null if it would have to be copied.
    result<response_t<R>> (*read)(provider<R>&, R const&) noexcept = nullptr;
};

template<class R>
class provider : public registration
{
public:
    using response = response_t<R>;

    /// @param at_once None if it answers later.
    provider(broker_base& broker, call_counters_ptr counters, inbox& where, answer_form form,
        answer_functions<R> at_once, bool has_owner)
        : registration(broker, broker.core(), where)
        , form_(form)
        , has_owner_(has_owner)
        , at_once_(at_once)
        , counters_(std::move(counters))
    {}

    answer_form form() const noexcept { return form_; }
    answer_functions<R> const& at_once() const noexcept { return at_once_; }
    bool is_coroutine() const noexcept { return form_ == answer_form::coroutine; }
    /// Whether it tracks an object, without which it does not answer.
    bool has_owner() const noexcept { return has_owner_; }
    bool on_stack() const noexcept { return on_stack_; }
    call_counters_ptr const& counters() const noexcept { return counters_; }
    std::string_view subject() const noexcept override { return type_name<R>; }
    handler_facts facts() const noexcept override;

    /// Calls the provider for a request that has reached it.
    void serve(call_ptr<R> const& c) noexcept
    {
        if (!c->taken())
            return;
        if (stopped()) {
            c->gone();
            return;
        }
        stack_scope const here(*this);
        answer(c);
    }

    /// Answers a request on the stack of the requester, who holds the inbox.
    /** Only if the form is `returns` and the provider is not on the stack already. */
    result<response> answer_at_once(R&& r) noexcept
    {
        ++counters_->answered_at_once;
        return at_once_.take(*this, std::move(r));
    }

    /// Accepts a request: calls the provider now, or as soon as its inbox comes to it.
    void accept(call_ptr<R> const& c)
    {
        if (where().can_deliver_directly(is_coroutine())) {
            add(*c);
            inbox::delivery_scope const here(where());
            serve(c);
        } else {
            where().reserve();
            add(*c);
            ++c->counters().queued;
            if constexpr (!is_mt<R>)
                c->trace.enqueued();
            where().template push<queued_call>(is_coroutine(), this, c);
        }
    }

    /// Whether its function is this one, as far as functions can be compared.
    virtual bool holds(std::type_info const& type, void const* function) const noexcept = 0;

protected:
    virtual void answer(call_ptr<R> const& c) noexcept = 0;
    /// For a handler in `serial`: how many requests have reached it and wait for their turn.
    virtual std::size_t waiting_turn() const noexcept = 0;

    result<response> threw() noexcept
    {
        ++counters_->stats.threw;
        auto const exception = std::current_exception();
        auto text = exception_text(exception);
        if (auto* const context = core())
            context->report(diagnostic_kind::handler_threw, subject(), text, exception);
        return failure(errc::provider_threw, std::move(text));
    }

    failure owner_expired() noexcept
    {
        return explain(errc::provider_gone, "the object that the provider of ", subject(), core(),
            " tracks no longer exists");
    }
    failure refused() noexcept
    {
        return explain(errc::provider_failed, "the predicate of the provider of ", subject(),
            core(), " refused the request");
    }
    failure gone() noexcept
    {
        return explain(errc::provider_gone, "the provider of ", subject(), core(),
            " went away before it answered");
    }
    /// Takes back that a request at once counts as a call.
    failure not_called(failure why) noexcept
    {
        --counters_->stats.delivered;
        return why;
    }
    void count_failed_at_once() noexcept { ++counters_->failed_at_once; }

    // Whoever calls a provider keeps its context busy, and what is stopped meanwhile lives until
    // that ends.
    class stack_scope
    {
    public:
        explicit stack_scope(provider& p) noexcept : provider_(p) { p.on_stack_ = true; }
        stack_scope(stack_scope const&) = delete;
        ~stack_scope()
        {
            provider_.on_stack_ = false;
            provider_.stop_if_idle();
        }

    private:
        provider& provider_;
    };

private:
    class queued_call
    {
    public:
        queued_call(provider* to, call_ptr<R> const& request) noexcept : to_(to), request_(request)
        {}

        void deliver() noexcept { to_->serve(request_); }
        void discard() noexcept {}

    private:
        boost::intrusive_ptr<provider> to_;
        call_ptr<R> request_;
    };

    // The list keeps its calls: where a requester ends the context when it is told that the
    // provider is gone, the messages of the others go with the context, and they have to be told,
    // too.
    void add(call<R>& c) noexcept
    {
        c.wait_for(*this);
        intrusive_ptr_add_ref(&c); // given back by `call::finish` or `abandon_callers`
        waiting_.push_back(c);
    }

    bool is_idle() const noexcept override
    {
        return waiting_.empty() && !on_stack_ && this->running() == 0;
    }

    void abandon_callers() noexcept override
    {
        while (!waiting_.empty()) {
            call_ptr<R> const next(&waiting_.front(), false);
            next->unlink();
            next->gone();
        }
    }

    answer_form const form_;
    bool const has_owner_;
    bool on_stack_ = false;
    answer_functions<R> const at_once_;
    call_counters_ptr const counters_;
    linked_list<call<R>> waiting_;
};

template<class R>
handler_facts provider<R>::facts() const noexcept
{
    handler_facts all;
    all.is_coroutine = is_coroutine();
    all.replies = form_ == answer_form::replies;
    std::size_t queued = 0;
    for (auto const& c : waiting_) {
        ++all.in_flight;
        queued += c.is_queued() ? 1 : 0;
    }
    // A plain provider answers one at a time, perhaps in the verb, where the list does not have it.
    if (form_ == answer_form::returns)
        all.in_flight = queued + (on_stack_ ? 1 : 0);
    all.waiting = queued + waiting_turn();
    return all;
}

template<class R>
using provider_ptr = boost::intrusive_ptr<provider<R>>;

} // namespace boost_broker::detail

#endif
