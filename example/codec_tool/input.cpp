// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "input.hpp"

#include <algorithm>
#include <istream>

namespace codec_tool {

namespace {

constexpr std::size_t part_size = 64 * 1024;

} // namespace

input::input(std::istream& from) : from_(from)
{
    load();
}

void input::load()
{
    raw_.resize(part_size);
    from_.read(raw_.data(), part_size);
    raw_.resize(static_cast<std::size_t>(from_.gcount()));
    if (from_.bad())
        error_ = "the standard input cannot be read";
}

std::optional<format> input::guess() const
{
    std::string_view const begin = std::string_view(raw_).substr(0, 64);
    auto const first = begin.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return format::cbor;
    if (std::string_view("{[\"").find(begin[first]) != std::string_view::npos)
        return format::json;
    constexpr std::string_view of_dump = "0123456789abcdefABCDEFxX:,| \t\r\n";
    auto const is_text = [](char c) {
        return (c >= ' ' && c <= '~') || c == '\n' || c == '\r' || c == '\t';
    };
    bool const dump = begin.substr(0, 4).find_first_not_of(of_dump) == std::string_view::npos &&
        std::all_of(begin.begin(), begin.end(), is_text);
    return dump ? std::nullopt : std::optional(format::cbor);
}

bool input::next()
{
    part_.clear();
    while (part_.empty() && error_.empty() && !ended_) {
        ended_ = raw_.empty();
        if (!hex_) {
            auto const all = bb::as_bytes(raw_);
            part_.assign(all.begin(), all.end());
        } else if (ended_ ? !hex_->finish(part_) : !hex_->read(raw_, part_)) {
            error_ = hex_->error();
            part_.clear();
        }
        if (!ended_ && error_.empty())
            load();
    }
    return !part_.empty();
}

} // namespace codec_tool
