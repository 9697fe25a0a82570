// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_HASH128_HPP
#define BOOST_BROKER_SCHEMA_HASH128_HPP

// A hash of 128 bits: FNV-1a, because it is published, short in any language, and can be computed
// by the compiler. It tells versions of a contract apart; it is no protection against forgery.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace boost_broker::schema {

/// A hash of 128 bits.
struct hash128 {
    /// The upper half.
    std::uint64_t high = 0;
    /// The lower half.
    std::uint64_t low = 0;

    /// Compares by value.
    friend constexpr auto operator<=>(hash128 const&, hash128 const&) = default;
};

/// Returns a hash as 32 hexadecimal digits.
inline std::string to_string(hash128 const& hash)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(32, '0');
    for (unsigned i = 0; i != 16; ++i) {
        text[i] = digits[hash.high >> (60 - 4 * i) & 15];
        text[16 + i] = digits[hash.low >> (60 - 4 * i) & 15];
    }
    return text;
}

/// Returns the hash that 32 hexadecimal digits stand for, or nothing if they are none.
constexpr std::optional<hash128> parse_hash(std::string_view text) noexcept
{
    if (text.size() != 32)
        return std::nullopt;
    hash128 hash;
    for (std::size_t i = 0; i != text.size(); ++i) {
        char const c = text[i];
        int const digit = c >= '0' && c <= '9' ? c - '0'
            : c >= 'a' && c <= 'f'             ? c - 'a' + 10
            : c >= 'A' && c <= 'F'             ? c - 'A' + 10
                                               : -1;
        if (digit < 0)
            return std::nullopt;
        auto& half = i < 16 ? hash.high : hash.low;
        half = half << 4 | static_cast<std::uint64_t>(digit);
    }
    return hash;
}

namespace detail {

/// Computes FNV-1a with 128 bits over what it is given, piece by piece.
class fnv1a_128
{
public:
    constexpr void operator()(std::string_view text) noexcept
    {
        for (char const c : text) {
            state_.low ^= static_cast<unsigned char>(c);
            multiply();
        }
    }

    constexpr hash128 value() const noexcept { return state_; }

private:
    // The prime is 2^88 + 0x13B, so the product is a shift and a multiplication by a small number.
    constexpr void multiply() noexcept
    {
        constexpr std::uint64_t small = 0x13B;
        std::uint64_t const low_of_low = (state_.low & 0xFFFFFFFF) * small;
        std::uint64_t const high_of_low = (state_.low >> 32) * small + (low_of_low >> 32);
        std::uint64_t const high = state_.high * small + (high_of_low >> 32) + (state_.low << 24);
        state_.low = high_of_low << 32 | (low_of_low & 0xFFFFFFFF);
        state_.high = high;
    }

    hash128 state_{0x6C62272E07BB0142u, 0x62B821756295C58Du};
};

} // namespace detail

} // namespace boost_broker::schema

#endif
