// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_PROTOBUF_CODEC_HPP
#define BOOST_BROKER_PROTOBUF_CODEC_HPP

// Messages in the wire format of Protobuf, straight between an object and a buffer.

#include <boost_broker/protobuf/detail/reader.hpp>
#include <boost_broker/protobuf/detail/writer.hpp>
#include <boost_broker/result.hpp>
#include <boost_broker/schema/codec.hpp>

#include <boost/config.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

/// Messages in the wire format of Protobuf.
namespace boost_broker::protobuf {

/// The wire format of Protobuf (proto3) as a codec, without its library and without generated code.
/** Prefer it where peers have a .proto file; `schema::to_proto` writes the one that this codec
    keeps to. Prefer CBOR or JSON otherwise: they know whether a number was sent, and fields by
    their names. Here fields are known by their numbers, which must never change; see
    `check_lock`.

    proto3 does not write a number that is 0, nor an empty text, so they cannot be told from a field
    that is absent: an absent field is 0 or empty, whatever its initialiser. What must be told apart
    is a `std::optional`, or has the note `may_be_absent`. A field that is a message itself is
    always written, and must be there.

    Reading takes fields in any order and skips those that are not known. Of a number that comes
    several times the last one counts, messages are merged, lists go on, and lists of numbers are
    read packed or not. It is stricter than Protobuf in two things: a number that does not fit its
    field is refused rather than cut off, and so is the number of an enumerator that is not known.

    @par Concurrency
    Distinct objects: safe. Shared objects: safe, all functions are const.

    @par Example
    @code
    std::array<std::byte, 256> buffer;
    auto const size = bb::protobuf::codec().encode(app::device_found{7, "core-router"}, buffer);
    @endcode */
struct codec {
    /// Returns "Protobuf".
    std::string_view name() const noexcept { return "Protobuf"; }

    /// Returns how many bytes `encode` will write, if it succeeds.
    template<class T>
    std::size_t encoded_size(T const& message) const
    {
        static_assert(schema::check_mapped<T>());
        detail::writer<detail::counter> out{detail::counter()};
        out.message(message);
        return out.size();
    }

    /// Writes a message into a buffer.
    /** @param message The message. What is no message in Protobuf, a number for example, is field 1
        of one.
        @param buffer Where to write; unspecified after a failure.
        @param why Where to put the error in its parts, or null.
        @return The number of bytes that are written, which may be 0. Failures are
        `errc::buffer_too_small`, and for what cannot be read again `errc::invalid_utf8`,
        `errc::unknown_enumerator` and `errc::not_encodable`. */
    template<class T>
    result<std::size_t> encode(
        T const& message, std::span<std::byte> buffer, codec_error* why = nullptr) const
    {
        static_assert(schema::check_mapped<T>());
        detail::writer<detail::output> out{detail::output(buffer)};
        if (BOOST_LIKELY(out.message(message)))
            return out.size();
        if (!out.error())
            out.error() = codec_error(errc::buffer_too_small, codec_error::no_offset,
                "the message is larger than the buffer");
        return schema::report(
            std::move(out.error()), schema::coding::encode, name(), schema::name_of<T>, why);
    }

    /// Reads a message.
    /** @param data The message. That it is cut off is seen only within a field: Protobuf does not
       say where a message ends.
        @param limits What the message may cost.
        @param why Where to put the error in its parts, or null.
        @return The message. All failures are of `condition::bad_message`. */
    template<class T>
    result<T> decode(std::span<std::byte const> data, decode_limits const& limits = {},
        codec_error* why = nullptr) const
    {
        static_assert(schema::check_mapped<T>());
        result<T> message(boost::system::in_place_value, schema::initial<T>());
        detail::reader in(data, limits);
        if (BOOST_UNLIKELY(!in.message(*message)))
            message = schema::report(
                std::move(in.error()), schema::coding::decode, name(), schema::name_of<T>, why);
        return message; // always the same object, which is then made where it is returned
    }
};

static_assert(boost_broker::codec<codec>);

} // namespace boost_broker::protobuf

#endif
