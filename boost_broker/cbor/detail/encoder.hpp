// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_DETAIL_ENCODER_HPP
#define BOOST_BROKER_CBOR_DETAIL_ENCODER_HPP

// Writes a message as CBOR. The same code writes to a buffer and counts, so that the two agree.

#include <boost_broker/cbor/detail/field_key.hpp>
#include <boost_broker/cbor/detail/floating.hpp>
#include <boost_broker/cbor/detail/output.hpp>
#include <boost_broker/schema/codec_error.hpp>
#include <boost_broker/schema/enumerators.hpp>
#include <boost_broker/schema/fields.hpp>
#include <boost_broker/schema/kind_of.hpp>
#include <boost_broker/schema/map_key.hpp>
#include <boost_broker/schema/name_of.hpp>
#include <boost_broker/schema/utf8.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace boost_broker::cbor::detail {

using schema::kind;

/// How an encoder chooses among the forms that CBOR has for one value.
struct forms {
    bool deterministic;
    bool definite_maps;
};

template<class Output>
class encoder
{
public:
    using position = typename Output::position;

    encoder(Output output, forms form) noexcept : output_(output), form_(form) {}

    codec_error& error() noexcept { return error_; }

    template<class T>
    position value(position at, T const& v)
    {
        constexpr kind k = schema::kind_of<T>;
        if constexpr (k == kind::nothing)
            return output_.byte(at, first_byte(major::map, 0));
        else if constexpr (k == kind::boolean)
            return output_.byte(at, simple_byte(v ? simple_value::true_ : simple_value::false_));
        else if constexpr (k == kind::character)
            return text(at, schema::character_text(v));
        else if constexpr (k == kind::unsigned_integer)
            return number(at, major::unsigned_integer, v);
        else if constexpr (k == kind::signed_integer)
            return number(at, v < 0 ? major::negative_integer : major::unsigned_integer,
                static_cast<std::uint64_t>(v < 0 ? -1 - std::int64_t{v} : std::int64_t{v}));
        else if constexpr (k == kind::floating)
            return floating(at, v);
        else if constexpr (k == kind::text)
            return checked_text(at, std::string_view(v.data(), v.size()));
        else if constexpr (k == kind::bytes)
            return string(at, major::bytes, v.data(), v.size());
        else if constexpr (k == kind::sequence || k == kind::array)
            return elements(at, v);
        else if constexpr (k == kind::optional)
            return v ? value(at, *v) : output_.byte(at, simple_byte(simple_value::null));
        else if constexpr (k == kind::map)
            return map(at, v);
        else if constexpr (k == kind::tuple)
            return tuple(at, v);
        else if constexpr (k == kind::variant)
            return variant(at, v);
        else if constexpr (k == kind::structure)
            return structure(at, v);
        else
            return represented(at, v);
    }

private:
    static constexpr std::byte simple_byte(simple_value value) noexcept
    {
        return first_byte(major::simple, static_cast<unsigned char>(value));
    }

    BOOST_NOINLINE position fail(errc code, char const* reason)
    {
        error_ = codec_error(code, codec_error::no_offset, reason);
        return Output::failed();
    }

    position number(position at, major type, std::uint64_t argument)
    {
        return output_.put_head(at, type, argument);
    }

    position string(position at, major type, void const* data, std::size_t size)
    {
        at = number(at, type, size);
        return at ? output_.data(at, data, size) : at;
    }

    position text(position at, std::string_view content)
    {
        return string(at, major::text, content.data(), content.size());
    }

    position checked_text(position at, std::string_view content)
    {
        if (Output::checks && BOOST_UNLIKELY(!schema::is_utf8(content)))
            return fail(errc::invalid_utf8, "the text is not valid UTF-8");
        return text(at, content);
    }

    /// What is no number has one form, which is short.
    static constexpr std::uint64_t canonical_nan = 0x7E00;

    template<class T>
    position floating(position at, T v)
    {
        if (BOOST_UNLIKELY(v != v))
            return output_.put_head(at, major::simple, 25, canonical_nan);
        if (BOOST_UNLIKELY(form_.deterministic || std::isinf(v))) {
            auto const [info, bits] =
                detail::shortest_floating(std::bit_cast<std::uint64_t>(static_cast<double>(v)));
            return output_.put_head(at, major::simple, info, bits);
        }
        if (std::abs(v) <= std::numeric_limits<float>::max()) {
            auto const narrow = static_cast<float>(v);
            if (static_cast<T>(narrow) == v)
                return output_.put_head(
                    at, major::simple, 26, std::bit_cast<std::uint32_t>(narrow));
        }
        return output_.put_head(
            at, major::simple, 27, std::bit_cast<std::uint64_t>(static_cast<double>(v)));
    }

    template<class T>
    position elements(position at, T const& v)
    {
        at = number(at, major::array, v.size());
        std::size_t i = 0;
        for (auto&& element : v) {
            if (!at)
                return at;
            at = value<schema::element_type<T>>(at, element);
            if (BOOST_UNLIKELY(!at))
                in_element(i);
            ++i;
        }
        return at;
    }

    template<class T>
    position tuple(position at, T const& v)
    {
        constexpr auto size = std::tuple_size_v<T>;
        at = number(at, major::array, size);
        return at ? tuple_parts(at, v, std::make_index_sequence<size>()) : at;
    }

    template<class T, std::size_t... I>
    position tuple_parts(position at, [[maybe_unused]] T const& v, std::index_sequence<I...>)
    {
        (void)((at = tuple_part(at, std::get<I>(v), I)) && ...);
        return at;
    }

    template<class T>
    position tuple_part(position at, T const& v, std::size_t i)
    {
        at = value(at, v);
        if (BOOST_UNLIKELY(!at))
            in_element(i);
        return at;
    }

    template<class T>
    position entry(position at, schema::key_text const& key, T const& mapped)
    {
        at = checked_text(at, key.view());
        if (at)
            at = value(at, mapped);
        if (BOOST_UNLIKELY(!at))
            in_entry(key.view());
        return at;
    }

    /// A map is written as the tables of the seed are: without its size.
    template<class T>
    position map(position at, T const& v)
    {
        bool const definite = form_.definite_maps || form_.deterministic;
        at = definite ? number(at, major::map, v.size())
                      : output_.byte(at, first_byte(major::map, head::indefinite));
        if (form_.deterministic && v.size() > 1)
            return at ? sorted_entries(at, v) : at;
        for (auto const& [key, mapped] : v) {
            if (!at)
                return at;
            at = entry(at, schema::key_text(key), mapped);
        }
        return definite || !at ? at : output_.byte(at, first_byte(major::simple, head::indefinite));
    }

    template<class T>
    position sorted_entries(position at, T const& v)
    {
        using iterator = typename T::const_iterator;
        std::vector<iterator> order;
        order.reserve(v.size());
        for (auto i = v.begin(); i != v.end(); ++i)
            order.push_back(i);
        std::sort(order.begin(), order.end(), [](iterator a, iterator b) {
            return detail::key_less(
                schema::key_text(a->first).view(), schema::key_text(b->first).view());
        });
        for (auto const i : order) {
            at = entry(at, schema::key_text(i->first), i->second);
            if (!at)
                break;
        }
        return at;
    }

    template<class T>
    position variant(position at, T const& v)
    {
        if (v.valueless_by_exception())
            return fail(errc::not_encodable, "the variant has no value");
        auto const name = schema::alternative_names<T>[v.index()];
        at = output_.byte(at, first_byte(major::map, 1));
        if (at)
            at = text(at, name);
        if (at)
            at = std::visit([&](auto const& chosen) { return value(at, chosen); }, v);
        if (BOOST_UNLIKELY(!at))
            in_entry(name);
        return at;
    }

    template<class T>
    position represented(position at, T const& v)
    {
        if constexpr (schema::kind_of<T> == kind::enumeration) {
            if (BOOST_UNLIKELY(!schema::is_enumerator(v)))
                return fail(errc::unknown_enumerator, "the number has no enumerator");
        }
        return value<schema::represented_type<T>>(at, schema::represent(v));
    }

    template<class T>
    position structure(position at, T const& v)
    {
        using fields = schema::fields<T>;
        constexpr auto all = std::make_index_sequence<fields::size>();
        at = number(at, major::map, count_fields(v, all));
        if (!at)
            return at;
        if (BOOST_UNLIKELY(form_.deterministic)) {
            for (auto const index : fields_by_key<T>) {
                if (!fields::visit(index, [&](auto i) {
                        at = field<i>(at, v);
                        return static_cast<bool>(at);
                    }))
                    break;
            }
            return at;
        }
        return in_order(at, v, all);
    }

    template<class T, std::size_t... I>
    static std::size_t count_fields([[maybe_unused]] T const& v, std::index_sequence<I...>)
    {
        return (std::size_t{0} + ... + (is_written<I>(v) ? 1 : 0));
    }

    template<std::size_t I, class T>
    static bool is_written([[maybe_unused]] T const& v)
    {
        using fields = schema::fields<T>;
        if constexpr (schema::kind_of<typename fields::template type<I>> == kind::optional)
            return static_cast<bool>(fields::template get<I>(v));
        else
            return true;
    }

    template<class T, std::size_t... I>
    position in_order(position at, [[maybe_unused]] T const& v, std::index_sequence<I...>)
    {
        (void)((at = field<I>(at, v)) && ...);
        return at;
    }

    template<std::size_t I, class T>
    position field(position at, T const& v)
    {
        using fields = schema::fields<T>;
        if (!is_written<I>(v))
            return at;
        at = output_.data(at, field_key<T, I>);
        if (at)
            at = value(at, fields::template get<I>(v));
        if (BOOST_UNLIKELY(!at))
            in_field(fields::names[I]);
        return at;
    }

    BOOST_NOINLINE void in_field(std::string_view name) { error_.in_field(name); }
    BOOST_NOINLINE void in_element(std::size_t i) { error_.in_element(i); }
    BOOST_NOINLINE void in_entry(std::string_view key) { error_.in_entry(key); }

    Output output_;
    forms form_;
    codec_error error_;
};

} // namespace boost_broker::cbor::detail

#endif
