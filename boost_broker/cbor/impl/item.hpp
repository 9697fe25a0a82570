// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_IMPL_ITEM_HPP
#define BOOST_BROKER_CBOR_IMPL_ITEM_HPP

#include <boost_broker/cbor/item.hpp>

#include <algorithm>

namespace boost_broker::cbor {

inline std::string item::joined() const
{
    std::string whole(text());
    for (auto const& piece : items())
        whole += piece.text();
    return whole;
}

inline item const* item::find(std::string_view key) const
{
    auto const parts = items();
    if (type_ != major::map)
        return nullptr;
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
        bool const whole = parts[i].how() != form::indefinite;
        if (parts[i].type() == major::text &&
            (whole ? parts[i].text() == key : parts[i].joined() == key))
            return &parts[i + 1];
    }
    return nullptr;
}

inline std::strong_ordering item::compare(item const& other) const
{
    if (auto const order = type_ <=> other.type_; std::is_neq(order))
        return order;
    if (auto const order = floating_ <=> other.floating_; std::is_neq(order))
        return order;
    if (auto const order = argument_ <=> other.argument_; std::is_neq(order))
        return order;
    if (type_ == major::bytes || type_ == major::text) {
        bool const whole = form_ != form::indefinite && other.form_ != form::indefinite;
        return whole ? text() <=> other.text() : joined() <=> other.joined();
    }
    auto const a = items();
    auto const b = other.items();
    return std::lexicographical_compare_three_way(a.begin(), a.end(), b.begin(), b.end());
}

} // namespace boost_broker::cbor

#endif
