// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// The tool as a whole: two bytes choose the options, the rest is its input.

#include "messages.hpp"
#include "target.hpp"
#include "tool.hpp"

#include <sstream>
#include <string>

namespace {

using codec_tool::format;

std::string converted(codec_tool::options const& how, std::string const& text, int& status)
{
    std::istringstream in(text);
    std::ostringstream out;
    std::ostringstream errors;
    status = codec_tool::run(how, in, out, errors);
    fuzz::require(status >= 0 && status <= 2, "there are three exit statuses");
    fuzz::require((status == 0) == errors.str().empty(), "a failure has a sentence");
    return out.str();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size < 2)
        return 0;
    constexpr format formats[] = {format::cbor, format::json, format::protobuf, format::diagnostic};
    auto const types = codec_tool::message_types();
    codec_tool::options how;
    how.max_bytes = 1 << 20;
    how.to = formats[data[0] & 3];
    if ((data[0] & 4) != 0)
        how.from = formats[data[0] >> 3 & 3];
    how.hex = (data[0] & 0x20) != 0;
    how.sequence = (data[0] & 0x40) != 0;
    how.indicators = (data[0] & 0x80) != 0 && how.to == format::diagnostic;
    if (auto const i = data[1] % (types.size() + 1); i != types.size())
        how.message = types[i].name;

    int status = 0;
    auto const text = converted(how, {reinterpret_cast<char const*>(data) + 2, size - 2}, status);
    if (status != 0 || how.message.empty())
        return 0;
    // what it writes it reads, and that is the same again
    how.from = how.to;
    how.hex = false;
    auto const again = converted(how, text, status);
    fuzz::require(status == 0, "what was written can be read");
    fuzz::require(again == text, "and it is the same");
    return 0;
}
