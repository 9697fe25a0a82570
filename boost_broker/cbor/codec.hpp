// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_CODEC_HPP
#define BOOST_BROKER_CBOR_CODEC_HPP

// Messages as CBOR (RFC 8949), straight between a struct and a buffer. Prefer it to the other
// formats between programs that are not people: it is the smallest to read, and every language has
// a library for it.

#include <boost_broker/cbor/detail/decoder.hpp>
#include <boost_broker/cbor/detail/encoder.hpp>
#include <boost_broker/result.hpp>
#include <boost_broker/schema/codec.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace boost_broker::cbor {

/// CBOR, as a codec.
/** A structure is a map from the names of its fields, in the order of declaration; an optional
    field that has no value is left out. A number that is no integer takes four bytes if they hold
    it exactly, else eight. Maps are written without their size, as the tables of the Nim library
    are, with which this profile agrees byte for byte. The other options choose differently; what is
    read does not depend on them, apart from `typed_arrays`.

    Read is what any writer may produce: heads that are longer than necessary, numbers in any form
    that has the value, strings, arrays and maps of indefinite length, fields in any order, integers
    as keys. Tags are skipped, and so are fields that are not known. Refused, with the offset and
    the field, are input that ends early or goes on, keys that come twice, required fields that are
    missing, numbers out of range or without an enumerator, the wrong number of elements, invalid
    UTF-8, and what exceeds `decode_limits`.

    @par Concurrency
    An object has options and no state; any number of threads may use it.
    @par Example
    @code
    std::array<std::byte, 256> buffer;
    bb::result<std::size_t> size = bb::cbor::codec().encode(reading, buffer);
    bb::result<app::reading> read =
        bb::cbor::codec().decode<app::reading>(std::span(buffer).first(*size));
    @endcode */
struct codec {
    /// Writes each value in the one form of RFC 8949, section 4.2: the shortest floating-point
    /// number that has the value, keys in the order of their bytes, all lengths known.
    /** Two equal messages have equal bytes then, which suits signatures and hashes. Sorting the
        entries of a map with more than one entry allocates. */
    bool deterministic = false;

    /// Writes maps with their size; structures are always written so.
    bool definite_maps = false;

    /// Reads a typed array of RFC 8746 where a sequence or an array of numbers is wanted.
    bool typed_arrays = false;

    /// Returns `"CBOR"`.
    static constexpr std::string_view name() noexcept { return "CBOR"; }

    /// Returns how many bytes `encode` writes, if it succeeds.
    template<class T>
    std::size_t encoded_size(T const& message) const
    {
        static_assert(schema::check_mapped<T>());
        detail::encoder<detail::counting_output> to({}, {deterministic, definite_maps});
        return to.value({0}, message).size;
    }

    /// Writes a message to a buffer.
    /** @param message The message.
        @param buffer Where to write. What is in it after a failure is unspecified.
        @param why Where to put why and where it failed; null if nobody wants it.
        @return How many bytes were written. `errc::buffer_too_small`; `errc::invalid_utf8`,
        `errc::unknown_enumerator` or `errc::not_encodable` for a value that would not be read
        again.
        @par Exception Safety
        Throws only what a lack of memory throws: for the text of a failure, and with
        `deterministic` for maps. */
    template<class T>
    result<std::size_t> encode(
        T const& message, std::span<std::byte> buffer, codec_error* why = nullptr) const
    {
        static_assert(schema::check_mapped<T>());
        detail::encoder<detail::buffer_output> to(
            detail::buffer_output(buffer), {deterministic, definite_maps});
        auto const end = to.value(buffer.data(), message);
        if (BOOST_LIKELY(end != nullptr))
            return static_cast<std::size_t>(end - buffer.data());
        if (!to.error())
            to.error() = detail::too_small(encoded_size(message), buffer.size());
        return schema::report(
            std::move(to.error()), schema::coding::encode, name(), schema::name_of<T>, why);
    }

    /// Reads a message.
    /** @param data The bytes of exactly one message.
        @param limits What the message may cost.
        @param why Where to put why and where it failed; null if nobody wants it.
        @return The message, or why it was refused. */
    template<class T>
    result<T> decode(std::span<std::byte const> data, decode_limits const& limits = {},
        codec_error* why = nullptr) const
    {
        static_assert(schema::check_mapped<T>());
        // made where it is returned, so that nothing is moved
        result<T> message(boost::system::in_place_value, schema::initial<T>());
        detail::decoder from(data, limits, typed_arrays);
        if (BOOST_UNLIKELY(!from.message(*message))) {
            message = schema::report(std::move(from.state().error()), schema::coding::decode,
                name(), schema::name_of<T>, why);
        }
        return message;
    }
};

static_assert(boost_broker::codec<codec>);

/// Returns how many bytes `encode` writes.
template<class T>
std::size_t encoded_size(T const& message)
{
    return codec().encoded_size(message);
}

/// Writes a message to a buffer, see `codec::encode`.
template<class T>
result<std::size_t> encode(T const& message, std::span<std::byte> buffer)
{
    return codec().encode(message, buffer);
}

/// Reads a message, see `codec::decode`.
template<class T>
result<T> decode(std::span<std::byte const> data, decode_limits const& limits = {})
{
    return codec().decode<T>(data, limits);
}

} // namespace boost_broker::cbor

#endif
