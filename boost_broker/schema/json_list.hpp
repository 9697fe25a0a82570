// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_JSON_LIST_HPP
#define BOOST_BROKER_SCHEMA_JSON_LIST_HPP

// What little is needed to write a JSON document about a schema.

#include <boost_broker/detail/quoted_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace boost_broker::schema::detail {

// An array or an object while it is being written: brackets around, commas between.
class json_list
{
public:
    json_list(std::string& to, std::string_view brackets) : to_(to), end_(brackets[1])
    {
        to_ += brackets[0];
    }
    json_list(json_list const&) = delete;
    json_list& operator=(json_list const&) = delete;
    ~json_list() { to_ += end_; }

    std::string& item()
    {
        if (!std::exchange(first_, false))
            to_ += ',';
        return to_;
    }

    std::string& item(std::string_view key)
    {
        boost_broker::detail::append_json_text(item(), key);
        return to_ += ':';
    }

private:
    std::string& to_;
    char end_;
    bool first_ = true;
};

// Gives a JSON document lines and indentation. What is short stays on one line.
inline std::string indented_json(std::string_view compact)
{
    constexpr std::size_t width = 80;
    std::string text;
    std::size_t depth = 0;
    bool quoted = false;
    auto const new_line = [&] { (text += '\n').append(2 * depth, ' '); };
    // where the bracket at `i` closes, if that is on the same line
    auto const short_end = [&](std::size_t i) {
        std::size_t open = 0;
        bool in_text = false;
        for (std::size_t j = i; j != compact.size() && j - i < width - 2 * depth; ++j) {
            char const c = compact[j];
            if (in_text) {
                j += c == '\\';
                in_text = c != '"';
            } else if (c == '"') {
                in_text = true;
            } else if (c == '{' || c == '[') {
                ++open;
            } else if ((c == '}' || c == ']') && --open == 0) {
                return j;
            }
        }
        return std::string_view::npos;
    };
    std::size_t one_line_until = 0;
    for (std::size_t i = 0; i != compact.size(); ++i) {
        char const c = compact[i];
        text += c;
        bool const one_line = i < one_line_until;
        if (quoted) {
            if (c == '\\')
                text += compact[++i];
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == ':') {
            text += ' ';
        } else if (c == ',') {
            one_line ? void(text += ' ') : new_line();
        } else if ((c == '{' || c == '[') && !one_line) {
            if (auto const end = short_end(i); end != std::string_view::npos) {
                one_line_until = end;
            } else {
                ++depth;
                new_line();
            }
        }
        char const next = i + 1 != compact.size() ? compact[i + 1] : '\0';
        if ((next == '}' || next == ']') && !quoted && i + 1 > one_line_until) {
            --depth;
            new_line();
        }
    }
    return text + '\n';
}

} // namespace boost_broker::schema::detail

#endif
