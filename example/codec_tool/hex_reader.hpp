// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_CODEC_TOOL_HEX_READER_HPP
#define BOOST_BROKER_EXAMPLE_CODEC_TOOL_HEX_READER_HPP

#include <boost_broker/schema/bytes.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace bb = boost_broker;

namespace codec_tool {

/// Makes bytes of a hex dump while it comes in: plain digits, or what `xxd`, `hexdump -C` and
/// `od -tx1` write.
class hex_reader
{
public:
    /// Appends the bytes that the next part of the dump stands for.
    /** Returns whether to go on; if not, `error` says why. */
    bool read(std::string_view part, bb::bytes& to);

    /// Says that the dump has ended. Returns whether it may end here.
    bool finish(bb::bytes& to);

    /// Why the dump was refused, as a clause.
    std::string const& error() const { return error_; }

private:
    enum class place { start, data, text };

    bool take(char c, bb::bytes& to);
    bool start_of_line(char c, bb::bytes& to);
    bool digits(std::string_view text, bb::bytes& to);
    bool digit(char c, bb::bytes& to);
    bool end_of_byte();
    bool end_of_line();
    bool fail(std::string why);

    place place_ = place::start;
    std::string start_;      // of the line, until it is known whether it is an address
    bool addresses_ = false; // lines begin with them
    bool colon_ = false;     // as xxd writes them
    int upper_ = -1;         // the first digit of a byte
    int spaces_ = 0;
    std::size_t line_ = 1;
    std::string error_;
};

} // namespace codec_tool

#endif
