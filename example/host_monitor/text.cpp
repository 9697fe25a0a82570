// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ctime>

namespace host_monitor {

namespace {

constexpr std::string_view reset = "\x1b[0m";

std::string_view color_of(double percent)
{
    return percent < 60 ? "\x1b[32m" : percent < 85 ? "\x1b[33m" : "\x1b[31m";
}

std::string repeat(std::string_view text, std::size_t count)
{
    std::string repeated;
    while (count-- > 0)
        repeated += text;
    return repeated;
}

/// Calls visit(piece, width) for each escape sequence and each character of UTF-8.
template<class Visitor>
void for_each_piece(std::string_view text, Visitor visit)
{
    while (!text.empty()) {
        bool const escape = text.starts_with("\x1b[");
        std::size_t length = escape ? text.find('m') : 0;
        if (escape && length == std::string_view::npos)
            return;
        do
            ++length;
        while (!escape && length < text.size() && (text[length] & 0xC0) == 0x80);
        visit(text.substr(0, length), escape ? 0U : 1U);
        text.remove_prefix(length);
    }
}

std::string format_time(std::chrono::system_clock::time_point when, char const* format, bool utc)
{
    std::time_t const seconds = std::chrono::system_clock::to_time_t(when);
    std::tm parts = {};
    utc ? gmtime_r(&seconds, &parts) : localtime_r(&seconds, &parts);
    std::array<char, 32> text = {};
    return {text.data(), std::strftime(text.data(), text.size(), format, &parts)};
}

} // namespace

std::string fixed(double value, int digits)
{
    std::array<char, 400> text = {}; // the greatest double has 309 digits before the point
    auto const end = std::to_chars(
        text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits);
    return {text.data(), end.ptr};
}

std::string percent_text(double value)
{
    return fixed(value, 1) + " %";
}

std::string byte_size(double bytes)
{
    constexpr std::array units{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    std::size_t unit = 0;
    // 1023.96 would be printed as 1024.0
    while (bytes >= (unit == 0 ? 1023.5 : 1023.95) && unit + 1 < units.size()) {
        bytes /= 1024;
        ++unit;
    }
    return fixed(bytes, unit == 0 ? 0 : 1) + ' ' + units[unit];
}

std::string time_of_day(std::chrono::system_clock::time_point when)
{
    return format_time(when, "%H:%M:%S", false);
}

std::string timestamp(std::chrono::system_clock::time_point when)
{
    auto const seconds = std::chrono::floor<std::chrono::seconds>(when);
    auto const millis = std::chrono::floor<std::chrono::milliseconds>(when - seconds).count();
    std::string const digits = std::to_string(1000 + millis);
    return format_time(seconds, "%Y-%m-%dT%H:%M:%S.", true) + digits.substr(1) + 'Z';
}

std::string bar(double percent, std::size_t width, text_style style)
{
    double const share = std::clamp(percent, 0.0, 100.0) / 100;
    auto const filled = static_cast<std::size_t>(std::lround(share * static_cast<double>(width)));
    std::string const full = repeat(style.unicode ? "█" : "#", filled);
    std::string const empty = repeat(style.unicode ? "░" : ".", width - filled);
    if (!style.color)
        return full + empty;
    return std::string(color_of(percent)) + full + std::string(reset) + empty;
}

std::string sparkline(std::vector<double> const& percentages, text_style style)
{
    constexpr std::array blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    constexpr std::array ascii{"_", ".", ":", "-", "=", "+", "*", "#"};
    std::string line;
    for (double const percent : percentages) {
        auto const level = static_cast<std::size_t>(std::clamp(percent, 0.0, 100.0) / 100 * 7.99);
        line += style.unicode ? blocks[level] : ascii[level];
    }
    return line;
}

std::string printable(std::string_view text)
{
    std::string shown(text);
    std::ranges::replace_if(
        shown, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, '?');
    return shown;
}

std::size_t columns(std::string_view text)
{
    std::size_t total = 0;
    for_each_piece(text, [&](std::string_view, std::size_t width) { total += width; });
    return total;
}

std::string clip(std::string_view text, std::size_t width)
{
    std::string clipped;
    for_each_piece(text, [&](std::string_view piece, std::size_t piece_width) {
        if (piece_width > width)
            width = 0; // what comes now is beyond the edge, except the end of a colour
        else
            clipped += piece;
        width -= std::min(width, piece_width);
    });
    return clipped;
}

std::string left(std::string_view text, std::size_t width)
{
    return std::string(text) + repeat(" ", width - std::min(width, columns(text)));
}

std::string right(std::string_view text, std::size_t width)
{
    return repeat(" ", width - std::min(width, columns(text))) + std::string(text);
}

} // namespace host_monitor
