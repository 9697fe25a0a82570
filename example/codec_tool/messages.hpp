// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_CODEC_TOOL_MESSAGES_HPP
#define BOOST_BROKER_EXAMPLE_CODEC_TOOL_MESSAGES_HPP

#include "format.hpp"
#include <boost_broker/result.hpp>
#include <boost_broker/schema/bytes.hpp>
#include <boost_broker/schema/codec_error.hpp>
#include <boost_broker/schema/decode_limits.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace codec_tool {

/// How a message is converted.
struct conversion {
    format from = format::cbor;
    format to = format::diagnostic;
    bool indicators = false;
    bb::decode_limits limits = {};
};

/// A message that is known by name, and what can be done with it.
struct message_type {
    /// Its name in the schema; of an answer, that of the request and `.response`.
    std::string name;
    /// Reads a message, and writes it in another format. `why` is set if the input is wrong, and
    /// has the offset in it if there is one.
    bb::result<bb::bytes> (*convert)(
        std::span<std::byte const> data, conversion const& how, bb::codec_error& why);
};

/// All messages.
std::span<message_type const> message_types();

/// The message with this name, or null.
message_type const* find_message(std::string_view name);

} // namespace codec_tool

#endif
