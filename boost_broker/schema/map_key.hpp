// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_MAP_KEY_HPP
#define BOOST_BROKER_SCHEMA_MAP_KEY_HPP

// Keys of maps as text, for the formats whose keys are text: a text as it is, an integer and the
// number of an enumerator in decimal digits, a character as one character, a strong typedef like
// what it travels as.

#include <boost_broker/error.hpp>
#include <boost_broker/schema/enumerators.hpp>
#include <boost_broker/schema/kind_of.hpp>
#include <boost_broker/schema/utf8.hpp>

#include <charconv>
#include <cstddef>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

namespace boost_broker::schema {

namespace detail {

template<class K>
constexpr bool find_map_key() noexcept
{
    constexpr kind k = kind_of<K>;
    if constexpr (k == kind::strong)
        return find_map_key<represented_type<K>>();
    else
        return k == kind::text || k == kind::signed_integer || k == kind::unsigned_integer ||
            k == kind::enumeration || k == kind::character;
}

} // namespace detail

/// A type that can be the key of a map: text, an integer, an enumeration, a character, or a strong
/// typedef of one of them.
template<class K>
concept map_key = detail::find_map_key<K>();

/// The text of a key.
/** It may view the key itself, which has to live as long. */
class key_text
{
public:
    /// Makes the text of a key.
    template<map_key K>
    explicit key_text(K const& key) noexcept
    {
        set(key);
    }

    key_text(key_text const&) = delete;
    key_text& operator=(key_text const&) = delete;

    /// Views the text.
    std::string_view view() const noexcept { return view_; }

private:
    template<class K>
    void set(K const& key) noexcept
    {
        constexpr kind k = kind_of<K>;
        if constexpr (k == kind::text) {
            view_ = std::string_view(key.data(), key.size());
        } else if constexpr (k == kind::character) {
            character_text const text(key);
            buffer_[0] = text.data[0];
            buffer_[1] = text.data[1];
            view_ = std::string_view(buffer_, text.size);
        } else if constexpr (k == kind::strong || k == kind::enumeration) {
            // by reference where `get` returns one, because the view is of what it refers to
            static_assert(kind_of<represented_type<K>> != kind::text ||
                    std::is_lvalue_reference_v<decltype(represent(key))>,
                "boost_broker: strong_typedef<T>::get must return its text by reference if T is "
                "the key of a map");
            auto const& value = represent(key);
            set<represented_type<K>>(value);
        } else {
            auto const end = std::to_chars(buffer_, buffer_ + sizeof buffer_, key).ptr;
            view_ = std::string_view(buffer_, static_cast<std::size_t>(end - buffer_));
        }
    }

    char buffer_[24];
    std::string_view view_;
};

/// Makes a key of its text: the reverse of `key_text`.
/** @param text The text, valid UTF-8.
    @param key Where to put the key; unspecified if it is refused.
    @return Nothing (a code of value 0) if the text is a key; `errc::wrong_type` if it is not what
    the key wants, `errc::out_of_range` for a number that does not fit, `errc::unknown_enumerator`
    for a number without a name. */
template<map_key K>
boost::system::error_code parse_key(std::string_view text, K& key)
{
    constexpr kind k = kind_of<K>;
    if constexpr (k == kind::text) {
        key.assign(text.data(), text.size());
    } else if constexpr (k == kind::character) {
        auto const c = schema::parse_character(text);
        if (!c)
            return errc::wrong_type;
        key = *c;
    } else if constexpr (k == kind::strong || k == kind::enumeration) {
        represented_type<K> value{};
        if (auto const error = schema::parse_key(text, value))
            return error;
        auto made = schema::make_represented<K>(std::move(value));
        if constexpr (k == kind::enumeration) {
            if (!schema::is_enumerator(made))
                return errc::unknown_enumerator;
        }
        key = std::move(made);
    } else {
        // one text for each number: no plus sign, no leading zeros, no -0
        auto const digits = text.substr(text.starts_with('-') ? 1 : 0);
        if (digits.empty() || (digits[0] == '0' && text.size() != 1))
            return errc::wrong_type;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), key);
        if (error == std::errc::result_out_of_range)
            return errc::out_of_range;
        if (error != std::errc() || end != text.data() + text.size()) {
            // "-1" for an unsigned key is a number, and does not fit
            bool const is_number = digits.find_first_not_of("0123456789") == std::string_view::npos;
            return is_number ? errc::out_of_range : errc::wrong_type;
        }
    }
    return {};
}

} // namespace boost_broker::schema

#endif
