// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_JSON_DETAIL_WRITER_HPP
#define BOOST_BROKER_JSON_DETAIL_WRITER_HPP

// Writes a value as JSON, straight from the object.

#include <boost_broker/json/detail/output.hpp>
#include <boost_broker/json/options.hpp>
#include <boost_broker/schema/codec_error.hpp>
#include <boost_broker/schema/enumerators.hpp>
#include <boost_broker/schema/fields.hpp>
#include <boost_broker/schema/map_key.hpp>
#include <boost_broker/schema/name_of.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>

namespace boost_broker::json::detail {

/// The keys of a struct as they are written: `,"name":`.
template<class T>
struct quoted_names {
    using fields = schema::fields<T>;
    static constexpr std::size_t length = [] {
        std::size_t sum = 0;
        for (auto const name : fields::names)
            sum += name.size() + 4;
        return sum;
    }();
    static constexpr std::array<char, length + 1> letters = [] {
        std::array<char, length + 1> to{};
        std::size_t n = 0;
        for (auto const name : fields::names) {
            to[n++] = ',';
            to[n++] = '"';
            for (char const c : name)
                to[n++] = c;
            to[n++] = '"';
            to[n++] = ':';
        }
        return to;
    }();
    /// The keys; without the comma they are what a reader may find.
    static constexpr std::array<std::string_view, fields::size> value = [] {
        std::array<std::string_view, fields::size> views{};
        std::size_t begin = 0;
        for (std::size_t i = 0; i != fields::size; ++i) {
            auto const size = fields::names[i].size() + 4;
            views[i] = std::string_view(letters.data() + begin, size);
            begin += size;
        }
        return views;
    }();
};

/// Whether a JavaScript number, a double, holds an integer so that no other one looks the same.
template<class Integer>
constexpr bool is_safe(Integer value) noexcept
{
    if constexpr (sizeof(Integer) < 8)
        return true;
    else if constexpr (std::is_signed_v<Integer>)
        return value <= largest_safe_integer && value >= -largest_safe_integer;
    else
        return value <= static_cast<Integer>(largest_safe_integer);
}

/// Why a value was not written, for whatever writes.
class writer_errors
{
public:
    /// Why; that there was no room, if there is no error.
    codec_error& error() noexcept { return error_; }

protected:
    static constexpr char const* invalid_text = "the text is not valid UTF-8";
    static constexpr char const* no_enumerator = "the number has no enumerator";
    static constexpr char const* not_finite = "JSON has no form for a number that is not finite";
    static constexpr char const* valueless = "the variant has no value";

    BOOST_NOINLINE bool fail(errc code, char const* reason)
    {
        error_ = codec_error(code, codec_error::no_offset, reason);
        return false;
    }

    // Where it failed is worth telling of a value, not of a buffer that is too small.
    BOOST_NOINLINE bool in_field(std::string_view name)
    {
        if (error_)
            error_.in_field(name);
        return false;
    }
    BOOST_NOINLINE bool in_element(std::size_t index)
    {
        if (error_)
            error_.in_element(index);
        return false;
    }
    BOOST_NOINLINE bool in_entry(std::string_view key)
    {
        if (error_)
            error_.in_entry(key);
        return false;
    }

private:
    codec_error error_;
};

/// Writes values to an `output` or a `counter`.
template<class Output>
class writer : writer_errors
{
public:
    writer(Output out, options const& how) noexcept : out_(out), options_(how) {}

    std::size_t size() const noexcept { return out_.size(); }

    using writer_errors::error;

    /// Writes a value. Returns false if it cannot be written, or has no room.
    template<class T>
    bool value(T const& v)
    {
        using schema::kind;
        constexpr kind k = schema::kind_of<T>;
        if constexpr (k == kind::nothing)
            return out_.put("{}");
        else if constexpr (k == kind::boolean)
            return out_.put(v ? std::string_view("true") : std::string_view("false"));
        else if constexpr (k == kind::character)
            return out_.text(schema::character_text(v));
        else if constexpr (k == kind::signed_integer || k == kind::unsigned_integer)
            return integer(v);
        else if constexpr (k == kind::floating)
            return std::isfinite(v) ? out_.number(v) : fail(errc::not_encodable, not_finite);
        else if constexpr (k == kind::text)
            return text(std::string_view(v.data(), v.size()));
        else if constexpr (k == kind::bytes)
            return out_.base64url(v);
        else if constexpr (k == kind::sequence || k == kind::array)
            return elements(v);
        else if constexpr (k == kind::optional)
            return v ? value(*v) : out_.put("null");
        else if constexpr (k == kind::map)
            return entries(v);
        else if constexpr (k == kind::tuple)
            return tuple(v, std::make_index_sequence<std::tuple_size_v<T>>());
        else if constexpr (k == kind::variant)
            return alternative(v);
        else if constexpr (k == kind::structure)
            return structure(v);
        else
            return represented(v);
    }

private:
    bool text(std::string_view t)
    {
        return out_.text(t) || (out_.invalid() && fail(errc::invalid_utf8, invalid_text));
    }

    template<class Integer>
    bool integer(Integer v)
    {
        if (options_.large_integers_as_text && !is_safe(v))
            return out_.put('"') && out_.number(v) && out_.put('"');
        return out_.number(v);
    }

    // What has parts is written with a comma before each; the first one becomes the bracket.
    bool close(std::size_t begin, char opening, char closing)
    {
        if (out_.size() == begin)
            return out_.put(opening) && out_.put(closing);
        out_.replace(begin, opening);
        return out_.put(closing);
    }

    template<class Sequence>
    bool elements(Sequence const& v)
    {
        auto const begin = out_.size();
        std::size_t i = 0;
        for (auto&& element : v) {
            // not deduced, because of the proxies of std::vector<bool>
            if (!out_.put(',') || !value<schema::element_type<Sequence>>(element))
                return in_element(i);
            ++i;
        }
        return close(begin, '[', ']');
    }

    template<class Map>
    bool entries(Map const& v)
    {
        auto const begin = out_.size();
        for (auto const& [key, mapped] : v) {
            schema::key_text const name(key);
            if (!out_.put(',') || !text(name.view()) || !out_.put(':') || !value(mapped))
                return in_entry(name.view());
        }
        return close(begin, '{', '}');
    }

    template<class Tuple, std::size_t... I>
    bool tuple(Tuple const& v, std::index_sequence<I...>)
    {
        auto const begin = out_.size();
        return ((out_.put(',') && (value(std::get<I>(v)) || in_element(I))) && ...) &&
            close(begin, '[', ']');
    }

    template<class Variant>
    bool alternative(Variant const& v)
    {
        if (v.valueless_by_exception())
            return fail(errc::not_encodable, valueless);
        auto const name = schema::alternative_names<Variant>[v.index()];
        return out_.put('{') && out_.text(name) && out_.put(':') &&
            (std::visit([&](auto const& chosen) { return value(chosen); }, v) || in_field(name)) &&
            out_.put('}');
    }

    template<class T>
    bool structure(T const& v)
    {
        using fields = schema::fields<T>;
        [[maybe_unused]] auto const begin = out_.size();
        return fields::for_each([&](auto i) { return field<i>(v); }) && close(begin, '{', '}');
    }

    template<std::size_t I, class T>
    bool field(T const& object)
    {
        using fields = schema::fields<T>;
        auto const& v = fields::template get<I>(object);
        if constexpr (schema::kind_of<typename fields::template type<I>> ==
            schema::kind::optional) {
            if (!v)
                return true;
        }
        return out_.put(quoted_names<T>::value[I]) && (value(v) || in_field(fields::names[I]));
    }

    template<class T>
    bool represented(T const& v)
    {
        if constexpr (schema::kind_of<T> == schema::kind::enumeration) {
            if (!schema::is_enumerator(v))
                return fail(errc::unknown_enumerator, no_enumerator);
        }
        return value<schema::represented_type<T>>(schema::represent(v));
    }

    Output out_;
    options options_;
};

} // namespace boost_broker::json::detail

#endif
