// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_CODEC_TOOL_INPUT_HPP
#define BOOST_BROKER_EXAMPLE_CODEC_TOOL_INPUT_HPP

#include "format.hpp"
#include "hex_reader.hpp"
#include <boost_broker/schema/bytes.hpp>

#include <iosfwd>
#include <optional>
#include <span>
#include <string>

namespace codec_tool {

/// What comes in, part by part.
class input
{
public:
    /// Reads the first part.
    explicit input(std::istream& from);

    /// What the input seems to be, by how it begins; none is a hex dump of CBOR.
    std::optional<format> guess() const;

    /// Says that the input is a hex dump. To be said before anything is read.
    void is_hex() { hex_.emplace(); }

    /// Goes on to the next part, which is never empty. Returns false at the end, or after an error.
    bool next();

    /// The part that was read.
    std::span<std::byte const> part() const { return part_; }

    /// Why it ended before its end, as a clause; empty if it did not.
    std::string const& error() const { return error_; }

private:
    void load();

    std::istream& from_;
    std::string raw_;
    std::optional<hex_reader> hex_;
    bb::bytes part_;
    bool ended_ = false;
    std::string error_;
};

} // namespace codec_tool

#endif
