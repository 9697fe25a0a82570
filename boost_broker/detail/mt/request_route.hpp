// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_REQUEST_ROUTE_HPP
#define BOOST_BROKER_DETAIL_MT_REQUEST_ROUTE_HPP

// The way of one request type to one inbox, and the providers there, as the local lane has them.

#include <boost_broker/detail/mt/call.hpp>
#include <boost_broker/detail/provider_of.hpp>
#include <boost_broker/result.hpp>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace boost_broker::detail {

template<class R>
class mt_request_route final
    : public boost::intrusive_ref_counter<mt_request_route<R>>
    , public mt_tenant
{
public:
    /// @param kind Whose providers they are.
    explicit mt_request_route(mt_inbox_ptr where, broker_kind kind = broker_kind::request) noexcept
        : inbox_(std::move(where))
        , kind_(kind)
    {}

    static std::string_view subject() noexcept { return type_name<R>; }
    mt_inbox& where() const noexcept { return *inbox_; }

    // On the executor.

    void arrive() noexcept
    {
        if (std::exchange(arrived_, true))
            return;
        inbox_->add(*this);
        intrusive_ptr_add_ref(this); // given back by `inbox_ended`
    }

    /// Registers a provider.
    /// @param number What `find` finds it by, if it is not 0.
    template<class Handler>
    result<handle> add(mt_handler<Handler>&& handler, std::uint64_t number)
    {
        if (host_ == nullptr)
            host_.reset(new host(inbox_->core(), kind_));
        auto made = make_provider<R>(*host_, host_->counters, std::move(handler));
        if (!made)
            return made.error();
        host_->providers.push_back({number, *made});
        return handle_access::make(registration_ptr(*made));
    }

    /// The same for `mt_registrar`.
    struct nothing {};
    template<class Handler>
    result<handle> begin(mt_registration_ptr const&, mt_handler<Handler>&& handler, nothing)
    {
        return add(std::move(handler), 0);
    }

    void inbox_ended() noexcept override
    {
        host_.reset();
        intrusive_ptr_release(this);
    }

    /// A provider, or null if it has ended.
    provider_ptr<R> find(std::uint64_t number) const noexcept
    {
        if (host_ != nullptr) {
            for (auto const& known : host_->providers) {
                if (known.number == number)
                    return known.local;
            }
        }
        return nullptr;
    }

    /// Answers a request; false if the provider has ended, and the request is as it was.
    static bool serve(mt_registration const& by, mt_call_ptr<R> const& c, mt_inbox& where) noexcept
    {
        return serve(boost::static_pointer_cast<provider<R>>(by.local()), c, where);
    }
    static bool serve(
        provider_ptr<R> const& local, mt_call_ptr<R> const& c, mt_inbox& where) noexcept
    {
        if (local == nullptr || local->stopped())
            return false;
        mt_call_counters::add(c->counters().delivered);
        arrived_message<R> const here(c.get());
        if (local->form() == answer_form::returns && !local->on_stack() &&
            inbox::home_scope::applies(where.core())) {
            inbox::home_scope const at_home(where.core());
            c->answered(local->answer_at_once(std::move(c->request())));
        } else {
            accept(*local, c, where);
        }
        return true;
    }

private:
    // The providers of the local lane have to belong to a broker.
    struct host final : broker_base {
        host(context_core& core, broker_kind k)
            : broker_base(core)
            , counters(new call_counters)
            , kind_(k)
        {
            core.attach(*this);
        }
        ~host() override { close(); }

        broker_kind kind() const noexcept override { return kind_; }
        std::string_view subject() const noexcept override { return type_name<R>; }
        broker_stats stats() const noexcept override { return counters->total(); }
        void remove(registration& stopped) noexcept override
        {
            std::erase_if(providers, [&](auto const& p) { return p.local.get() == &stopped; });
        }
        void close() noexcept override
        {
            while (!providers.empty()) {
                auto const last = providers.back().local;
                last->stop();
            }
        }

        struct entry {
            std::uint64_t number;
            provider_ptr<R> local;
        };

        call_counters_ptr const counters;
        std::vector<entry> providers;

    private:
        broker_kind const kind_;
    };

    static void accept(provider<R>& local, mt_call_ptr<R> const& c, mt_inbox& where) noexcept
    {
        try {
            boost::intrusive_ptr<mt_forwarded_call<R>> const forwarded(
                new mt_forwarded_call<R>(c, where, local.counters()));
            local.accept(forwarded);
        } catch (...) { // no memory
            auto const exception = std::current_exception();
            c->answered(failure(errc::provider_threw, exception_text(exception)));
        }
    }

    mt_inbox_ptr const inbox_;
    broker_kind const kind_;
    std::unique_ptr<host> host_; // the executor's, as the next
    bool arrived_ = false;
};

template<class R>
using mt_request_route_ptr = boost::intrusive_ptr<mt_request_route<R>>;

/// A request that waits in an inbox. It names its provider by a number: two threads that count the
/// owners of its registration for each request would cost as much as all the rest.
template<class R>
struct mt_call_message {
    mt_call_ptr<R> request;
    mt_request_route<R>* to; // which lives as long as the inbox delivers
    std::uint64_t provider;

    static void run(message_slot& slot, mt_inbox& from) noexcept
    {
        auto& content = slot.content<mt_call_message>();
        auto const request = std::move(content.request);
        auto const& to = *content.to;
        auto const provider = content.provider;
        content.~mt_call_message();
        from.channel().pop();
        if (from.is_closed() || !request->claim())
            return request->give_up(errc::provider_gone); // nothing, if it is settled
        if (!to.serve(to.find(provider), request, from))
            send_again(request);
    }

    // The provider was replaced, and had ended already when the request came to it.
    static void send_again(mt_call_ptr<R> const& request) noexcept
    {
        if (request->broker() != nullptr && request->unclaim())
            request->broker()->send_to_provider(request);
        else
            request->give_up(errc::provider_gone);
    }
};

} // namespace boost_broker::detail

#endif
