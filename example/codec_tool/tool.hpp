// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_CODEC_TOOL_TOOL_HPP
#define BOOST_BROKER_EXAMPLE_CODEC_TOOL_TOOL_HPP

#include "options.hpp"

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>

namespace codec_tool {

/// Does what the options say. Returns the exit status of the program.
int run(options const& chosen, std::istream& in, std::ostream& out, std::ostream& errors);

/// Says where in a message an offset is, for people: the line with a mark below, or the bytes.
/** `first_line`: the number that the first line of the message has in the input. */
std::string excerpt(
    format of, std::span<std::byte const> data, std::size_t offset, std::uint64_t first_line = 1);

} // namespace codec_tool

#endif
