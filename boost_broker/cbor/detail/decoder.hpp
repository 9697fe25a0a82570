// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_DETAIL_DECODER_HPP
#define BOOST_BROKER_CBOR_DETAIL_DECODER_HPP

// Reads CBOR into a message. Positions go through as in reader.hpp.

#include <boost_broker/cbor/detail/field_key.hpp>
#include <boost_broker/cbor/detail/number.hpp>
#include <boost_broker/cbor/detail/reader.hpp>
#include <boost_broker/cbor/detail/typed_array.hpp>
#include <boost_broker/schema/enumerators.hpp>
#include <boost_broker/schema/fields.hpp>
#include <boost_broker/schema/initial.hpp>
#include <boost_broker/schema/kind_of.hpp>
#include <boost_broker/schema/map_key.hpp>
#include <boost_broker/schema/name_of.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace boost_broker::cbor::detail {

using schema::kind;

/// What a value travels as in the end: the number of an enumerator, what a strong typedef is of.
template<class T>
struct travels_as {
    using type = T;
};
template<class T>
    requires(schema::kind_of<T> == kind::strong || schema::kind_of<T> == kind::enumeration ||
        schema::kind_of<T> == kind::duration || schema::kind_of<T> == kind::time_point)
struct travels_as<T> : travels_as<schema::represented_type<T>> {};

template<class T>
constexpr kind wire_kind = schema::kind_of<typename travels_as<T>::type>;
template<class T>
constexpr bool is_integer =
    wire_kind<T> == kind::signed_integer || wire_kind<T> == kind::unsigned_integer;
template<class T>
constexpr bool is_number = is_integer<T> || wire_kind<T> == kind::floating;

class decoder : reader
{
public:
    decoder(
        std::span<std::byte const> data, decode_limits const& limits, bool typed_arrays) noexcept
        : reader(data, limits)
        , typed_arrays_(typed_arrays)
    {}

    using reader::state;

    /// Reads all of a message.
    template<class T>
    bool message(T& v)
    {
        if (!state().begin(left(begin())))
            return false;
        auto const next = value(begin(), v);
        if (next == nullptr)
            return false;
        return next == end() ||
            fail(errc::trailing_bytes, next,
                std::to_string(left(next)) + " bytes follow the message") != nullptr;
    }

private:
    template<class T>
    position value(position at, T& v)
    {
        constexpr kind k = schema::kind_of<T>;
        if constexpr (k == kind::boolean)
            return boolean(at, v);
        else if constexpr (k == kind::character)
            return character(at, v);
        else if constexpr (k == kind::signed_integer || k == kind::unsigned_integer ||
            k == kind::floating)
            return number(at, v);
        else if constexpr (k == kind::text || k == kind::bytes)
            return string(at, v);
        else if constexpr (k == kind::sequence)
            return sequence(at, v);
        else if constexpr (k == kind::array)
            return array(at, v);
        else if constexpr (k == kind::optional)
            return optional(at, v);
        else if constexpr (k == kind::map)
            return map(at, v);
        else if constexpr (k == kind::tuple)
            return tuple(at, v);
        else if constexpr (k == kind::variant)
            return variant(at, v);
        else if constexpr (k == kind::nothing)
            return nothing(at);
        else if constexpr (k == kind::structure)
            return structure(at, v);
        else
            return represented(at, v);
    }

    position boolean(position at, bool& v)
    {
        // both differ in one bit
        if (BOOST_LIKELY(at != end() && (*at | std::byte{1}) == first_byte_of_true)) {
            v = *at == first_byte_of_true;
            return at + 1;
        }
        return tagged_boolean(at, v);
    }

    static constexpr std::byte first_byte_of_true{0xF5};
    position tagged_boolean(position at, bool& v);
    position character(position at, char& v);
    position nothing(position at);
    position number_refused(position at, errc code, head h, bool integral);

    template<class T>
    position number(position at, T& v)
    {
        constexpr unsigned first_not_integer = 0x40;
        constexpr unsigned single_precision = 0xFA;
        if (BOOST_LIKELY(at != end())) {
            auto const first = std::to_integer<unsigned>(*at);
            std::uint64_t argument = 0;
            if constexpr (std::is_integral_v<T>) {
                auto const next =
                    first < first_not_integer ? simple_head(at, first, argument) : nullptr;
                if (BOOST_LIKELY(next != nullptr) &&
                    BOOST_LIKELY(detail::store_integer({first >= 0x20, argument}, v)))
                    return next;
            } else if constexpr (sizeof(T) == sizeof(double)) {
                auto const next =
                    first >= single_precision ? simple_head(at, first, argument) : nullptr;
                if (BOOST_LIKELY(next != nullptr)) {
                    v = first == single_precision
                        ? std::bit_cast<float>(static_cast<std::uint32_t>(argument))
                        : std::bit_cast<double>(argument);
                    return next;
                }
            }
        }
        return other_number(at, v);
    }

    template<class T>
    BOOST_NOINLINE position other_number(position at, T& v)
    {
        head h;
        auto const next = value_head(at, h);
        if (next == nullptr)
            return nullptr;
        auto const wrong = detail::store_number(h, v);
        if (BOOST_UNLIKELY(wrong != errc{}))
            return number_refused(at, wrong, h, std::is_integral_v<T>);
        return next;
    }

    template<class T>
    static bool append(T& v, std::string_view content)
    {
        if constexpr (schema::kind_of<T> == kind::text) {
            v.append(content.data(), content.size());
        } else {
            auto const data = as_bytes(content);
            v.insert(v.end(), data.begin(), data.end());
        }
        return true;
    }

    template<class T>
    position string(position at, T& v)
    {
        constexpr major type = schema::kind_of<T> == kind::text ? major::text : major::bytes;
        head h;
        auto next = value_head(at, h, type);
        if (next == nullptr)
            return nullptr;
        if (BOOST_UNLIKELY(h.type != type))
            return wrong_type(at, to_string(type), h);
        if (BOOST_UNLIKELY(h.is_indefinite()))
            return chunks(at, next, v);
        std::string_view content;
        next = piece(at, h, next, content);
        if (next == nullptr || !state().take_memory(content.size(), 1, offset(at)))
            return nullptr;
        if constexpr (type == major::text) {
            v.assign(content.data(), content.size());
        } else {
            auto const data = as_bytes(content);
            v.assign(data.begin(), data.end());
        }
        return next;
    }

    template<class T>
    BOOST_NOINLINE position chunks(position at, position next, T& v)
    {
        constexpr major type = schema::kind_of<T> == kind::text ? major::text : major::bytes;
        v.clear();
        for (bool ended = false;;) {
            std::string_view content;
            next = chunk(next, type, content, ended);
            if (next == nullptr || ended)
                return next;
            if (!state().take_memory(content.size(), 1, offset(at)))
                return nullptr;
            append(v, content);
        }
    }

    position array_head(position& at, head& h, std::uint64_t& tag)
    {
        return BOOST_LIKELY(is_short(at, major::array)) || !typed_arrays_
            ? value_head(at, h, major::array)
            : value_head(at, h, tag);
    }

    template<class T>
    position sequence(position at, T& v);

    template<class T>
    position new_element(position at, T& v, std::size_t i);

    template<class T>
    position array(position at, T& v);

    /// Reads an array of exactly `size` elements, whose head has just been read.
    template<class Element>
    position elements(position at, head h, position next, std::size_t size, Element element);

    position wrong_length(position at, std::uint64_t count, std::size_t size);
    position typed_content(position at, head h, position next, std::uint64_t tag, typed_array& form,
        std::string_view& content);

    template<class T>
    position typed(position at, head h, position next, std::uint64_t tag, T& v);

    /// Puts a number where an element is that travels as one.
    template<class T>
    errc store_element(head h, T& v)
    {
        constexpr kind k = schema::kind_of<T>;
        if constexpr (std::is_arithmetic_v<T>) {
            return detail::store_number(h, v);
        } else {
            schema::represented_type<T> number{};
            auto const wrong = store_element(h, number);
            v = schema::make_represented<T>(std::move(number));
            if constexpr (k == kind::enumeration) {
                if (wrong == errc{} && !schema::is_enumerator(v))
                    return errc::unknown_enumerator;
            }
            return wrong;
        }
    }

    template<class T>
    position optional(position at, T& v)
    {
        v.reset();
        constexpr std::byte first_tag{0xC0}; // behind tags are only simple values
        if (at != end() && *at >= first_tag) {
            head h;
            auto value_at = at;
            auto const next = value_head(value_at, h);
            if (next == nullptr)
                return nullptr;
            if (h.is(simple_value::null) || h.is(simple_value::undefined))
                return next;
        }
        return value(at, schema::engage(v));
    }

    template<class T>
    position map(position at, T& v);

    template<class T>
    position entry(position at, T& v, std::string& joined);

    position integer_key(position at, head h, std::string_view& name, std::string& joined);

    template<class T>
    position tuple(position at, T& v);

    template<class T, std::size_t... I>
    position tuple_part(position at, std::size_t index, T& v, std::index_sequence<I...>);

    template<class T>
    position variant(position at, T& v);

    template<class T>
    position alternative(position at, std::string_view name, T& v, bool is_unit);
    template<class T, std::size_t... I>
    position named_alternative(
        position at, std::string_view name, T& v, bool is_unit, std::index_sequence<I...>);
    template<std::size_t I, class T>
    position chosen_alternative(position at, T& v, bool is_unit);

    template<class T>
    position represented(position at, T& v)
    {
        auto number = schema::initial<schema::represented_type<T>>();
        auto const next = value(at, number);
        if (next == nullptr)
            return nullptr;
        v = schema::make_represented<T>(std::move(number));
        if constexpr (schema::kind_of<T> == kind::enumeration) {
            if (BOOST_UNLIKELY(!schema::is_enumerator(v)))
                return no_enumerator(at, schema::name_of<T>);
        }
        return next;
    }

    position no_enumerator(position at, std::string_view name);

    template<class T>
    position structure(position at, T& v);
    template<std::size_t I, class T>
    position field(position at, T& v);
    template<std::size_t I, class T>
    position expected_field(position at, T& v, remaining& rest, std::uint64_t& seen);
    template<class T, std::size_t... I>
    position expected_fields(
        position at, T& v, remaining& rest, std::uint64_t& seen, std::index_sequence<I...>);

    /// Reads the key of a field of a structure. What is no text is no field, and gets no name.
    position field_name(position at, std::string_view& name, std::string& joined, bool& is_text);

    BOOST_NOINLINE position missing(position at, std::string_view name)
    {
        fail(errc::missing_field, at, "the field is missing");
        return state().in_field(name), nullptr;
    }

    bool typed_arrays_;
};

} // namespace boost_broker::cbor::detail

#include <boost_broker/cbor/impl/decoder.hpp>
#include <boost_broker/cbor/impl/decoder_containers.hpp>

#endif
