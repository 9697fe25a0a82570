// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "json_printer.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp> // in place of the compiled library

#include <utility>
#include <vector>

namespace codec_tool {

namespace {

using boost::json::error_code;
using json_text = boost::json::string_view;

boost::json::parse_options nested(std::size_t max_depth)
{
    boost::json::parse_options how;
    how.max_depth = max_depth;
    return how;
}

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

} // namespace

/// What Boost.JSON calls while it parses. Strings and numbers may come in parts.
struct json_printer::printing {
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    struct level {
        bool object;
        bool empty = true;
    };

    std::string* to = nullptr;
    std::vector<level> levels = {};
    bool in_part = false; // of a string or a number

    void separate()
    {
        if (!std::exchange(levels.back().empty, false))
            *to += ", ";
    }

    void begin_value()
    {
        if (!levels.empty() && !levels.back().object)
            separate();
    }

    bool open(char bracket, bool object)
    {
        begin_value();
        *to += bracket;
        levels.push_back({object});
        return true;
    }

    bool close(char bracket)
    {
        *to += bracket;
        levels.pop_back();
        return true;
    }

    bool scalar(json_text text)
    {
        begin_value();
        to->append(text.data(), text.size());
        return true;
    }

    void escape(json_text text)
    {
        constexpr std::string_view digits = "0123456789abcdef";
        for (char const c : text) {
            auto const code = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\')
                (*to += '\\') += c;
            else if (c == '\n')
                *to += "\\n";
            else if (code < 0x20)
                ((*to += "\\u00") += digits[code >> 4]) += digits[code & 15];
            else
                *to += c;
        }
    }

    bool number_part(json_text text)
    {
        if (!std::exchange(in_part, true))
            begin_value();
        to->append(text.data(), text.size());
        return true;
    }

    bool number(json_text text)
    {
        number_part(text);
        in_part = false;
        return true;
    }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_array_begin(error_code&) { return open('[', false); }
    bool on_array_end(std::size_t, error_code&) { return close(']'); }
    bool on_object_begin(error_code&) { return open('{', true); }
    bool on_object_end(std::size_t, error_code&) { return close('}'); }
    bool on_key_part(json_text text, std::size_t, error_code&)
    {
        if (!std::exchange(in_part, true)) {
            separate();
            *to += '"';
        }
        escape(text);
        return true;
    }
    bool on_key(json_text text, std::size_t size, error_code& error)
    {
        on_key_part(text, size, error);
        in_part = false;
        *to += "\": ";
        return true;
    }
    bool on_string_part(json_text text, std::size_t, error_code&)
    {
        if (!std::exchange(in_part, true)) {
            begin_value();
            *to += '"';
        }
        escape(text);
        return true;
    }
    bool on_string(json_text text, std::size_t size, error_code& error)
    {
        on_string_part(text, size, error);
        in_part = false;
        *to += '"';
        return true;
    }
    bool on_number_part(json_text text, error_code&) { return number_part(text); }
    bool on_int64(std::int64_t, json_text text, error_code&) { return number(text); }
    bool on_uint64(std::uint64_t, json_text text, error_code&) { return number(text); }
    bool on_double(double, json_text text, error_code&) { return number(text); }
    bool on_bool(bool value, error_code&) { return scalar(value ? "true" : "false"); }
    bool on_null(error_code&) { return scalar("null"); }
    bool on_comment_part(json_text, error_code&) { return true; }
    bool on_comment(json_text, error_code&) { return true; }
};

struct json_printer::parser : boost::json::basic_parser<printing> {
    using boost::json::basic_parser<printing>::basic_parser;
};

json_printer::json_printer(std::size_t max_depth, bool sequence)
    : parser_(std::make_unique<parser>(nested(max_depth)))
    , sequence_(sequence)
{}

json_printer::~json_printer() = default;

bool json_printer::write(std::string_view part, std::string& to)
{
    parser_->handler().to = &to;
    while (!part.empty()) {
        if (!begun_) {
            if (is_space(part.front())) {
                part.remove_prefix(1);
                ++offset_;
                continue;
            }
            if (any_ && !sequence_)
                return fail("something follows the value");
            if (any_)
                to += '\n';
            begun_ = true;
        }
        error_code error;
        auto const used = parser_->write_some(true, part.data(), part.size(), error);
        offset_ += used;
        part.remove_prefix(used);
        if (error && error != boost::json::error::exponent_overflow)
            return fail(error == boost::json::error::too_deep ? "the input is nested too deeply"
                                                              : "something else should be here");
        if (error)
            return fail("the exponent is too large");
        if (parser_->done()) {
            parser_->reset();
            begun_ = false;
            any_ = true;
        }
    }
    return true;
}

bool json_printer::finish(std::string& to)
{
    parser_->handler().to = &to;
    if (!begun_)
        return any_ || sequence_ || fail("the input is empty");
    error_code error;
    parser_->write_some(false, nullptr, 0, error); // a number ends only here
    return !error || fail("the input ends too early");
}

bool json_printer::fail(std::string_view why)
{
    (error_ = "at byte " + std::to_string(offset_) + ": ") += why;
    return false;
}

} // namespace codec_tool
