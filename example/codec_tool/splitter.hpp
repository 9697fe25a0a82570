// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_CODEC_TOOL_SPLITTER_HPP
#define BOOST_BROKER_EXAMPLE_CODEC_TOOL_SPLITTER_HPP

#include "format.hpp"
#include <boost_broker/cbor/scanner.hpp>
#include <boost_broker/schema/bytes.hpp>
#include <boost_broker/schema/codec_error.hpp>
#include <boost_broker/schema/decode_limits.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace codec_tool {

/// Finds where each message of a sequence ends, and keeps no more than one of them.
/** CBOR says where it ends; lines do for JSON and diagnostic notation; a message of Protobuf has
   its length before it, as Protobuf's own libraries write it to files. */
class splitter
{
public:
    splitter(format of, bb::decode_limits const& limits);

    /// Adds a byte. Returns whether to go on; if not, `error` says why.
    bool add(std::byte next);

    /// Says that the input has ended. Returns whether it may end here; a last message may be
    /// complete then.
    bool finish();

    /// Whether a message has ended.
    bool complete() const { return complete_; }

    /// The message that has ended.
    bb::bytes const& message() const { return message_; }

    /// Where it begins in the input.
    std::uint64_t begin() const { return begin_; }

    /// The line of the input in which it begins, of a format that has lines.
    std::uint64_t line() const { return line_; }

    /// Goes on to the next message.
    void next();

    /// Why the input was refused; its offset is in the message.
    bb::codec_error const& error() const { return error_; }

private:
    /// Sees the end of an item of CBOR.
    struct end_of_item {
        std::size_t open = 0;
        bool string = false; // that is not in anything
        bool ended = false;

        void begin(bb::cbor::head const& h, bb::cbor::scanner::level const* parent);
        void content(std::span<std::byte const>) {}
        void end_of_string() { ended = ended || string; }
        void end(bb::cbor::scanner::level const&) { ended = --open == 0; }
    };

    bool add_to_item(std::byte next);
    bool add_to_line(std::byte next);
    bool add_with_length(std::byte next);
    bool keep(std::byte next);
    bool fail(bb::errc code, char const* why);

    format of_;
    bb::decode_limits limits_;
    bb::bytes message_;
    bool complete_ = false;
    std::uint64_t begin_ = 0;
    std::uint64_t offset_ = 0;
    std::uint64_t line_ = 1;
    std::optional<bb::cbor::scanner> scanner_; // within an item
    end_of_item item_;
    std::uint64_t length_ = 0;
    unsigned length_bits_ = 0;
    bool has_length_ = false;
    bb::codec_error error_;
};

} // namespace codec_tool

#endif
