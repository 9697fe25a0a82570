// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_IMPL_ITEM_ENCODER_HPP
#define BOOST_BROKER_CBOR_IMPL_ITEM_ENCODER_HPP

// Writes an item, as it remembers or in the one form.

#include <boost_broker/cbor/detail/floating.hpp>
#include <boost_broker/cbor/detail/output.hpp>
#include <boost_broker/cbor/item.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace boost_broker::cbor {

namespace detail {

template<class Output>
class item_encoder
{
public:
    using position = typename Output::position;

    item_encoder(Output output, bool deterministic) noexcept
        : output_(output)
        , deterministic_(deterministic)
    {}

    position value(position at, item const& v)
    {
        switch (v.type()) {
        case major::bytes:
        case major::text:
            return string(at, v);
        case major::array:
            return parts(at, v, v.items().size());
        case major::map:
            return deterministic_ ? sorted(at, v) : parts(at, v, v.items().size() / 2);
        case major::tag:
            return parts(at, v, v.argument());
        case major::simple:
            return v.is_floating() ? floating(at, v) : argument(at, v, v.argument());
        default:
            return argument(at, v, v.argument());
        }
    }

private:
    bool has_form(item const& v, form how) const noexcept
    {
        return !deterministic_ && v.how() == how;
    }

    /// Writes the head of an item that is no floating-point number.
    position argument(position at, item const& v, std::uint64_t value)
    {
        auto const shortest = shortest_info(value);
        auto const wanted = static_cast<unsigned char>(v.how());
        bool const fits = !deterministic_ && wanted >= std::max(shortest, head::one_byte) &&
            wanted != head::indefinite;
        // a simple value has one form
        return output_.put_head(
            at, v.type(), fits && v.type() != major::simple ? wanted : shortest, value);
    }

    position floating(position at, item const& v)
    {
        auto form = detail::shortest_floating(v.argument());
        if (has_form(v, form::eight_bytes)) {
            form = {27, v.argument()};
        } else if (has_form(v, form::four_bytes)) {
            if (auto const bits = single::narrow(v.argument()))
                form = {26, *bits};
        }
        return output_.put_head(at, major::simple, form.info, form.bits);
    }

    position string(position at, item const& v)
    {
        if (has_form(v, form::indefinite))
            return parts(at, v, 0);
        auto const content = v.joined();
        at = argument(at, v, content.size());
        return at ? output_.data(at, content.data(), content.size()) : at;
    }

    position parts(position at, item const& v, std::uint64_t count)
    {
        bool const open = has_form(v, form::indefinite) && v.type() != major::tag;
        at = open ? output_.byte(at, first_byte(v.type(), head::indefinite))
                  : argument(at, v, count);
        for (auto const& part : v.items()) {
            if (!at)
                return at;
            at = value(at, part);
        }
        return open && at ? output_.byte(at, first_byte(major::simple, head::indefinite)) : at;
    }

    position sorted(position at, item const& v)
    {
        auto const keys_and_values = v.items();
        std::vector<std::pair<bytes, item const*>> order;
        for (std::size_t i = 0; i + 1 < keys_and_values.size(); i += 2)
            order.emplace_back(keys_and_values[i].to_bytes(true), &keys_and_values[i + 1]);
        std::sort(order.begin(), order.end(),
            [](auto const& a, auto const& b) { return a.first < b.first; });
        at = argument(at, v, order.size());
        for (auto const& [key, mapped] : order) {
            if (at)
                at = output_.data(at, key.data(), key.size());
            if (at)
                at = value(at, *mapped);
        }
        return at;
    }

    Output output_;
    bool deterministic_;
};

} // namespace detail

inline std::size_t item::encoded_size(bool deterministic) const
{
    detail::item_encoder<detail::counting_output> to({}, deterministic);
    return to.value({0}, *this).size;
}

inline result<std::size_t> item::encode(std::span<std::byte> buffer, bool deterministic) const
{
    detail::item_encoder<detail::buffer_output> to(detail::buffer_output(buffer), deterministic);
    auto const end = to.value(buffer.data(), *this);
    if (end == nullptr)
        return schema::report(detail::too_small(encoded_size(deterministic), buffer.size()),
            schema::coding::encode, "CBOR", "an item", nullptr);
    return static_cast<std::size_t>(end - buffer.data());
}

inline bytes item::to_bytes(bool deterministic) const
{
    bytes data(encoded_size(deterministic));
    (void)encode(data, deterministic);
    return data;
}

} // namespace boost_broker::cbor

#endif
