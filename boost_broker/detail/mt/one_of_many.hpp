// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_ONE_OF_MANY_HPP
#define BOOST_BROKER_DETAIL_MT_ONE_OF_MANY_HPP

// One of the providers of a multi-request in the lane `mt`, as requesters on any thread know it.

#include <boost_broker/detail/handler_layers.hpp>
#include <boost_broker/detail/mt/registration.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <atomic>
#include <cstddef>
#include <new>
#include <type_traits>
#include <typeinfo>

namespace boost_broker::detail {

/// Which function a handler calls, if that can be told. It is a copy, as the handler itself is
/// somewhere else.
class function_identity
{
public:
    function_identity() = default;
    template<class F>
    static function_identity of(F const& f) noexcept
    {
        using function = std::decay_t<F>;
        function_identity made;
        if constexpr (compares_quietly<function>) {
            static_assert(std::is_trivially_copyable_v<function> && sizeof(function) <= size);
            ::new (static_cast<void*>(made.copy_)) function(f);
            made.equal_ = [](std::byte const* a, std::byte const* b) {
                return *std::launder(reinterpret_cast<function const*>(a)) ==
                    *std::launder(reinterpret_cast<function const*>(b));
            };
            made.type_ = &typeid(function);
        }
        return made;
    }

    /// Whether both call the same function, as far as one can tell.
    friend bool operator==(function_identity const& a, function_identity const& b) noexcept
    {
        return a.type_ != nullptr && b.type_ != nullptr && *a.type_ == *b.type_ &&
            a.equal_(a.copy_, b.copy_);
    }

private:
    static constexpr std::size_t size = 4 * sizeof(void*);

    std::type_info const* type_ = nullptr;
    bool (*equal_)(std::byte const*, std::byte const*) = nullptr;
    alignas(void*) std::byte copy_[size] = {};
};

struct mt_one_of_many : boost::intrusive_ref_counter<mt_one_of_many> {
    mt_registration_ptr by;
    function_identity function;
    /// The object that it tracks is gone, and with it the provider: it has nothing to say any more,
    /// also to those who could not know that when they asked.
    std::atomic<bool> owner_gone{false};
};
using mt_one_of_many_ptr = boost::intrusive_ptr<mt_one_of_many>;

} // namespace boost_broker::detail

#endif
