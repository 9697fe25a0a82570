// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_PROTOBUF_DETAIL_OUTPUT_HPP
#define BOOST_BROKER_PROTOBUF_DETAIL_OUTPUT_HPP

// Where the writer writes to: a buffer, or nowhere but a sum. Both have the same functions, which
// return whether there was room.

#include <boost_broker/protobuf/detail/shape.hpp>

#include <boost/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace boost_broker::protobuf::detail {

/// How many bytes a varint takes.
constexpr std::size_t varint_size(std::uint64_t value) noexcept
{
    // 7 bits a byte, and one byte for 0: (bits + 6) / 7 without a division
    auto const bits = static_cast<std::size_t>(std::bit_width(value | 1));
    return (bits * 9 + 64) / 64;
}

/// Writes a varint, and returns its end. There must be room for it.
inline unsigned char* write_varint(unsigned char* to, std::uint64_t value) noexcept
{
    while (value >= 0x80) {
        *to++ = static_cast<unsigned char>(value | 0x80);
        value >>= 7;
    }
    *to++ = static_cast<unsigned char>(value);
    return to;
}

/// Writes a number of fixed size, lowest byte first, and returns its end. There must be room for
/// it.
template<class Bits>
unsigned char* write_fixed(unsigned char* to, Bits value) noexcept
{
    if constexpr (std::endian::native == std::endian::little) {
        std::memcpy(to, &value, sizeof value);
    } else {
        for (std::size_t i = 0; i != sizeof value; ++i)
            to[i] = static_cast<unsigned char>(value >> (8 * i));
    }
    return to + sizeof value;
}

/// Writes into a buffer.
class output
{
public:
    explicit output(std::span<std::byte> buffer) noexcept
        : begin_(reinterpret_cast<unsigned char*>(buffer.data()))
        , next_(begin_)
        , end_(begin_ + buffer.size())
    {}

    std::size_t size() const noexcept { return static_cast<std::size_t>(next_ - begin_); }

    bool put(tag_bytes const& t) noexcept
    {
        if (BOOST_UNLIKELY(room() < t.size))
            return false;
        std::memcpy(next_, t.data.data(), t.size);
        next_ += t.size;
        return true;
    }

    bool varint(std::uint64_t value) noexcept
    {
        if (BOOST_UNLIKELY(room() < 10) && room() < varint_size(value))
            return false;
        next_ = write_varint(next_, value);
        return true;
    }

    template<class Bits>
    bool fixed(Bits value) noexcept
    {
        if (BOOST_UNLIKELY(room() < sizeof value))
            return false;
        next_ = write_fixed(next_, value);
        return true;
    }

    bool bytes(void const* data, std::size_t size) noexcept
    {
        if (!varint(size) || BOOST_UNLIKELY(room() < size))
            return false;
        if (size != 0)
            std::memcpy(next_, data, size);
        next_ += size;
        return true;
    }

    /// Writes what takes `size` bytes; `write(to)` returns its end.
    template<class Write>
    bool block(std::size_t size, Write write)
    {
        if (!varint(size) || BOOST_UNLIKELY(room() < size))
            return false;
        next_ = write(next_);
        return true;
    }

    /// Writes what `content` writes, behind its length.
    /** The length is known too late. Most are less than 128 and take one byte; for the others what
        is written moves, which is much faster than to ask for the length of everything first. */
    template<class Content>
    bool nested(Content content)
    {
        if (BOOST_UNLIKELY(next_ == end_))
            return false;
        auto const at = size();
        ++next_;
        if (!content())
            return false;
        auto const length = size() - at - 1;
        if (BOOST_LIKELY(length < 0x80)) {
            begin_[at] = static_cast<unsigned char>(length);
            return true;
        }
        auto const more = varint_size(length) - 1;
        if (BOOST_UNLIKELY(room() < more))
            return false;
        std::memmove(begin_ + at + 1 + more, begin_ + at + 1, length);
        write_varint(begin_ + at, length);
        next_ += more;
        return true;
    }

private:
    std::size_t room() const noexcept { return static_cast<std::size_t>(end_ - next_); }

    unsigned char* begin_;
    unsigned char* next_;
    unsigned char* end_;
};

/// Counts what would be written.
class counter
{
public:
    std::size_t size() const noexcept { return size_; }

    bool put(tag_bytes const& t) noexcept { return add(t.size); }
    bool varint(std::uint64_t value) noexcept { return add(varint_size(value)); }

    template<class Bits>
    bool fixed(Bits) noexcept
    {
        return add(sizeof(Bits));
    }

    bool bytes(void const*, std::size_t size) noexcept { return add(varint_size(size) + size); }

    template<class Write>
    bool block(std::size_t size, Write) noexcept
    {
        return add(varint_size(size) + size);
    }

    template<class Content>
    bool nested(Content content)
    {
        auto const before = size_;
        content();
        return add(varint_size(size_ - before));
    }

private:
    bool add(std::size_t more) noexcept
    {
        size_ += more;
        return true;
    }

    std::size_t size_ = 0;
};

} // namespace boost_broker::protobuf::detail

#endif
