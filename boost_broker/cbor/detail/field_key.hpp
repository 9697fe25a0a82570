// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_DETAIL_FIELD_KEY_HPP
#define BOOST_BROKER_CBOR_DETAIL_FIELD_KEY_HPP

// The names of fields as they are on the wire, made at compile time: writing a key is a copy of a
// constant, reading an expected one a comparison with it.

#include <boost_broker/cbor/head.hpp>
#include <boost_broker/schema/fields.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <string_view>

namespace boost_broker::cbor::detail {

/// A text as data item.
template<std::size_t Size>
constexpr auto encode_key(std::string_view name) noexcept
{
    constexpr unsigned char info = shortest_info(Size);
    constexpr std::size_t length = info < head::one_byte ? 0 : info == head::one_byte ? 1 : 2;
    static_assert(Size <= 0xFFFF, "boost_broker: the name of a field has at most 65535 characters");
    std::array<std::byte, 1 + length + Size> item{};
    std::size_t at = 0;
    item[at++] = static_cast<std::byte>(static_cast<unsigned>(major::text) << 5 | info);
    for (std::size_t i = length; i-- != 0;)
        item[at++] = static_cast<std::byte>(Size >> 8 * i);
    for (char const c : name)
        item[at++] = static_cast<std::byte>(c);
    return item;
}

/// The name of field `I` of `T` as data item.
template<class T, std::size_t I>
inline constexpr auto field_key = detail::encode_key<schema::fields<T>::names[I].size()>(
    schema::fields<T>::names[I]);

/// Whether a key comes before another one in the bytewise order of RFC 8949, section 4.2.1: the
/// head comes first, and with it the length.
constexpr bool key_less(std::string_view a, std::string_view b) noexcept
{
    return a.size() != b.size() ? a.size() < b.size() : a < b;
}

/// The fields of a struct in the order of their keys.
template<class T>
inline constexpr auto fields_by_key = [] {
    using fields = schema::fields<T>;
    std::array<std::size_t, fields::size> order{};
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [](std::size_t a, std::size_t b) {
        return detail::key_less(fields::names[a], fields::names[b]);
    });
    return order;
}();

} // namespace boost_broker::cbor::detail

#endif
