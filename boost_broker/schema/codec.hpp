// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_CODEC_HPP
#define BOOST_BROKER_SCHEMA_CODEC_HPP

// What a format has to offer. Whatever carries messages out of the process takes a codec, so a
// further format is one folder with one such class.

#include <boost_broker/result.hpp>
#include <boost_broker/schema/bytes.hpp>
#include <boost_broker/schema/check.hpp>
#include <boost_broker/schema/codec_error.hpp>
#include <boost_broker/schema/decode_limits.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

namespace boost_broker {

/// A format that can carry a message of type `T`.
/** A codec is a small value: it has the options of its format and no state, so that one object
    serves any number of threads. */
template<class C, class T>
concept codec_for = std::copyable<C> &&
    requires(C const& codec, T const& message, std::span<std::byte> buffer,
        std::span<std::byte const> data, decode_limits const& limits, codec_error* why)
{
    {
        codec.name()
        } -> std::convertible_to<std::string_view>;
    {
        codec.encoded_size(message)
        } -> std::same_as<std::size_t>;
    {
        codec.encode(message, buffer, why)
        } -> std::same_as<result<std::size_t>>;
    {
        codec.template decode<T>(data, limits, why)
        } -> std::same_as<result<T>>;
};

/// A format that carries every message that `schema::mapped` allows.
template<class C>
concept codec = codec_for<C, int> && codec_for<C, std::vector<bytes>>;

/// Encodes a message to bytes of its own.
/** Prefer `codec.encode` with a buffer that is used again where speed matters. */
template<codec Codec, class T>
result<bytes> encode_to_bytes(Codec const& codec, T const& message)
{
    bytes data(codec.encoded_size(message));
    auto const written = codec.encode(message, std::span(data), nullptr);
    if (!written)
        return written.error();
    data.resize(*written);
    return data;
}

/// Decodes a message into an object, which stays as it is if that fails.
template<codec Codec, class T>
result<void> decode_to(Codec const& codec, std::span<std::byte const> data, T& target,
    decode_limits const& limits = {})
{
    auto decoded = codec.template decode<T>(data, limits, nullptr);
    if (!decoded)
        return decoded.error();
    target = *std::move(decoded);
    return {};
}

} // namespace boost_broker

#endif
