// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_JSON_CODEC_HPP
#define BOOST_BROKER_JSON_CODEC_HPP

// Messages as JSON, straight between an object and a buffer.

#include <boost_broker/json/detail/input.hpp>
#include <boost_broker/json/detail/reader.hpp>
#include <boost_broker/json/detail/writer.hpp>
#include <boost_broker/json/options.hpp>
#include <boost_broker/result.hpp>
#include <boost_broker/schema/codec.hpp>

#include <boost/config.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

/// Messages as JSON.
namespace boost_broker::json {

/// JSON (RFC 8259) as a codec.
/** Prefer it to CBOR where people or browsers read along, or where a peer speaks nothing else;
    CBOR is smaller and faster. A program that has a `boost::json::value` already, or wants one,
    takes `to_value` and `from_value` of `boost_broker/json/value.hpp`.

    A struct is an object with its fields in order, without the optionals that are none; a tuple is
    an array, a variant an object of one entry `{"alternative": value}`. Bytes are text in base64url
    without padding, an enumerator, a duration and a time point are their number, keys of maps are
    text. Floating point numbers are written with as many digits as bring them back. Nothing is
    written that is no JSON: numbers that are not finite are refused.

    Reading follows RFC 8259 to the letter: no comments, no trailing commas, no byte order mark.
    White space may stand wherever it may, fields may come in any order, and those that are not
    known are skipped. Of a number every digit counts; what lies nearer to 0 than any `double` is 0,
    and what is too large is refused. An integer has neither a fraction nor an exponent; one of 64
    bits may also be a text, as `options::large_integers_as_text` writes it.

    @par Concurrency
    Distinct objects: safe. Shared objects: safe, all functions are const.

    @par Example
    @code
    auto const text = bb::json::to_text(app::device_found{7, "core-router"});
    // {"device_id":7,"name":"core-router"}
    auto const found = bb::json::from_text<app::device_found>(*text);
    @endcode */
struct codec : options {
    /// Returns "JSON".
    std::string_view name() const noexcept { return "JSON"; }

    /// Returns how many bytes `encode` will write, if it succeeds.
    template<class T>
    std::size_t encoded_size(T const& message) const
    {
        static_assert(schema::check_mapped<T>());
        detail::writer<detail::counter> out(detail::counter(), *this);
        out.value(message);
        return out.size();
    }

    /// Writes a message into a buffer.
    /** @param message The message.
        @param buffer Where to write; unspecified after a failure.
        @param why Where to put the error in its parts, or null.
        @return The number of bytes that are written. Failures are `errc::buffer_too_small`, and for
        what JSON cannot carry `errc::invalid_utf8`, `errc::unknown_enumerator` and
        `errc::not_encodable`. */
    template<class T>
    result<std::size_t> encode(
        T const& message, std::span<std::byte> buffer, codec_error* why = nullptr) const
    {
        static_assert(schema::check_mapped<T>());
        detail::writer<detail::output> out(detail::output(buffer), *this);
        if (BOOST_LIKELY(out.value(message)))
            return out.size();
        if (!out.error())
            out.error() = codec_error(errc::buffer_too_small, codec_error::no_offset,
                "the message is larger than the buffer");
        return schema::report(
            std::move(out.error()), schema::coding::encode, name(), schema::name_of<T>, why);
    }

    /// Reads a message.
    /** @param data The text, and nothing else but white space around it.
        @param limits What the message may cost.
        @param why Where to put the error in its parts, or null.
        @return The message. All failures are of `condition::bad_message`. */
    template<class T>
    result<T> decode(std::span<std::byte const> data, decode_limits const& limits = {},
        codec_error* why = nullptr) const
    {
        static_assert(schema::check_mapped<T>());
        result<T> message(boost::system::in_place_value, schema::initial<T>());
        detail::reader<detail::input> in(as_text(data), limits);
        if (BOOST_UNLIKELY(!in.message(*message)))
            message = schema::report(
                std::move(in.error()), schema::coding::decode, name(), schema::name_of<T>, why);
        return message; // always the same object, which is then made where it is returned
    }
};

static_assert(boost_broker::codec<codec>);

/// Writes a message as a text of its own.
/** Prefer `codec::encode` with a buffer that is used again where speed matters. */
template<class T>
result<std::string> to_text(T const& message, options const& how = {})
{
    codec const json{how};
    std::string text(json.encoded_size(message), '\0');
    auto const written = json.encode(message, std::as_writable_bytes(std::span(text)));
    if (!written)
        return written.error();
    return text;
}

/// Reads a message from a text.
template<class T>
result<T> from_text(
    std::string_view text, decode_limits const& limits = {}, codec_error* why = nullptr)
{
    return codec().decode<T>(as_bytes(text), limits, why);
}

} // namespace boost_broker::json

#endif
