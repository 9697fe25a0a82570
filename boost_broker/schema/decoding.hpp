// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_DECODING_HPP
#define BOOST_BROKER_SCHEMA_DECODING_HPP

// One decoding while it runs: what is left of its limits, and its error. The reader of each format
// holds one, so that all formats refuse the same things with the same words.

#include <boost_broker/schema/codec_error.hpp>
#include <boost_broker/schema/decode_limits.hpp>

#include <boost/config.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace boost_broker::schema {

// What a codec asks for each value is forced inline: a size of elements is a constant then, and no
// division; all of them together were a sixth of the time of decoding a small message from CBOR.

/// What is left of the limits of one decoding, and its error.
/** What returns bool returns whether to go on: `return state.fail(...)` and
    `return state.in_field(name)` end a function that reads. */
class decoding
{
public:
    /// Begins a decoding with these limits.
    explicit decoding(decode_limits const& limits = {}) noexcept
        : limits_(limits)
        , depth_left_(limits.max_depth)
        , items_left_(limits.max_items)
        , memory_left_(limits.max_memory)
    {}

    /// Refuses a message that is too long. To be called once, with the size of the input.
    bool begin(std::size_t size)
    {
        if (BOOST_LIKELY(size <= limits_.max_bytes))
            return true;
        return over("max_bytes", limits_.max_bytes, 0,
            "the message has " + std::to_string(size) + " bytes");
    }

    /// Enters a structure, a sequence, a map or another value that has parts; `leave` it again.
    BOOST_FORCEINLINE bool enter(std::size_t offset)
    {
        if (BOOST_LIKELY(depth_left_ != 0)) {
            --depth_left_;
            return true;
        }
        return over("max_depth", limits_.max_depth, offset, "the message is nested too deeply");
    }

    /// Leaves what was entered. Not needed after a failure.
    void leave() noexcept { ++depth_left_; }

    /// Takes elements from the budget, before they are read.
    BOOST_FORCEINLINE bool take_items(std::size_t count, std::size_t offset)
    {
        if (BOOST_LIKELY(count <= items_left_)) {
            items_left_ -= count;
            return true;
        }
        return over("max_items", limits_.max_items, offset, "the message has too many elements");
    }

    /// Takes memory for `count` elements of `size` bytes from the budget, before it is allocated.
    BOOST_FORCEINLINE bool take_memory(std::size_t count, std::size_t size, std::size_t offset)
    {
        if (BOOST_LIKELY(count <= memory_left_ / size)) {
            memory_left_ -= count * size;
            return true;
        }
        return over(
            "max_memory", limits_.max_memory, offset, "the message would take too much memory");
    }

    /// Fails: remembers the error and returns false.
    BOOST_NOINLINE bool fail(errc code, std::size_t offset, std::string reason)
    {
        error_ = codec_error(code, offset, std::move(reason));
        return false;
    }

    /// The same; a literal does not become a text at each place that fails.
    BOOST_NOINLINE bool fail(errc code, std::size_t offset, char const* reason)
    {
        return fail(code, offset, std::string(reason));
    }

    /// Says in which field the error is, and returns false.
    BOOST_NOINLINE bool in_field(std::string_view name)
    {
        error_.in_field(name);
        return false;
    }

    /// Says in which element the error is, and returns false.
    BOOST_NOINLINE bool in_element(std::size_t index)
    {
        error_.in_element(index);
        return false;
    }

    /// Says in the value of which key the error is, and returns false.
    BOOST_NOINLINE bool in_entry(std::string_view key)
    {
        error_.in_entry(key);
        return false;
    }

    /// Returns the error.
    codec_error& error() noexcept { return error_; }
    /// Returns the error.
    codec_error const& error() const noexcept { return error_; }

private:
    BOOST_NOINLINE bool over(
        std::string_view limit, std::size_t value, std::size_t offset, std::string reason)
    {
        ((reason += " (decode_limits::") += limit) += " is ";
        return fail(errc::limit_exceeded, offset, (reason += std::to_string(value)) += ')');
    }

    decode_limits limits_;
    std::size_t depth_left_;
    std::size_t items_left_;
    std::size_t memory_left_;
    codec_error error_;
};

/// Reserves room for elements that a message announces, but never more memory than it has bytes
/// left, because an announcement costs the sender nothing.
/** @param sequence The container; one that cannot reserve is left alone.
    @param count The announced number of elements.
    @param bytes_left How much of the message is not read yet. */
template<class Sequence>
void reserve_announced(Sequence& sequence, std::size_t count, std::size_t bytes_left)
{
    if constexpr (requires { sequence.reserve(count); }) {
        constexpr std::size_t always = 512; // a small sequence in one go, however dense its form
        constexpr std::size_t size = sizeof(typename Sequence::value_type);
        sequence.reserve(std::min(count, std::max(bytes_left, always) / size));
    }
}

} // namespace boost_broker::schema

#endif
