// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_PROTOBUF_DETAIL_INPUT_HPP
#define BOOST_BROKER_PROTOBUF_DETAIL_INPUT_HPP

// The parts of the wire format of Protobuf, read as they are asked for.

#include <boost_broker/protobuf/detail/shape.hpp>
#include <boost_broker/schema/decoding.hpp>

#include <boost/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace boost_broker::protobuf::detail {

/// A message, and how far it is read. What returns bool has failed, and said why, if it returns
/// false.
class input
{
public:
    /// Begins to read a message.
    input(std::span<std::byte const> data, schema::decoding& state) noexcept
        : begin_(reinterpret_cast<unsigned char const*>(data.data()))
        , next_(begin_)
        , end_(begin_ + data.size())
        , state_(state)
    {}

    /// Where the next byte is.
    std::size_t offset() const noexcept { return static_cast<std::size_t>(next_ - begin_); }

    /// How much is left of the message that is being read.
    std::size_t left() const noexcept { return static_cast<std::size_t>(end_ - next_); }

    /// Where the tag of the field is that is being read.
    std::size_t tag_offset() const noexcept { return tag_offset_; }

    /// Reads the tag of a field.
    bool tag(std::uint32_t& number, wire& how)
    {
        tag_offset_ = offset();
        std::uint64_t value = *next_;
        if (BOOST_LIKELY(value < 0x80))
            ++next_;
        else if (!varint(value))
            return false;
        number = static_cast<std::uint32_t>(value >> 3);
        how = static_cast<wire>(value & 7);
        return (BOOST_LIKELY(value <= 0xFFFFFFFF) && BOOST_LIKELY(number != 0)) ||
            fail(errc::malformed, tag_offset_, "this is no number of a field");
    }

    /// Reads a number of variable size.
    bool varint(std::uint64_t& value)
    {
        if (BOOST_LIKELY(next_ != end_) && BOOST_LIKELY(*next_ < 0x80)) {
            value = *next_++;
            return true;
        }
        return long_varint(value);
    }

    /// Reads a number of fixed size.
    template<class Bits>
    bool fixed(Bits& value)
    {
        if (BOOST_UNLIKELY(left() < sizeof value))
            return too_short();
        if constexpr (std::endian::native == std::endian::little) {
            std::memcpy(&value, next_, sizeof value);
        } else {
            value = 0;
            for (std::size_t i = 0; i != sizeof value; ++i)
                value |= static_cast<Bits>(next_[i]) << (8 * i);
        }
        next_ += sizeof value;
        return true;
    }

    /// Reads the length of what follows, all of which is there.
    bool length(std::size_t& size)
    {
        std::uint64_t value = 0;
        auto const at = next_;
        if (!varint(value))
            return false;
        if (BOOST_UNLIKELY(value > left())) {
            next_ = at;
            return too_short();
        }
        size = static_cast<std::size_t>(value);
        return true;
    }

    /// Reads bytes with their length before them.
    bool bytes(std::string_view& v)
    {
        std::size_t size = 0;
        if (!length(size))
            return false;
        v = std::string_view(reinterpret_cast<char const*>(next_), size);
        next_ += size;
        return true;
    }

    /// Reads what has its length before it, as a message of its own: `content()` reads all of it.
    template<class Content>
    bool nested(Content content)
    {
        std::size_t size = 0;
        if (!length(size))
            return false;
        auto const outer = std::exchange(end_, next_ + size);
        ++level_;
        if (!content())
            return false;
        --level_;
        end_ = outer;
        return true;
    }

    /// Reads as if a message without fields came.
    template<class Content>
    bool empty(Content content)
    {
        auto const outer = std::exchange(end_, next_); // where nothing is read, nothing is cut off
        if (!content())
            return false;
        end_ = outer;
        return true;
    }

    /// How many numbers of variable size are left; the last one may be cut off.
    std::size_t count_varints() const noexcept
    {
        // the last byte of each has no high bit
        std::size_t count = 0;
        auto at = next_;
        std::uint64_t block = 0;
        for (; end_ - at >= 8; at += 8) {
            std::memcpy(&block, at, sizeof block);
            count += (~block >> 7 & 0x0101010101010101u) * 0x0101010101010101u >> 56;
        }
        while (at != end_)
            count += *at++ < 0x80;
        return count;
    }

    /// Reads over a field that is not known.
    bool skip(std::uint32_t number, wire how);

private:
    BOOST_NOINLINE bool fail(errc code, std::size_t at, char const* reason)
    {
        return state_.fail(code, at, reason);
    }

    // There is less left than is needed. The length of a part was checked when it began, so that
    // only the outermost message can be cut off.
    BOOST_NOINLINE bool too_short()
    {
        if (level_ == 0)
            return fail(errc::truncated, offset(), "the message ends too early");
        return fail(errc::malformed, offset(), "this is longer than the message that it is in");
    }

    // The bits of eight bytes without the highest of each, one behind the other.
    static std::uint64_t joined(std::uint64_t bytes) noexcept
    {
        bytes &= 0x7F7F7F7F7F7F7F7Fu;
        bytes = (bytes & 0x007F007F007F007Fu) | (bytes & 0x7F007F007F007F00u) >> 1;
        bytes = (bytes & 0x00003FFF00003FFFu) | (bytes & 0x3FFF00003FFF0000u) >> 2;
        return (bytes & 0x000000000FFFFFFFu) | (bytes & 0x0FFFFFFF00000000u) >> 4;
    }

    // One that is not cut off and has no more than 64 bits, without a loop over its bytes.
    bool whole_varint(std::uint64_t& value) noexcept
    {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, next_, sizeof bytes);
        if (auto const ends = ~bytes & 0x8080808080808080u; ends != 0) { // the first is of it
            value = joined(bytes & (ends ^ (ends - 1)));
            next_ += (std::countr_zero(ends) >> 3) + 1;
            return true;
        }
        std::uint64_t const ninth = next_[8];
        std::uint64_t const tenth = next_[9];
        if (BOOST_UNLIKELY(ninth >= 0x80 && tenth > 1))
            return false;
        bool const is_longest = ninth >= 0x80;
        value = joined(bytes) | (ninth & 0x7F) << 56 | (is_longest ? tenth << 63 : 0);
        next_ += is_longest ? 10 : 9;
        return true;
    }

    BOOST_NOINLINE bool long_varint(std::uint64_t& value)
    {
        if constexpr (std::endian::native == std::endian::little) {
            if (BOOST_LIKELY(left() >= 10) && BOOST_LIKELY(whole_varint(value)))
                return true;
        }
        auto at = next_;
        auto const last = left() < 10 ? end_ : at + 10;
        std::uint64_t read = 0;
        for (unsigned shift = 0; at != last; shift += 7) {
            std::uint64_t const byte = *at++;
            read |= (byte & 0x7F) << shift;
            if (byte < 0x80) {
                if (BOOST_UNLIKELY(shift == 63 && byte > 1))
                    break;
                value = read;
                next_ = at;
                return true;
            }
        }
        auto const begin = std::exchange(next_, at);
        if (at - begin != 10)
            return too_short();
        return fail(errc::malformed, static_cast<std::size_t>(begin - begin_),
            "a number of variable size has more than 64 bits");
    }

    bool skip_value(wire how);

    unsigned char const* begin_;
    unsigned char const* next_;
    unsigned char const* end_;
    std::size_t level_ = 0; // of messages in each other
    std::size_t tag_offset_ = 0;
    schema::decoding& state_;
};

// What is no group.
inline bool input::skip_value(wire how)
{
    std::uint64_t value = 0;
    std::uint32_t half = 0;
    std::string_view ignored;
    switch (how) {
    case wire::varint:
        return varint(value);
    case wire::fixed64:
        return fixed(value);
    case wire::length:
        return bytes(ignored);
    case wire::fixed32:
        return fixed(half);
    default:
        return fail(errc::malformed, tag_offset_, "there is no such type of field");
    }
}

// Not recursive: how deep groups, which old programs still write, may be nested is for the limits
// to say, not for the stack.
inline bool input::skip(std::uint32_t number, wire how)
{
    if (how != wire::group_begin)
        return skip_value(how);
    std::vector<std::uint32_t> open;
    for (;;) {
        if (how == wire::group_begin) {
            if (!state_.enter(tag_offset_))
                return false;
            open.push_back(number);
        } else if (how == wire::group_end) {
            if (open.back() != number)
                return fail(errc::malformed, tag_offset_, "this ends another group");
            state_.leave();
            open.pop_back();
            if (open.empty())
                return true;
        } else if (!skip_value(how)) {
            return false;
        }
        if (left() == 0)
            return too_short();
        if (!tag(number, how) || !state_.take_items(1, tag_offset_))
            return false;
    }
}

} // namespace boost_broker::protobuf::detail

#endif
