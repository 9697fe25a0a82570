// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_ITEM_HPP
#define BOOST_BROKER_CBOR_ITEM_HPP

// CBOR for which there is no struct: any data item, as a value that can be looked into, compared
// and written again. Prefer `codec` where the type of a message is known: it needs no tree.

#include <boost_broker/cbor/detail/floating.hpp>
#include <boost_broker/cbor/detail/number.hpp>
#include <boost_broker/cbor/head.hpp>
#include <boost_broker/result.hpp>
#include <boost_broker/schema/bytes.hpp>
#include <boost_broker/schema/codec_error.hpp>
#include <boost_broker/schema/decode_limits.hpp>

#include <bit>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace boost_broker::cbor {

/// How the head of an item is written.
enum class form : unsigned char {
    /// In as few bytes as possible.
    shortest = 0,
    /// With an argument of one byte.
    one_byte = 24,
    /// With an argument of two bytes; a floating-point number of 16 bits.
    two_bytes = 25,
    /// With an argument of four bytes; a floating-point number of 32 bits.
    four_bytes = 26,
    /// With an argument of eight bytes; a floating-point number of 64 bits.
    eight_bytes = 27,
    /// Without a length.
    indefinite = 31
};

/// Any data item of CBOR.
/** It remembers how it was written, so that reading and writing give the same bytes. Two items are
    equal if their values are, however they were written; the entries of a map have an order.
    @par Concurrency
    Distinct objects: safe. Shared objects: unsafe.
    @par Example
    @code
    bb::result<bb::cbor::item> read = bb::cbor::item::decode(data);
    if (bb::cbor::item const* id = read->find("id"))
        std::cout << id->as<std::int64_t>().value_or(0);
    @endcode */
class item
{
public:
    /// Constructs `null`.
    item(std::nullptr_t = nullptr) noexcept {} // NOLINT: implicit by design, as those below are

    /// Constructs `false` or `true`.
    template<std::same_as<bool> Bool>
    item(Bool value) noexcept // NOLINT
        : argument_(static_cast<std::uint64_t>(value ? simple_value::true_ : simple_value::false_))
    {}

    /// Constructs an integer.
    template<std::integral Integer>
        requires(!std::same_as<Integer, bool> && !std::same_as<Integer, char>)
    item(Integer value)
    noexcept // NOLINT
        : type_(value < 0 ? major::negative_integer : major::unsigned_integer)
        , argument_(
              value < 0 ? ~static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value))
    {}

    /// Constructs a floating-point number.
    template<std::floating_point Number>
    item(Number value) noexcept // NOLINT
        : floating_(true)
        , argument_(std::bit_cast<std::uint64_t>(static_cast<double>(value)))
    {}

    /// Constructs a text, which should be UTF-8.
    item(std::string text) noexcept // NOLINT
        : type_(major::text)
        , argument_(0)
        , content_(std::move(text))
    {}
    /// Constructs a text, which should be UTF-8.
    item(std::string_view text) : item(std::string(text)) {} // NOLINT
    /// Constructs a text, which should be UTF-8.
    item(char const* text) : item(std::string(text)) {} // NOLINT

    /// Constructs a byte string.
    explicit item(std::span<std::byte const> data)
        : type_(major::bytes)
        , argument_(0)
        , content_(std::string(as_text(data)))
    {}

    /// Makes an array.
    static item array(std::vector<item> elements)
    {
        return item(major::array, 0, std::move(elements));
    }
    /// Makes a map of keys and values, which take turns.
    static item map(std::vector<item> keys_and_values)
    {
        return item(major::map, 0, std::move(keys_and_values));
    }
    /// Makes an item with a tag.
    static item tagged(std::uint64_t number, item content)
    {
        std::vector<item> parts;
        parts.push_back(std::move(content));
        return item(major::tag, number, std::move(parts));
    }
    /// Makes a simple value; 20 to 23 are those that have names.
    static item simple(std::uint8_t number) { return item(major::simple, number, {}); }
    /// Makes the negative integer -1 minus `argument`, which no type of C++ may have.
    static item negative(std::uint64_t argument)
    {
        return item(major::negative_integer, argument, {});
    }
    /// Makes a floating-point number of its bits as a double.
    static item floating(std::uint64_t bits)
    {
        item made(0.0);
        made.argument_ = bits;
        return made;
    }
    /// Makes a text or a byte string that is written in pieces.
    static item in_pieces(major type, std::vector<item> pieces)
    {
        item made(type, 0, std::move(pieces));
        made.form_ = form::indefinite;
        return made;
    }

    /// Reads one item, which is all of `data`.
    /** Refused is what is not well-formed, invalid UTF-8, a map with a key that comes twice, and
        what exceeds the limits; arrays, maps and tags count as nested, and memory as it is taken.
        @param data The bytes.
        @param limits What the item may cost.
        @param why Where to put why and where it failed; null if nobody wants it. */
    static result<item> decode(std::span<std::byte const> data, decode_limits const& limits = {},
        codec_error* why = nullptr);

    /// Returns what it is, by its head. Of floating-point numbers it is `major::simple`.
    major type() const noexcept { return type_; }
    /// Tells whether it is a floating-point number.
    bool is_floating() const noexcept { return floating_; }
    /// Tells whether it is `null`.
    bool is_null() const noexcept { return is(simple_value::null); }
    /// Tells whether it is this simple value.
    bool is(simple_value value) const noexcept
    {
        return type_ == major::simple && !floating_ &&
            argument_ == static_cast<std::uint64_t>(value);
    }

    /// Returns the argument: of an integer (negative ones are -1 minus it), the number of a tag or
    /// a simple value, the bits of a floating-point number as a double; 0 of the others.
    std::uint64_t argument() const noexcept { return argument_; }

    /// Returns how it is written.
    form how() const noexcept { return form_; }
    /// Says how it is to be written. What does not fit that is written in the shortest form.
    item written(form how) && noexcept // by value: it may be assigned to where it came from
    {
        form_ = how;
        return std::move(*this);
    }

    /// Returns the value as `bool` or as a number, if it has that value exactly; a `float` is
    /// rounded.
    template<class T>
        requires std::is_arithmetic_v<T> std::optional<T> as()
    const noexcept
    {
        if constexpr (std::same_as<T, bool>) {
            bool const known = is(simple_value::true_) || is(simple_value::false_);
            return known ? std::optional(is(simple_value::true_)) : std::nullopt;
        } else {
            T value{};
            bool const number = floating_ || type_ <= major::negative_integer;
            auto const info = static_cast<unsigned char>(floating_ ? 27 : 0);
            bool const fits =
                number && detail::store_number(head{type_, info, argument_}, value) == errc{};
            return fits ? std::optional(value) : std::nullopt;
        }
    }

    /// Returns a text or the content of a byte string that is in one piece; else nothing.
    std::string_view text() const noexcept
    {
        auto const* whole = std::get_if<std::string>(&content_);
        return whole != nullptr ? std::string_view(*whole) : std::string_view();
    }
    /// Returns the same as bytes.
    std::span<std::byte const> data() const noexcept { return as_bytes(text()); }
    /// Returns a text or the content of a byte string, joined if it is in pieces.
    std::string joined() const;

    /// Returns the elements of an array, the keys and values of a map in turn, the content of a
    /// tag, or the pieces of a string; else nothing.
    std::span<item const> items() const noexcept
    {
        auto const* parts = std::get_if<std::vector<item>>(&content_);
        return parts != nullptr ? std::span<item const>(*parts) : std::span<item const>();
    }

    /// Returns the value that a text is the key of; null if there is none, or it is no map.
    item const* find(std::string_view key) const;

    /// Returns how many bytes `encode` writes.
    std::size_t encoded_size(bool deterministic = false) const;
    /// Writes it to a buffer.
    /** @param buffer Where to write.
        @param deterministic Whether to write it in the one form of RFC 8949, section 4.2, instead
        of the one that it remembers: shortest, with all lengths, keys in the order of their bytes.
        @return How many bytes were written, or `errc::buffer_too_small`. */
    result<std::size_t> encode(std::span<std::byte> buffer, bool deterministic = false) const;
    /// Writes it to bytes of its own.
    bytes to_bytes(bool deterministic = false) const;

    /// Compares by type, then by value; numbers by their bits.
    friend std::strong_ordering operator<=>(item const& a, item const& b) { return a.compare(b); }
    /// Tells whether two items have the same value, however they are written.
    friend bool operator==(item const& a, item const& b) { return std::is_eq(a.compare(b)); }

private:
    item(major type, std::uint64_t argument, std::vector<item> parts)
        : type_(type)
        , argument_(argument)
    {
        if (type >= major::bytes && type <= major::tag)
            content_ = std::move(parts);
    }

    std::strong_ordering compare(item const& other) const;

    major type_ = major::simple;
    bool floating_ = false;
    form form_ = form::shortest;
    std::uint64_t argument_ = static_cast<std::uint64_t>(simple_value::null);
    std::variant<std::monostate, std::string, std::vector<item>> content_;
};

} // namespace boost_broker::cbor

#include <boost_broker/cbor/impl/item.hpp>
#include <boost_broker/cbor/impl/item_encoder.hpp>
#include <boost_broker/cbor/impl/item_reader.hpp>

#endif
