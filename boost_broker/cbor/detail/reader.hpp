// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_DETAIL_READER_HPP
#define BOOST_BROKER_CBOR_DETAIL_READER_HPP

// Reads the parts of CBOR that do not depend on the type of a message. A function that reads takes
// the position where it begins and returns the one behind what it read, or null after a failure:
// kept in an object, the position would be written to memory and read again for each byte.

#include <boost_broker/cbor/head.hpp>
#include <boost_broker/schema/decoding.hpp>
#include <boost_broker/schema/utf8.hpp>

#include <boost/config.hpp>
#include <boost/endian/conversion.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace boost_broker::cbor::detail {

using position = std::byte const*;

/// The bytes that a position is followed by, as an unsigned integer.
template<class Unsigned>
Unsigned load_big(position at) noexcept
{
    return boost::endian::endian_load<Unsigned, sizeof(Unsigned), boost::endian::order::big>(
        reinterpret_cast<unsigned char const*>(at));
}

class reader
{
public:
    reader(std::span<std::byte const> data, decode_limits const& limits) noexcept
        : state_(limits)
        , begin_(data.data())
        , end_(data.data() + data.size())
    {}

    schema::decoding& state() noexcept { return state_; }
    position begin() const noexcept { return begin_; }
    position end() const noexcept { return end_; }
    std::size_t offset(position at) const noexcept { return static_cast<std::size_t>(at - begin_); }
    std::size_t left(position at) const noexcept { return static_cast<std::size_t>(end_ - at); }

    /// Fails: remembers why, and returns null.
    BOOST_NOINLINE position fail(errc code, position at, std::string reason)
    {
        state_.fail(code, offset(at), std::move(reason));
        return nullptr;
    }

    /// Fails because the item at a position is not of the type that its place has.
    position wrong_type(position at, std::string_view expected, head found);

    /// Reads the head of any item.
    position any_head(position at, head& h)
    {
        if (BOOST_UNLIKELY(at == end_))
            return ends_here(at);
        auto const first = std::to_integer<unsigned>(*at);
        h.type = static_cast<major>(first >> 5);
        h.info = static_cast<unsigned char>(first & 31);
        h.argument = h.info;
        return h.info < head::one_byte ? at + 1 : long_head(at, h);
    }

    /// Reads the head of the item that a value is, without its tags; `at` becomes its position.
    BOOST_NOINLINE position value_head(position& at, head& h)
    {
        std::uint64_t tag = 0;
        return value_head(at, h, tag);
    }

    /// Reads the head of a value. That of an item of this type, which is not long, is read without
    /// a call.
    position value_head(position& at, head& h, major expected)
    {
        if (BOOST_LIKELY(is_short(at, expected))) {
            h.type = expected;
            h.info = std::to_integer<unsigned char>(*at & std::byte{31});
            h.argument = h.info;
            return at + 1;
        }
        head read; // copies, so that the others may stay in registers
        auto value_at = at;
        auto const next = value_head(value_at, read);
        at = value_at;
        h = read;
        return next;
    }

    /// Tells whether an item of this type is next whose head is one byte, and has its argument.
    bool is_short(position at, major type) const noexcept
    {
        return at != end_ &&
            std::to_integer<unsigned>(*at) - (static_cast<unsigned>(type) << 5) < head::one_byte;
    }

    /// Reads a head whose first byte is known; null if that begins nothing, or the input ends.
    position simple_head(position at, unsigned first, std::uint64_t& argument) const noexcept
    {
        auto const info = first & 31;
        argument = info;
        if (info < head::one_byte)
            return at + 1;
        auto const size = std::size_t{1} << (info - head::one_byte);
        if (info > head::one_byte + 3 || left(at) <= size)
            return nullptr;
        switch (info) {
        case head::one_byte:
            argument = load_big<std::uint8_t>(at + 1);
            break;
        case head::one_byte + 1:
            argument = load_big<std::uint16_t>(at + 1);
            break;
        case head::one_byte + 2:
            argument = load_big<std::uint32_t>(at + 1);
            break;
        default:
            argument = load_big<std::uint64_t>(at + 1);
            break;
        }
        return at + 1 + size;
    }

    /// The same, and tells the innermost tag, if there is one.
    position value_head(position& at, head& h, std::uint64_t& tag)
    {
        auto next = any_head(at, h);
        while (next != nullptr && h.type == major::tag) {
            tag = h.argument;
            at = next;
            next = any_head(at, h);
        }
        return next;
    }

    /// How many elements or entries follow a head: it counts down, or looks for the end.
    struct remaining {
        std::uint64_t count;
        bool known;
    };

    /// Begins an array or a map, each element of which takes at least `least` bytes. `leave` it.
    BOOST_FORCEINLINE bool enter(
        position at, head h, position next, unsigned least, remaining& rest)
    {
        rest = {h.argument, !h.is_indefinite()};
        if (rest.known && BOOST_UNLIKELY(h.argument > left(next) / least))
            return announces_too_much(at, h);
        return state_.enter(offset(at));
    }

    void leave() noexcept { state_.leave(); }

    /// Tells whether an element or an entry follows; moves behind the end of an item of indefinite
    /// length if that is what follows. Null at the end of the input.
    BOOST_FORCEINLINE bool more(position& next, remaining& rest)
    {
        if (BOOST_LIKELY(rest.known))
            return rest.count-- != 0;
        if (next == end_) {
            next = ends_here(next);
            return false;
        }
        if (*next != break_byte)
            return true;
        ++next;
        return false;
    }

    /// Reads one piece of a text or of bytes, whose head has just been read. Text is checked.
    position piece(position at, head h, position next, std::string_view& content)
    {
        if (BOOST_UNLIKELY(h.argument > left(next)))
            return announces_too_much(at, h), nullptr;
        auto const size = static_cast<std::size_t>(h.argument);
        content = std::string_view(reinterpret_cast<char const*>(next), size);
        if (h.type == major::text && BOOST_UNLIKELY(!schema::is_utf8(content)))
            return invalid_text(next, content);
        return next + size;
    }

    /// Reads the next piece of a text or of bytes of indefinite length; `ended` if there is none.
    position chunk(position at, major type, std::string_view& content, bool& ended);

    /// Reads a text that is not kept, such as a key: a view of the input, or of `joined` if it
    /// comes in pieces.
    position text(
        position at, head h, position next, std::string_view& content, std::string& joined)
    {
        if (BOOST_LIKELY(!h.is_indefinite()))
            return piece(at, h, next, content);
        return join(at, next, content, joined);
    }

    /// Skips an item with all that is in it.
    position skip(position at);

    static constexpr std::byte break_byte{0xFF};

private:
    position ends_here(position at)
    {
        return fail(errc::truncated, at, "the message ends where a value should be");
    }
    position long_head(position at, head& h);
    bool announces_too_much(position at, head h);
    position invalid_text(position content_at, std::string_view content);
    position join(position at, position next, std::string_view& content, std::string& joined);
    position skip_string(position at, head h, position next);

    schema::decoding state_;
    position begin_;
    position end_;
};

} // namespace boost_broker::cbor::detail

#include <boost_broker/cbor/impl/reader.hpp>

#endif
