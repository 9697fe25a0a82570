// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_DETAIL_OUTPUT_HPP
#define BOOST_BROKER_CBOR_DETAIL_OUTPUT_HPP

// Where an encoder writes to: a buffer, or nowhere, to know the size. As when reading, positions
// are passed through; one that converts to false says that something failed.

#include <boost_broker/cbor/head.hpp>
#include <boost_broker/schema/codec_error.hpp>

#include <boost/config.hpp>
#include <boost/endian/conversion.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

namespace boost_broker::cbor::detail {

constexpr std::byte first_byte(major type, unsigned info) noexcept
{
    return static_cast<std::byte>(static_cast<unsigned>(type) << 5 | info);
}

BOOST_NOINLINE inline codec_error too_small(std::size_t needed, std::size_t available)
{
    return codec_error(errc::buffer_too_small, codec_error::no_offset,
        "the message has " + std::to_string(needed) + " bytes, the buffer " +
            std::to_string(available));
}

/// A buffer of the caller.
class buffer_output
{
public:
    using position = std::byte*;
    static constexpr bool checks = true; // whether a text is UTF-8

    explicit buffer_output(std::span<std::byte> buffer) noexcept
        : end_(buffer.data() + buffer.size())
    {}

    static constexpr position failed() noexcept { return nullptr; }

    /// Writes a head with its argument in the form that `info` says.
    position put_head(position at, major type, unsigned char info, std::uint64_t argument) noexcept
    {
        if (info < head::one_byte)
            return byte(at, first_byte(type, info));
        switch (info) {
        case head::one_byte:
            return number(at, type, info, static_cast<std::uint8_t>(argument));
        case head::one_byte + 1:
            return number(at, type, info, static_cast<std::uint16_t>(argument));
        case head::one_byte + 2:
            return number(at, type, info, static_cast<std::uint32_t>(argument));
        case head::indefinite:
            return byte(at, first_byte(type, info));
        default:
            return number(at, type, info, argument);
        }
    }

    /// Writes a head with its argument in the shortest form.
    BOOST_FORCEINLINE position put_head(position at, major type, std::uint64_t argument) noexcept
    {
        if (argument < head::one_byte)
            return byte(at, first_byte(type, static_cast<unsigned>(argument)));
        if (argument <= 0xFF)
            return number(at, type, head::one_byte, static_cast<std::uint8_t>(argument));
        if (argument <= 0xFFFF)
            return number(at, type, head::one_byte + 1, static_cast<std::uint16_t>(argument));
        if (argument <= 0xFFFFFFFF)
            return number(at, type, head::one_byte + 2, static_cast<std::uint32_t>(argument));
        return number(at, type, head::one_byte + 3, argument);
    }

    position byte(position at, std::byte value) noexcept
    {
        if (BOOST_UNLIKELY(at == end_))
            return nullptr;
        *at = value;
        return at + 1;
    }

    position data(position at, void const* from, std::size_t size) noexcept
    {
        if (BOOST_UNLIKELY(static_cast<std::size_t>(end_ - at) < size))
            return nullptr;
        if (size != 0) // an empty vector has no data
            std::memcpy(at, from, size);
        return at + size;
    }

    template<std::size_t Size>
    position data(position at, std::array<std::byte, Size> const& from) noexcept
    {
        return data(at, from.data(), Size);
    }

private:
    template<class Unsigned>
    position number(position at, major type, unsigned info, Unsigned argument) noexcept
    {
        if (BOOST_UNLIKELY(static_cast<std::size_t>(end_ - at) <= sizeof argument))
            return nullptr;
        *at = first_byte(type, info);
        boost::endian::endian_store<Unsigned, sizeof(Unsigned), boost::endian::order::big>(
            reinterpret_cast<unsigned char*>(at + 1), argument);
        return at + 1 + sizeof argument;
    }

    std::byte* end_;
};

/// Nothing: only the size counts.
class counting_output
{
public:
    static constexpr bool checks = false;

    struct position {
        std::size_t size;
        explicit operator bool() const noexcept { return true; }
    };

    static constexpr position failed() noexcept { return {0}; }

    static position put_head(position at, major, unsigned char info, std::uint64_t) noexcept
    {
        bool const has_argument = info >= head::one_byte && info != head::indefinite;
        return {at.size + 1 + (has_argument ? std::size_t{1} << (info - head::one_byte) : 0)};
    }
    static position put_head(position at, major type, std::uint64_t argument) noexcept
    {
        return put_head(at, type, shortest_info(argument), argument);
    }
    static position byte(position at, std::byte) noexcept { return {at.size + 1}; }
    static position data(position at, void const*, std::size_t size) noexcept
    {
        return {at.size + size};
    }
    template<std::size_t Size>
    static position data(position at, std::array<std::byte, Size> const&) noexcept
    {
        return {at.size + Size};
    }
};

} // namespace boost_broker::cbor::detail

#endif
