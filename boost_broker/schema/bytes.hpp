// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_BYTES_HPP
#define BOOST_BROKER_SCHEMA_BYTES_HPP

// Bytes as a type of their own, and views between bytes and characters. Prefer `bytes` to a
// `std::vector<std::uint8_t>` for what is not a list of numbers: it travels as one block.

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace boost_broker {

/// A block of bytes, as a field of a message and as what a codec writes.
using bytes = std::vector<std::byte>;

/// Views text as the bytes it consists of.
inline std::span<std::byte const> as_bytes(std::string_view text) noexcept
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

/// Views bytes as characters; whether they are valid UTF-8 is for the caller to know.
inline std::string_view as_text(std::span<std::byte const> data) noexcept
{
    return {reinterpret_cast<char const*>(data.data()), data.size()};
}

} // namespace boost_broker

#endif
