// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_CODEC_TOOL_OPTIONS_HPP
#define BOOST_BROKER_EXAMPLE_CODEC_TOOL_OPTIONS_HPP

#include "format.hpp"
#include <boost_broker/result.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace codec_tool {

/// How `--schema` writes the messages.
enum class schema_form { cddl, json_schema, proto, dot };

/// What the command line asks for.
struct options {
    std::string message = {};        // empty: none
    std::optional<format> from = {}; // none: guessed
    std::optional<format> to = {};   // none: diagnostic notation
    bool hex = false;
    bool sequence = false;
    bool indicators = false;
    bool check = false;
    std::size_t max_bytes = std::size_t{64} << 20;
    std::optional<schema_form> schema = {};
    bool list = false;
    bool help = false;

    /// The format of the output.
    format target() const { return to.value_or(format::diagnostic); }
};

/// What `--help` prints.
extern std::string_view const usage;

/// Parses the arguments behind the name of the program.
/** A failure names the option at fault. */
bb::result<options> parse_options(std::vector<std::string_view> const& arguments);

/// Checks that what is asked for can be done with a format of the input.
bb::result<void> check_formats(options const& chosen, format from);

} // namespace codec_tool

#endif
