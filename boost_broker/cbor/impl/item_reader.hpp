// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_IMPL_ITEM_READER_HPP
#define BOOST_BROKER_CBOR_IMPL_ITEM_READER_HPP

// Reads CBOR into an item.

#include <boost_broker/cbor/detail/floating.hpp>
#include <boost_broker/cbor/detail/reader.hpp>
#include <boost_broker/cbor/item.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boost_broker::cbor {

namespace detail {

/// Finds a key that comes twice among the keys and values of a map.
/** @return Its second place among the entries, or their number if there is none. */
inline std::size_t repeated_key(std::span<item const> keys_and_values)
{
    auto const count = keys_and_values.size() / 2;
    std::vector<std::size_t> order(count);
    for (std::size_t i = 0; i != count; ++i)
        order[i] = i;
    auto const key = [&](std::size_t i) -> item const& { return keys_and_values[2 * i]; };
    // the second of two equal keys behind the first
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        auto const by_key = key(a) <=> key(b);
        return std::is_neq(by_key) ? std::is_lt(by_key) : a < b;
    });
    auto first = count;
    for (std::size_t i = 1; i < count; ++i) {
        if (key(order[i - 1]) == key(order[i]))
            first = std::min(first, order[i]);
    }
    return first;
}

class item_reader : reader
{
public:
    using reader::reader;
    using reader::state;

    bool whole(item& v)
    {
        if (!state().begin(left(begin())))
            return false;
        auto const next = value(begin(), v);
        if (next == nullptr)
            return false;
        return next == end() ||
            fail(errc::trailing_bytes, next,
                std::to_string(left(next)) + " bytes follow the item") != nullptr;
    }

private:
    position value(position at, item& v)
    {
        head h;
        auto next = any_head(at, h);
        if (next == nullptr)
            return nullptr;
        switch (h.type) {
        case major::unsigned_integer:
            v = item(h.argument);
            break;
        case major::negative_integer:
            v = item::negative(h.argument);
            break;
        case major::bytes:
        case major::text:
            next = string(at, h, next, v);
            break;
        case major::array:
            next = array(at, h, next, v);
            break;
        case major::map:
            next = map(at, h, next, v);
            break;
        case major::tag:
            next = tag(at, h, next, v);
            break;
        case major::simple:
            if (h.is_floating()) {
                auto const bits = detail::widen_floating(h.info, h.argument);
                v = item::floating(bits);
                if (detail::shortest_floating(bits).info != h.info)
                    v = std::move(v).written(static_cast<form>(h.info));
                return next;
            }
            v = item::simple(static_cast<std::uint8_t>(h.argument));
            return next;
        }
        if (next != nullptr && (h.is_indefinite() || h.info != shortest_info(h.argument)))
            v = std::move(v).written(static_cast<form>(h.info));
        return next;
    }

    position string(position at, head h, position next, item& v)
    {
        if (!h.is_indefinite())
            return piece_of(at, h, next, v);
        std::vector<item> pieces;
        for (;;) {
            std::string_view content;
            bool ended = false;
            auto const piece_at = next;
            next = chunk(piece_at, h.type, content, ended);
            if (next == nullptr)
                return nullptr;
            if (ended)
                break;
            if (!state().take_memory(1, sizeof(item), offset(piece_at)))
                return nullptr;
            head of_piece;
            auto const content_at = any_head(piece_at, of_piece);
            if (piece_of(piece_at, of_piece, content_at, pieces.emplace_back()) == nullptr)
                return nullptr;
        }
        v = item::in_pieces(h.type, std::move(pieces));
        return next;
    }

    position piece_of(position at, head const& h, position next, item& v)
    {
        std::string_view content;
        next = piece(at, h, next, content);
        if (next == nullptr || !state().take_memory(content.size(), 1, offset(at)))
            return nullptr;
        v = h.type == major::text ? item(content) : item(as_bytes(content));
        if (h.info != shortest_info(h.argument))
            v = std::move(v).written(static_cast<form>(h.info));
        return next;
    }

    /// Takes what one more element or entry costs.
    bool take(position at, std::size_t items)
    {
        return state().take_items(1, offset(at)) &&
            state().take_memory(items, sizeof(item), offset(at));
    }

    position array(position at, head h, position next, item& v)
    {
        remaining rest{};
        if (!enter(at, h, next, 1, rest))
            return nullptr;
        std::vector<item> elements;
        if (rest.known)
            schema::reserve_announced(elements, static_cast<std::size_t>(rest.count), left(next));
        while (more(next, rest)) {
            if (!take(next, 1))
                return nullptr;
            next = value(next, elements.emplace_back());
            if (next == nullptr)
                return state().in_element(elements.size() - 1), nullptr;
        }
        leave();
        v = item::array(std::move(elements));
        return next;
    }

    position map(position at, head h, position next, item& v)
    {
        remaining rest{};
        if (!enter(at, h, next, 2, rest))
            return nullptr;
        std::vector<item> parts;
        std::vector<position> keys; // where they are, for what is said of one that comes twice
        while (more(next, rest)) {
            if (!take(next, 2) || !state().take_memory(2, sizeof(position), offset(next)))
                return nullptr;
            keys.push_back(next);
            next = value(next, parts.emplace_back());
            if (next == nullptr)
                return nullptr;
            next = value(next, parts.emplace_back());
            if (next == nullptr)
                return in_entry(parts[parts.size() - 2], keys.size() - 1);
        }
        if (next == nullptr)
            return nullptr;
        auto const repeated = detail::repeated_key(parts);
        if (repeated != keys.size()) {
            fail(errc::duplicate_key, keys[repeated], "the key comes twice");
            return in_entry(parts[2 * repeated], repeated);
        }
        leave();
        v = item::map(std::move(parts));
        return next;
    }

    position in_entry(item const& key, std::size_t index)
    {
        if (key.type() == major::text)
            state().in_entry(key.joined());
        else
            state().in_element(index);
        return nullptr;
    }

    position tag(position at, head h, position next, item& v)
    {
        if (!state().enter(offset(at)) || !take(at, 1))
            return nullptr;
        item content;
        next = value(next, content);
        leave();
        v = item::tagged(h.argument, std::move(content));
        return next;
    }
};

} // namespace detail

inline result<item> item::decode(
    std::span<std::byte const> data, decode_limits const& limits, codec_error* why)
{
    result<item> read(boost::system::in_place_value);
    detail::item_reader from(data, limits);
    if (!from.whole(*read)) {
        read = schema::report(
            std::move(from.state().error()), schema::coding::decode, "CBOR", "an item", why);
    }
    return read;
}

} // namespace boost_broker::cbor

#endif
