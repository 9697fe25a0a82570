// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_CODEC_TOOL_JSON_PRINTER_HPP
#define BOOST_BROKER_EXAMPLE_CODEC_TOOL_JSON_PRINTER_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace codec_tool {

/// Writes JSON in diagnostic notation, of which it is nearly a part, while it comes in.
/** Numbers keep their digits, however many. It needs a few bytes for each level of nesting. */
class json_printer
{
public:
    /// `sequence`: any number of values.
    json_printer(std::size_t max_depth, bool sequence);
    ~json_printer();
    json_printer(json_printer const&) = delete;
    json_printer& operator=(json_printer const&) = delete;

    /// Appends to a text what can be said after the next part of the input.
    /** Returns whether to go on; if not, `error` says why. */
    bool write(std::string_view part, std::string& to);

    /// Says that the input has ended. Returns whether it may end here.
    bool finish(std::string& to);

    /// Why the input was refused: "at byte 7: syntax error".
    std::string const& error() const { return error_; }

private:
    // Boost.JSON's, which only its own source includes
    struct printing;
    struct parser;

    bool fail(std::string_view why);

    std::unique_ptr<parser> parser_;
    bool sequence_;
    bool begun_ = false; // a value
    bool any_ = false;   // value has ended
    std::uint64_t offset_ = 0;
    std::string error_;
};

} // namespace codec_tool

#endif
