// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_JSON_DETAIL_INPUT_HPP
#define BOOST_BROKER_JSON_DETAIL_INPUT_HPP

// The tokens of JSON, read from a text as they are asked for. The grammar is that of RFC 8259 and
// nothing more. Nothing is copied, and the offset of everything is known.

#include <boost_broker/json/detail/parse_number.hpp>
#include <boost_broker/json/detail/plain_text.hpp>
#include <boost_broker/schema/decoding.hpp>
#include <boost_broker/schema/map_key.hpp>

#include <boost/config.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace boost_broker::json::detail {

/// A string as it stands in the text, without its quotes. It is valid.
struct text_token {
    /// What is between the quotes.
    std::string_view raw = {};
    /// How many bytes it stands for.
    std::size_t size = 0;
    /// Where its opening quote is.
    std::size_t offset = 0;

    /// Whether it stands for other bytes than those between the quotes.
    bool escaped() const noexcept { return raw.size() != size; }

    /// Writes the `size` bytes that it stands for.
    void copy(char* to) const noexcept;
};

/// A number as it stands in the text. It is valid.
struct number_token {
    /// The number.
    std::string_view text = {};
    /// Whether it has neither a fraction nor an exponent.
    bool integer = true;
    /// Where it begins.
    std::size_t offset = 0;
};

/// A text, and how far it is read. What returns bool has failed, and said why, if it returns false,
/// apart from what takes something if it is there.
class input
{
public:
    /// Begins to read a text.
    input(std::string_view text, schema::decoding& state) noexcept
        : begin_(text.data())
        , next_(text.data())
        , end_(text.data() + text.size())
        , state_(state)
    {}

    /// Where the next character is.
    std::size_t offset() const noexcept { return static_cast<std::size_t>(next_ - begin_); }

    /// Where the key of the member is that is being read.
    std::size_t key_offset() const noexcept { return key_offset_; }

    /// How much is left.
    std::size_t left() const noexcept { return static_cast<std::size_t>(end_ - next_); }

    /// Fails if anything but white space is left.
    bool end()
    {
        skip_space();
        return left() == 0 ||
            state_.fail(errc::trailing_bytes, offset(), "something follows the message");
    }

    /// Goes to where the message begins.
    void begin() noexcept { skip_space(); }

    /// Takes null if it comes next.
    bool null() noexcept { return take("null"); }

    /// Reads true or false.
    bool boolean(bool& v)
    {
        v = take("true");
        return v || take("false") || wrong_type("true or false");
    }

    /// Reads a text, which is valid until the next one is read.
    bool text(std::string_view& v)
    {
        text_token token;
        if (!text(token))
            return false;
        v = view(token);
        return true;
    }

    /// Reads an integer; one of 64 bits may also be a text.
    template<class Integer>
    bool integer(Integer& v)
    {
        if (sizeof(Integer) == 8 && at('"'))
            return quoted_integer(v);
        number_token token;
        if (!number(token))
            return false;
        if (!token.integer)
            return state_.fail(errc::wrong_type, token.offset, "an integer should be here");
        return parse_integer(token.text, v) ||
            state_.fail(errc::out_of_range, token.offset, "the number does not fit");
    }

    /// Reads a floating point number.
    template<class Floating>
    bool floating(Floating& v)
    {
        number_token token;
        return number(token) &&
            (parse_floating(token.text, v) ||
                state_.fail(errc::out_of_range, token.offset, "the number does not fit"));
    }

    /// Reads an array; `element(i)` reads each of its elements.
    template<class Element>
    bool elements(Element element)
    {
        std::size_t i = 0;
        return brackets('[', ']', "an array", [&] {
            return state_.take_items(1, offset()) &&
                (element(i) ? (++i, true) : state_.in_element(i));
        });
    }

    /// Reads an object; `member(name)` reads each of its values. The name is valid until then.
    template<class Member>
    bool members(Member member)
    {
        return brackets('{', '}', "an object", [&] {
            text_token token;
            return key(token) && member(view(token));
        });
    }

    /// Reads an object whose keys are probably known.
    /** @param guess Returns the key that is probably next, `"name":`; empty if none is.
        @param known Reads the value, when it was.
        @param other `other(name)` reads the value, when it was not. */
    template<class Guess, class Known, class Other>
    bool members(Guess guess, Known known, Other other)
    {
        return brackets('{', '}', "an object", [&] {
            key_offset_ = offset();
            if (std::string_view const guessed = guess(); !guessed.empty() && take(guessed)) {
                skip_space();
                return known();
            }
            text_token token;
            return key(token) && other(view(token));
        });
    }

    /// Reads over the value that must come next, whatever it is.
    bool skip_value();

private:
    // Whether a character comes next.
    bool at(char c) const noexcept { return next_ != end_ && *next_ == c; }

    // Takes a character if it comes next.
    bool take(char c) noexcept
    {
        bool const there = at(c);
        next_ += there;
        return there;
    }

    // Takes a text if it comes next.
    bool take(std::string_view text) noexcept
    {
        bool const there = std::string_view(next_, left()).starts_with(text);
        next_ += there ? text.size() : 0;
        return there;
    }

    void skip_space() noexcept
    {
        while (
            next_ != end_ && (*next_ == ' ' || *next_ == '\n' || *next_ == '\r' || *next_ == '\t'))
            ++next_;
    }

    // Takes a character that must come next, with white space before and behind it.
    bool expect(char c, char const* what)
    {
        if (BOOST_UNLIKELY(!take(c))) {
            skip_space();
            if (!take(c))
                return unexpected(what);
        }
        skip_space();
        return true;
    }

    // Takes the comma or the closing bracket behind an element, with white space around it.
    bool next_element(char closing, bool& more)
    {
        skip_space();
        more = take(',');
        if (more)
            skip_space();
        else if (BOOST_UNLIKELY(!take(closing)))
            return unexpected(closing == ']' ? "a comma or a ]" : "a comma or a }");
        return true;
    }

    // Reads what is between brackets: `part` reads one element each time.
    template<class Part>
    bool brackets(char opening, char closing, char const* wanted, Part part)
    {
        auto const begin = offset();
        if (BOOST_UNLIKELY(!take(opening)))
            return wrong_type(wanted);
        if (!state_.enter(begin))
            return false;
        skip_space();
        bool more = !take(closing);
        while (more) {
            if (!part() || !next_element(closing, more))
                return false;
        }
        state_.leave();
        return true;
    }

    // What a text stands for; valid until the next one is asked for.
    std::string_view view(text_token const& token)
    {
        if (BOOST_LIKELY(!token.escaped()))
            return token.raw;
        scratch_.resize(token.size);
        token.copy(scratch_.data());
        return scratch_;
    }

    template<class Integer>
    bool quoted_integer(Integer& v)
    {
        text_token token;
        if (!text(token))
            return false;
        auto const error = schema::parse_key(view(token), v);
        return !error ||
            state_.fail(static_cast<errc>(error.value()), token.offset,
                error == errc::out_of_range ? "the number does not fit" : "this is not an integer");
    }

    // Reads a key and the colon behind it.
    bool key(text_token& token)
    {
        key_offset_ = offset();
        if (BOOST_UNLIKELY(!at('"')))
            return unexpected("a key");
        return text(token) && expect(':', "a colon");
    }

    bool text(text_token& token);
    bool number(number_token& token);

    // Fails, because the value that comes next is none of the wanted ones, or nothing comes.
    bool wrong_type(char const* wanted);

    // Fails, because something else comes next, or nothing.
    bool unexpected(char const* wanted);

    bool fail(errc code, char const* at, char const* reason)
    {
        return state_.fail(code, static_cast<std::size_t>(at - begin_), reason);
    }

    // Whether a value of JSON seems to come next.
    bool at_value_begin() const noexcept
    {
        constexpr std::string_view first = "{[\"-0123456789";
        std::string_view const rest(next_, left());
        return first.find(rest[0]) != std::string_view::npos || rest.starts_with("true") ||
            rest.starts_with("false") || rest.starts_with("null");
    }

    bool escape(text_token& token, bool& ascii);
    bool skip_scalar();
    bool digits();

    char const* begin_;
    char const* next_;
    char const* end_;
    schema::decoding& state_;
    std::size_t key_offset_ = 0;
    std::string scratch_;
};

} // namespace boost_broker::json::detail

#include <boost_broker/json/detail/impl/input.hpp>

#endif
