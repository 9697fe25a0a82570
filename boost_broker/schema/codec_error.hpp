// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_CODEC_ERROR_HPP
#define BOOST_BROKER_SCHEMA_CODEC_ERROR_HPP

// Why a message could not be encoded or decoded, and where.

#include <boost_broker/detail/quoted_text.hpp>
#include <boost_broker/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace boost_broker {

/// Why a message could not be encoded or decoded, and where.
/** The verbs of a codec answer it as a `failure`, whose text says all of it; ask for the object
   where a program wants the parts. */
class codec_error
{
public:
    /// What `offset` is where a position means nothing: while encoding.
    static constexpr std::size_t no_offset = static_cast<std::size_t>(-1);

    /// Constructs an error that stands for "none".
    codec_error() noexcept = default;

    /// Constructs an error of what is read at a position, or written.
    codec_error(errc code, std::size_t offset, std::string reason) noexcept
        : code_(code)
        , offset_(offset)
        , reason_(std::move(reason))
    {}

    /// Returns the code.
    errc code() const noexcept { return code_; }

    /// Tells whether there is an error.
    explicit operator bool() const noexcept { return code_ != errc{}; }

    /// Returns the offset, in bytes from the beginning of the message, of what was refused.
    std::size_t offset() const noexcept { return offset_; }

    /// Returns where it is in the message, such as `tags[3].key`; empty for the message itself.
    std::string_view path() const noexcept
    {
        std::string_view const whole = path_;
        return whole.substr(whole.starts_with('.') && !whole.starts_with(cut_off) ? 1 : 0);
    }

    /// Returns what is wrong, as a clause such as "the text is not valid UTF-8".
    std::string const& reason() const noexcept { return reason_; }

    /// Returns all of it: "at byte 17, in tags[3].key: the text is not valid UTF-8".
    std::string message() const
    {
        std::string text;
        if (offset_ != no_offset)
            text = "at byte " + std::to_string(offset_);
        if (!path_.empty())
            (text += text.empty() ? "in " : ", in ") += path();
        return text.empty() ? reason_ : (text += ": ") += reason_;
    }

    /// Says that it happened in this field. Said from the inside to the outside, like the two
    /// below.
    void in_field(std::string_view name) { prepend(std::string(1, '.') += shortened(name)); }

    /// Says that it happened in the element with this index.
    void in_element(std::size_t index) { prepend('[' + std::to_string(index) + ']'); }

    /// Says that it happened in the value of a map that has this key.
    void in_entry(std::string_view key)
    {
        std::string segment(1, '[');
        detail::append_json_text(segment, shortened(key));
        prepend(segment += ']');
    }

private:
    // A path is for people: a key of a megabyte, or a thousand levels of a list, say nothing more.
    static constexpr std::size_t longest_name = 64;
    static constexpr std::size_t longest_path = 1024;
    static constexpr std::string_view cut_off = "...";

    static std::string shortened(std::string_view name)
    {
        if (name.size() <= longest_name)
            return std::string(name);
        // not in the middle of a character
        std::size_t end = longest_name;
        while (end != 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80)
            --end;
        return std::string(name.substr(0, end)) += cut_off;
    }

    void prepend(std::string const& segment)
    {
        if (path_.size() < longest_path)
            path_.insert(0, segment);
        else if (!path_.starts_with(cut_off))
            path_.insert(0, cut_off);
    }

    errc code_{};
    std::size_t offset_ = no_offset;
    std::string path_;
    std::string reason_;
};

namespace schema {

/// Which way a codec went.
enum class coding { encode, decode };

/// Makes the failure that a verb of a codec answers: "cannot decode reading from CBOR: at byte 17,
/// in tags[3].key: the text is not valid UTF-8".
/** @param error Why, and where.
    @param what What was done.
    @param format What the format is called.
    @param type What the message is called, see `name_of`.
    @param why Where to put the error itself; null if nobody wants it. */
inline failure report(codec_error error, coding what, std::string_view format,
    std::string_view type, codec_error* why = nullptr)
{
    std::string text = what == coding::encode ? "cannot encode " : "cannot decode ";
    (text += type) += what == coding::encode ? " to " : " from ";
    ((text += format) += ": ") += error.message();
    auto const code = error.code();
    if (why != nullptr)
        *why = std::move(error);
    return failure(code, std::move(text));
}

} // namespace schema

} // namespace boost_broker

#endif
