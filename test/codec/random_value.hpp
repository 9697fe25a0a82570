// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_CODEC_RANDOM_VALUE_HPP
#define BOOST_BROKER_TEST_CODEC_RANDOM_VALUE_HPP

// Random values of any type that codecs carry, from a seed: the same on every machine. Extremes are
// frequent, because that is where encoders differ. Floating point numbers are finite, and so
// comparable.

#include <boost_broker/schema/enumerators.hpp>
#include <boost_broker/schema/fields.hpp>
#include <boost_broker/schema/initial.hpp>
#include <boost_broker/schema/kind_of.hpp>

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

namespace codec_test {

namespace bs = boost_broker::schema;

class random_source
{
public:
    explicit random_source(std::uint64_t seed) noexcept : state_(seed) {}

    // SplitMix64: good enough, and short
    std::uint64_t next() noexcept
    {
        auto z = (state_ += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }

    std::size_t below(std::size_t limit) noexcept { return limit == 0 ? 0 : next() % limit; }

    // What is nested becomes smaller with each level, and so ends.
    std::size_t count(unsigned depth) noexcept { return depth >= 5 ? 0 : below(6 - depth); }

    template<class T>
    T value(unsigned depth = 0);

private:
    std::uint64_t state_;
};

template<class T>
void fill(random_source& random, T& value, unsigned depth);

inline std::string random_text(random_source& random)
{
    constexpr std::string_view characters[] = {"a", "Z", "0", " ", "\"", "\\", "/", "\n", "\t",
        "\x01", "\x7F", "<", "\xC3\xA4", "\xC2\x80", "\xE2\x82\xAC", "\xEF\xBF\xBF",
        "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF", std::string_view("\0", 1)};
    std::string text;
    auto const length = random.below(8) == 0 ? random.below(400) : random.below(12);
    for (std::size_t i = 0; i != length; ++i)
        text += characters[random.below(std::size(characters))];
    return text;
}

template<class T>
T random_integer(random_source& random)
{
    using limits = std::numeric_limits<T>;
    switch (random.below(4)) {
    case 0:
        return static_cast<T>(random.below(2) == 0 ? limits::min() : limits::max());
    case 1: // small, on both sides of 0 and of 24, where CBOR's heads grow
        return static_cast<T>(random.next() % 50 - (std::is_signed_v<T> ? 25 : 0));
    case 2: // on both sides of a power of two
        return static_cast<T>((std::uint64_t{1} << random.below(64)) - random.below(2));
    default:
        return static_cast<T>(random.next());
    }
}

template<class T>
T random_floating(random_source& random)
{
    if (random.below(2) == 0) // many of them have a short form
        return static_cast<T>(random_integer<std::int32_t>(random)) / T(8);
    using bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    auto const value = std::bit_cast<T>(static_cast<bits>(random.next()));
    return std::isfinite(value) ? value : T(0);
}

template<class T>
T random_value(random_source& random, unsigned depth)
{
    auto key = bs::initial<T>();
    codec_test::fill(random, key, depth);
    return key;
}

template<class T>
void fill(random_source& random, T& value, unsigned depth)
{
    using bs::kind;
    constexpr kind k = bs::kind_of<T>;
    if constexpr (k == kind::boolean) {
        value = random.below(2) == 0;
    } else if constexpr (k == kind::character) {
        value = static_cast<char>(random.next());
    } else if constexpr (k == kind::signed_integer || k == kind::unsigned_integer) {
        value = random_integer<T>(random);
    } else if constexpr (k == kind::floating) {
        value = random_floating<T>(random);
    } else if constexpr (k == kind::text) {
        value = random_text(random);
    } else if constexpr (k == kind::bytes) {
        value.resize(random.below(8) == 0 ? random.below(400) : random.below(12));
        for (auto& b : value)
            b = static_cast<std::byte>(random.next());
    } else if constexpr (k == kind::sequence) {
        value.clear();
        for (auto n = random.count(depth); n != 0; --n)
            value.push_back(random_value<bs::element_type<T>>(random, depth + 1));
    } else if constexpr (k == kind::array) {
        for (auto& element : value)
            codec_test::fill(random, element, depth + 1);
    } else if constexpr (k == kind::optional) {
        value.reset();
        if (random.count(depth) > 1)
            codec_test::fill(random, bs::engage(value), depth + 1);
    } else if constexpr (k == kind::map) {
        value.clear();
        for (auto n = random.count(depth); n != 0; --n) {
            value.try_emplace(random_value<typename T::key_type>(random, depth + 1),
                random_value<typename T::mapped_type>(random, depth + 1));
        }
    } else if constexpr (k == kind::tuple) {
        std::apply(
            [&](auto&... element) { (codec_test::fill(random, element, depth + 1), ...); }, value);
    } else if constexpr (k == kind::variant) {
        [&]<std::size_t... I>(std::index_sequence<I...>)
        {
            auto const chosen = random.below(sizeof...(I));
            (void)((chosen == I &&
                       (value.template emplace<I>(
                            random_value<std::variant_alternative_t<I, T>>(random, depth + 1)),
                           true)) ||
                ...);
        }
        (std::make_index_sequence<std::variant_size_v<T>>());
    } else if constexpr (k == kind::enumeration) {
        auto const& all = bs::enumerators<T>;
        value = all[random.below(all.size())].value;
    } else if constexpr (k == kind::strong || k == kind::duration || k == kind::time_point) {
        value = bs::make_represented<T>(random_value<bs::represented_type<T>>(random, depth));
    } else if constexpr (k == kind::structure) {
        bs::fields<T>::for_each([&](auto i) {
            codec_test::fill(random, bs::fields<T>::template get<i>(value), depth + 1);
            return true;
        });
    } else {
        static_assert(k == kind::nothing);
    }
}

template<class T>
T random_source::value(unsigned depth)
{
    return random_value<T>(*this, depth);
}

} // namespace codec_test

#endif
