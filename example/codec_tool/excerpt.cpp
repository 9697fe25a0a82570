// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "tool.hpp"
#include <boost_broker/schema/bytes.hpp>

#include <algorithm>

namespace codec_tool {

namespace {

// So much before and behind the place.
constexpr std::size_t around = 30;

std::string line_of(std::string_view text, std::size_t offset, std::uint64_t first_line)
{
    auto const line_begin = text.substr(0, offset).rfind('\n') + 1; // npos + 1 is 0
    auto const number =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
    auto const begin = offset - line_begin > around ? offset - around : line_begin;
    auto const end = std::min(text.find('\n', offset), std::min(text.size(), offset + around));
    auto const where = "  line " + std::to_string(first_line + static_cast<std::uint64_t>(number)) +
        ", column " + std::to_string(offset - line_begin + 1) + ": ";
    std::string shown;
    for (char const c : text.substr(begin, end - begin))
        shown += static_cast<unsigned char>(c) < 0x20 || c == '\x7F' ? ' ' : c;
    // a character of several bytes is one column of a terminal
    auto const mark = std::count_if(text.begin() + static_cast<std::ptrdiff_t>(begin),
        text.begin() + static_cast<std::ptrdiff_t>(offset),
        [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    return where + shown + '\n' + std::string(where.size() + static_cast<std::size_t>(mark), ' ') +
        "^\n";
}

std::string bytes_around(std::span<std::byte const> data, std::size_t offset)
{
    constexpr std::string_view digits = "0123456789abcdef";
    auto const begin = offset - std::min(offset, around / 3);
    auto const end = std::min(data.size(), offset + around / 3);
    std::string text = "  bytes from " + std::to_string(begin) + ':';
    std::string mark(text.size() + 3 * (offset - begin) + 1, ' ');
    for (auto i = begin; i != end; ++i) {
        auto const value = std::to_integer<unsigned>(data[i]);
        ((text += ' ') += digits[value >> 4]) += digits[value & 15];
    }
    return text + '\n' + mark + "^\n";
}

} // namespace

std::string excerpt(
    format of, std::span<std::byte const> data, std::size_t offset, std::uint64_t first_line)
{
    if (data.empty() || offset > data.size())
        return {};
    return is_text(of) ? line_of(bb::as_text(data), offset, first_line)
                       : bytes_around(data, offset);
}

} // namespace codec_tool
