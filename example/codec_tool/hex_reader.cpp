// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "hex_reader.hpp"

#include <utility>

namespace codec_tool {

namespace {

int value_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

constexpr std::size_t longest_address = 16;

} // namespace

bool hex_reader::read(std::string_view part, bb::bytes& to)
{
    for (char const c : part) {
        if (!take(c, to))
            return false;
    }
    return true;
}

bool hex_reader::finish(bb::bytes& to)
{
    return take('\n', to);
}

bool hex_reader::take(char c, bb::bytes& to)
{
    if (place_ == place::start)
        return start_of_line(c, to);
    if (c == '\n')
        return end_of_line();
    return place_ == place::text || digit(c, to);
}

// A line begins with an address if a colon is behind it, if two spaces are behind its eight digits,
// if it has seven digits, or if the lines before it did.
bool hex_reader::start_of_line(char c, bb::bytes& to)
{
    bool const only_digits = start_.find(' ') == std::string::npos;
    if (only_digits && value_of(c) >= 0 && start_.size() <= longest_address) {
        start_ += c;
        return true;
    }
    auto const count = only_digits ? start_.size() : start_.size() - 1;
    if (only_digits && c == ' ' && count == 8 && !addresses_) {
        start_ += c;
        return true;
    }
    bool address = false;
    if (c == ':' && only_digits && count != 0) {
        colon_ = address = true;
    } else if (c == '\n') {
        address = addresses_; // the last line may be nothing else
    } else if (is_blank(c)) {
        address = count != 0 && (addresses_ || !only_digits || count == 7);
    }
    addresses_ = addresses_ || address;
    place_ = place::data;
    spaces_ = 0;
    auto const held = std::exchange(start_, {});
    if (address)
        return c != '\n' || end_of_line();
    return digits(held, to) && (c == '\n' ? end_of_line() : digit(c, to));
}

bool hex_reader::digits(std::string_view text, bb::bytes& to)
{
    for (char const c : text) {
        if (!digit(c, to))
            return false;
    }
    return true;
}

bool hex_reader::digit(char c, bb::bytes& to)
{
    if (int const value = value_of(c); value >= 0) {
        spaces_ = 0;
        if (upper_ < 0) {
            upper_ = value;
        } else {
            to.push_back(static_cast<std::byte>(upper_ * 16 + value));
            upper_ = -1;
        }
        return true;
    }
    if ((c == 'x' || c == 'X') && upper_ == 0) { // 0x17
        upper_ = -1;
        return true;
    }
    if (c == '|') {
        place_ = place::text;
        return end_of_byte();
    }
    if (!is_blank(c) && c != ',')
        return fail(std::string("there is something else than hexadecimal digits"));
    // xxd has the letters behind two spaces
    if (++spaces_ == 2 && colon_)
        place_ = place::text;
    return end_of_byte();
}

bool hex_reader::end_of_byte()
{
    return upper_ < 0 || fail("a byte has two hexadecimal digits");
}

bool hex_reader::end_of_line()
{
    if (!end_of_byte())
        return false;
    place_ = place::start;
    ++line_;
    return true;
}

bool hex_reader::fail(std::string why)
{
    error_ = "line " + std::to_string(line_) + " of the hex dump: " + std::move(why);
    return false;
}

} // namespace codec_tool
