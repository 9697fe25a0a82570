// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_PROTOBUF_DETAIL_WRITER_HPP
#define BOOST_BROKER_PROTOBUF_DETAIL_WRITER_HPP

// Writes a value in the wire format of Protobuf, straight from the object.

#include <boost_broker/protobuf/detail/output.hpp>
#include <boost_broker/schema/codec_error.hpp>
#include <boost_broker/schema/map_key.hpp>
#include <boost_broker/schema/name_of.hpp>
#include <boost_broker/schema/utf8.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace boost_broker::protobuf::detail {

/// The bits of a number as they are written: those of a signed integer as of one with 64 bits.
template<class T>
constexpr auto number_bits(T const& v) noexcept
{
    constexpr kind k = kind_of<T>;
    if constexpr (is_represented<T>)
        return detail::number_bits<represented<T>>(schema::represent(v));
    else if constexpr (k == kind::floating && sizeof(T) == 4)
        return std::bit_cast<std::uint32_t>(v);
    else if constexpr (k == kind::floating)
        return std::bit_cast<std::uint64_t>(v);
    else if constexpr (k == kind::character)
        return static_cast<std::uint64_t>(static_cast<unsigned char>(v));
    else
        return static_cast<std::uint64_t>(v); // a negative one extends its sign
}

/// Whether a scalar is the one that is not written. -0.0 is not.
template<class T>
bool is_zero(T const& v) noexcept
{
    if constexpr (kind_of<T> == kind::text || kind_of<T> == kind::bytes)
        return v.empty();
    else if constexpr (kind_of<T> == kind::strong)
        return detail::is_zero<represented<T>>(schema::represent(v));
    else
        return detail::number_bits(v) == 0;
}

/// Writes values to an `output` or a `counter`.
template<class Output>
class writer
{
public:
    explicit writer(Output out) noexcept : out_(out) {}

    std::size_t size() const noexcept { return out_.size(); }

    /// Why a value was not written; that there was no room, if there is no error.
    codec_error& error() noexcept { return error_; }

    /// Writes a whole message. Returns false if it cannot be written, or has no room.
    template<class T>
    bool message(T const& v)
    {
        if constexpr (form_of<T> == form::message)
            return content(v);
        else
            return fields<wrapper_fields<T>>(v);
    }

private:
    BOOST_NOINLINE bool fail(errc code, char const* reason)
    {
        error_ = codec_error(code, codec_error::no_offset, reason);
        return false;
    }

    // Where it failed is worth telling of a value, not of a buffer that is too small.
    template<class Fields>
    BOOST_NOINLINE bool in_field(std::size_t i)
    {
        if (error_)
            Fields::in_field(error_, i);
        return false;
    }
    BOOST_NOINLINE bool in_element(std::size_t i)
    {
        if (error_)
            error_.in_element(i);
        return false;
    }

    // What is inside of a message.
    template<class T>
    bool content(T const& v)
    {
        if constexpr (kind_of<T> == kind::strong)
            return content<represented<T>>(schema::represent(v));
        else if constexpr (kind_of<T> == kind::variant)
            return alternative(v);
        else
            return fields<message_fields<T>>(v);
    }

    template<class Fields, class T>
    bool fields([[maybe_unused]] T const& v)
    {
        return fields<Fields>(v, std::make_index_sequence<Fields::size>());
    }

    template<class Fields, class T, std::size_t... Place>
    bool fields([[maybe_unused]] T const& v, std::index_sequence<Place...>)
    {
        return (field<Fields, by_number<Fields>[Place]>(v) && ...);
    }

    template<class Fields, std::size_t I, class T>
    bool field(T const& v)
    {
        return field<Fields::template number<I>, Fields::template may_be_absent<I>>(
                   Fields::template get<I>(v)) ||
            in_field<Fields>(I);
    }

    template<class Variant>
    bool alternative(Variant const& v)
    {
        if (v.valueless_by_exception())
            return fail(errc::not_encodable, "the variant has no value");
        return [&]<std::size_t... I>(std::index_sequence<I...>)
        {
            bool ok = false;
            (void)((v.index() == I && (ok = element<I + 1>(std::get<I>(v)), true)) || ...);
            if (!ok && error_)
                error_.in_field(schema::alternative_names<Variant>[v.index()]);
            return ok;
        }
        (std::make_index_sequence<std::variant_size_v<Variant>>());
    }

    // A field of a message.
    template<std::uint32_t Number, bool MayBeAbsent, class T>
    bool field(T const& v)
    {
        if constexpr (form_of<T> == form::optional)
            return !v || element<Number>(*v);
        else if constexpr (MayBeAbsent)
            return element<Number>(v);
        else if constexpr (form_of<T> == form::scalar)
            return check(v) && (is_zero(v) || element<Number>(v));
        else if constexpr (form_of<T> == form::message)
            return element<Number>(v);
        else if constexpr (kind_of<T> == kind::strong)
            return field<Number, false, represented<T>>(schema::represent(v));
        else if constexpr (form_of<T> == form::map)
            return entries<Number>(v);
        else
            return elements<Number>(v);
    }

    // What stands alone behind a tag, also if it is 0 or empty.
    template<std::uint32_t Number, class T>
    bool element(T const& v)
    {
        if constexpr (form_of<T> == form::scalar)
            return out_.put(tag<Number, wire_of<T>>) && scalar(v);
        else if constexpr (form_of<T> == form::message)
            return out_.put(tag<Number, wire::length>) && out_.nested([&] { return content(v); });
        else
            return out_.put(tag<Number, wire::length>) &&
                out_.nested([&] { return fields<wrapper_fields<T>>(v); });
    }

    template<std::uint32_t Number, class Sequence>
    bool elements(Sequence const& v)
    {
        using type = schema::element_type<Sequence>;
        if (v.size() == 0)
            return true;
        std::size_t i = 0;
        if constexpr (is_packed<type>) {
            std::size_t size = 0;
            for (auto&& e : v) {
                if (!check<type>(e))
                    return in_element(i);
                size += number_size<type>(e);
                ++i;
            }
            return out_.put(tag<Number, wire::length>) && out_.block(size, [&](unsigned char* to) {
                for (auto&& e : v)
                    to = write_number<type>(to, e);
                return to;
            });
        } else {
            for (auto&& e : v) {
                if (!element<Number, type>(e))
                    return in_element(i);
                ++i;
            }
            return true;
        }
    }

    template<std::uint32_t Number, class Map>
    bool entries(Map const& v)
    {
        for (auto const& [key, mapped] : v) {
            // both are always written, as Protobuf does
            bool const ok = out_.put(tag<Number, wire::length>) &&
                out_.nested([&, &k = key, &m = mapped] { return element<1>(k) && element<2>(m); });
            if (!ok) {
                if (error_)
                    error_.in_entry(schema::key_text(key).view());
                return false;
            }
        }
        return true;
    }

    // Whether there is such a scalar.
    template<class T>
    bool check(T const& v)
    {
        if constexpr (kind_of<T> == kind::enumeration)
            return schema::is_enumerator(v) ||
                fail(errc::unknown_enumerator, "the number has no enumerator");
        else if constexpr (kind_of<T> == kind::strong)
            return check<represented<T>>(schema::represent(v));
        else
            return true;
    }

    template<class T>
    bool scalar(T const& v)
    {
        constexpr kind k = kind_of<T>;
        if constexpr (k == kind::text) {
            if (std::is_same_v<Output, output> &&
                !schema::is_utf8(std::string_view(v.data(), v.size())))
                return fail(errc::invalid_utf8, "the text is not valid UTF-8");
            return out_.bytes(v.data(), v.size());
        } else if constexpr (k == kind::bytes) {
            return out_.bytes(v.data(), v.size());
        } else if constexpr (k == kind::strong) {
            return scalar<represented<T>>(schema::represent(v));
        } else if constexpr (wire_of<T> == wire::varint) {
            return check(v) && out_.varint(number_bits(v));
        } else {
            return out_.fixed(number_bits(v));
        }
    }

    template<class T>
    static std::size_t number_size(T const& v) noexcept
    {
        if constexpr (wire_of<T> == wire::varint)
            return varint_size(number_bits(v));
        else
            return wire_of<T> == wire::fixed32 ? 4 : 8;
    }

    template<class T>
    static unsigned char* write_number(unsigned char* to, T const& v) noexcept
    {
        if constexpr (wire_of<T> == wire::varint)
            return write_varint(to, number_bits(v));
        else
            return write_fixed(to, number_bits(v));
    }

    Output out_;
    codec_error error_;
};

} // namespace boost_broker::protobuf::detail

#endif
