// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_CODEC_TOOL_FORMAT_HPP
#define BOOST_BROKER_EXAMPLE_CODEC_TOOL_FORMAT_HPP

#include <optional>
#include <string_view>

namespace boost_broker {}
namespace bb = boost_broker;

namespace codec_tool {

/// What comes in, and goes out.
enum class format { cbor, json, protobuf, diagnostic };

/// What a format is called on the command line.
constexpr std::string_view to_string(format f) noexcept
{
    switch (f) {
    case format::cbor:
        return "cbor";
    case format::json:
        return "json";
    case format::protobuf:
        return "protobuf";
    case format::diagnostic:
        return "diag";
    }
    return "";
}

/// The format with this name.
constexpr std::optional<format> parse_format(std::string_view name) noexcept
{
    for (auto const f : {format::cbor, format::json, format::protobuf, format::diagnostic}) {
        if (codec_tool::to_string(f) == name)
            return f;
    }
    return {};
}

/// Whether a format consists of lines that people read.
constexpr bool is_text(format f) noexcept
{
    return f == format::json || f == format::diagnostic;
}

} // namespace codec_tool

#endif
