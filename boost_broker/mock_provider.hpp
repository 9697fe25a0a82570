// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_MOCK_PROVIDER_HPP
#define BOOST_BROKER_MOCK_PROVIDER_HPP

// Stands in for a provider while a test runs. Prefer it to `replace_provider` in tests: what was
// there answers again afterwards, also if nothing was, and also after an exception.

#include <boost_broker/request_broker.hpp>

#include <utility>

namespace boost_broker {

/// Answers the requests of a type in a context while it exists.
/** The provider that is there, or is set or cleared meanwhile, stays as it is and answers when the
    mock has gone. Mocks nest: the innermost answers. What a mock has accepted and not answered when
    it ends completes with `errc::provider_gone`.

    @tparam R The request.
    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe.
    @par Example
    @code bb::mock_provider<get_device> mock(ctx, [] { return device_info{"mock", true}; });
   @endcode */
template<class R>
class [[nodiscard("the mock ends with this object; give it a name")]] mock_provider
{
public:
    /// Installs the mock.
    /** @param ctx The context.
        @param handler A provider, as for `set_provider`.
        @throws broker_error if it cannot be registered. */
    template<class Handler>
    mock_provider(context_ref ctx, Handler && handler)
    {
        if constexpr (detail::check_lane<R>() && detail::is_mt<R>) {
            mock_ = detail::mt_requests<R>::add_mock(ctx, std::forward<Handler>(handler)).value();
        } else {
            auto& broker =
                detail::require_open(ctx, detail::type_name<R>)->template get<request_broker<R>>();
            auto made =
                detail::make_provider<R>(broker, broker.counters_, std::forward<Handler>(handler));
            broker.add_mock(made.value());
            mock_ = detail::handle_access::make(detail::registration_ptr(*made));
        }
    }
    mock_provider(mock_provider const&) = delete;
    mock_provider& operator=(mock_provider const&) = delete;
    /// Removes the mock.
    ~mock_provider() = default;

private:
    handle mock_;
};

} // namespace boost_broker

#endif
