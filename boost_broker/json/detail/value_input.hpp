// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_JSON_DETAIL_VALUE_INPUT_HPP
#define BOOST_BROKER_JSON_DETAIL_VALUE_INPUT_HPP

// The parts of JSON, read from a value of Boost.JSON: what `input` does for a text.

#include <boost_broker/schema/decoding.hpp>
#include <boost_broker/schema/map_key.hpp>
#include <boost_broker/schema/utf8.hpp>

#include <boost/config.hpp>
#include <boost/json/value.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace boost_broker::json::detail {

/// A value, and the part of it that is read next. What returns bool has failed, and said why, if it
/// returns false, apart from `null`.
class value_input
{
public:
    /// Begins to read a value.
    value_input(boost::json::value const& value, schema::decoding& state) noexcept
        : next_(&value)
        , state_(state)
    {}

    std::size_t offset() const noexcept { return codec_error::no_offset; }
    std::size_t key_offset() const noexcept { return codec_error::no_offset; }
    std::size_t left() const noexcept { return 0; }
    void begin() const noexcept {}
    bool end() const noexcept { return true; }
    // what is not looked at is no work
    bool skip_value() const noexcept { return true; }

    bool null() const noexcept { return next_->is_null(); }

    bool boolean(bool& v)
    {
        auto const from = next_->if_bool();
        v = from != nullptr && *from;
        return from != nullptr || wrong_type("true or false");
    }

    bool text(std::string_view& v)
    {
        auto const from = next_->if_string();
        if (from == nullptr)
            return wrong_type("a text");
        v = std::string_view(from->data(), from->size());
        return valid(v);
    }

    template<class Integer>
    bool integer(Integer& v)
    {
        if (auto const text = next_->if_string(); text != nullptr && sizeof(Integer) == 8) {
            auto const error = schema::parse_key(std::string_view(text->data(), text->size()), v);
            return !error ||
                fail(static_cast<errc>(error.value()),
                    error == errc::out_of_range ? "the number does not fit"
                                                : "this is not an integer");
        }
        if (next_->is_double())
            return fail(errc::wrong_type, "an integer should be here");
        if (!next_->is_number())
            return wrong_type("a number");
        if (auto const number = next_->if_int64())
            return fits(*number, v);
        return fits(*next_->if_uint64(), v);
    }

    template<class Floating>
    bool floating(Floating& v)
    {
        if (!next_->is_number())
            return wrong_type("a number");
        if (auto const number = next_->if_int64())
            v = static_cast<Floating>(*number);
        else if (auto const natural = next_->if_uint64())
            v = static_cast<Floating>(*natural);
        else if (auto const real = *next_->if_double(); std::isfinite(static_cast<Floating>(real)))
            v = static_cast<Floating>(real);
        else
            return fail(errc::out_of_range, "the number does not fit");
        return true;
    }

    template<class Element>
    bool elements(Element element)
    {
        auto const from = next_->if_array();
        if (from == nullptr)
            return wrong_type("an array");
        if (!state_.enter(offset()))
            return false;
        std::size_t i = 0;
        for (auto const& part : *from) {
            next_ = &part;
            if (!state_.take_items(1, offset()))
                return false;
            if (!element(i))
                return state_.in_element(i);
            ++i;
        }
        state_.leave();
        return true;
    }

    template<class Member>
    bool members(Member member)
    {
        auto const from = next_->if_object();
        if (from == nullptr)
            return wrong_type("an object");
        if (!state_.enter(offset()))
            return false;
        for (auto const& part : *from) {
            std::string_view const key(part.key().data(), part.key().size());
            next_ = &part.value();
            if (!valid(key) || !member(key))
                return false;
        }
        state_.leave();
        return true;
    }

    template<class Guess, class Known, class Other>
    bool members(Guess, Known, Other other)
    {
        return members(other);
    }

private:
    // A text of a value need not have come from a parser.
    bool valid(std::string_view text)
    {
        return schema::is_utf8(text) || fail(errc::invalid_utf8, "the text is not valid UTF-8");
    }

    template<class Integer, class From>
    bool fits(From from, Integer& v)
    {
        v = static_cast<Integer>(from);
        return std::in_range<Integer>(from) || fail(errc::out_of_range, "the number does not fit");
    }

    bool fail(errc code, char const* reason) { return state_.fail(code, offset(), reason); }

    BOOST_NOINLINE bool wrong_type(char const* wanted)
    {
        return state_.fail(errc::wrong_type, offset(), std::string(wanted) += " should be here");
    }

    boost::json::value const* next_;
    schema::decoding& state_;
};

} // namespace boost_broker::json::detail

#endif
