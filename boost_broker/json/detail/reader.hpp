// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_JSON_DETAIL_READER_HPP
#define BOOST_BROKER_JSON_DETAIL_READER_HPP

// Reads a value from JSON, straight into the object. What the parts of JSON are read from is a
// parameter: `input`, a text, or `value_input`, a tree of Boost.JSON.

#include <boost_broker/json/detail/base64url.hpp>
#include <boost_broker/json/detail/writer.hpp>
#include <boost_broker/schema/decoding.hpp>
#include <boost_broker/schema/enumerators.hpp>
#include <boost_broker/schema/fields.hpp>
#include <boost_broker/schema/initial.hpp>
#include <boost_broker/schema/map_key.hpp>
#include <boost_broker/schema/name_of.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace boost_broker::json::detail {

/// Reads values. What returns bool has failed, and said why, if it returns false.
template<class Input>
class reader
{
public:
    template<class Source>
    reader(Source const& source, decode_limits const& limits) noexcept
        : state_(limits)
        , in_(source, state_)
    {}

    reader(reader const&) = delete;
    reader& operator=(reader const&) = delete;

    /// Why it failed.
    codec_error& error() noexcept { return state_.error(); }

    /// Reads a message, which is all of the input.
    template<class T>
    bool message(T& v)
    {
        if (!state_.begin(in_.left()))
            return false;
        in_.begin();
        return value(v) && in_.end();
    }

private:
    template<class T>
    bool value(T& v)
    {
        using schema::kind;
        constexpr kind k = schema::kind_of<T>;
        if constexpr (k == kind::nothing)
            return in_.members([&](std::string_view) { return in_.skip_value(); });
        else if constexpr (k == kind::boolean)
            return in_.boolean(v);
        else if constexpr (k == kind::character)
            return character(v);
        else if constexpr (k == kind::signed_integer || k == kind::unsigned_integer)
            return in_.integer(v);
        else if constexpr (k == kind::floating)
            return in_.floating(v);
        else if constexpr (k == kind::text)
            return text(v);
        else if constexpr (k == kind::bytes)
            return block(v);
        else if constexpr (k == kind::sequence)
            return sequence(v);
        else if constexpr (k == kind::array)
            return array(v);
        else if constexpr (k == kind::optional)
            return optional(v);
        else if constexpr (k == kind::map)
            return map(v);
        else if constexpr (k == kind::tuple)
            return tuple(v);
        else if constexpr (k == kind::variant)
            return variant(v);
        else if constexpr (k == kind::structure)
            return structure(v);
        else
            return represented(v);
    }

    bool character(char& v)
    {
        auto const at = in_.offset();
        std::string_view text;
        if (!in_.text(text))
            return false;
        auto const c = schema::parse_character(text);
        v = c.value_or('\0');
        return c || state_.fail(errc::wrong_type, at, "this is not one character up to U+00FF");
    }

    template<class String>
    bool text(String& v)
    {
        auto const at = in_.offset();
        std::string_view text;
        if (!in_.text(text) || !state_.take_memory(text.size(), 1, at))
            return false;
        v.assign(text.data(), text.size());
        return true;
    }

    bool block(bytes& v)
    {
        auto const at = in_.offset();
        std::string_view text;
        if (!in_.text(text))
            return false;
        auto const size = base64url_bytes(text.size());
        if (!state_.take_memory(size, 1, at))
            return false;
        v.resize(size);
        return read_base64url(text, v.data()) ||
            state_.fail(errc::malformed, at, "this is not base64url without padding");
    }

    template<class Sequence>
    bool sequence(Sequence& v)
    {
        using element = schema::element_type<Sequence>;
        v.clear();
        return in_.elements([&](std::size_t i) {
            if (!state_.take_memory(1, sizeof(element), in_.offset()))
                return false;
            // what an allocator hands out at least, so that a few numbers are one allocation
            if constexpr (requires { v.reserve(i); } && sizeof(element) <= 8) {
                if (i == 0)
                    v.reserve(24 / sizeof(element));
            }
            if constexpr (std::is_same_v<element, bool>) { // std::vector<bool>
                bool flag = false;
                bool const ok = value(flag);
                v.push_back(flag);
                return ok;
            } else {
                return value(schema::emplace_initial(v));
            }
        });
    }

    template<class Array>
    bool array(Array& v)
    {
        auto const begin = in_.offset();
        std::size_t count = 0;
        return in_.elements([&](std::size_t i) {
            count = i + 1;
            return i != v.size() ? value(v[i])
                                 : state_.fail(errc::wrong_length, in_.offset(),
                                       "there are more elements than the array has");
        }) &&
            (count == v.size() ||
                state_.fail(
                    errc::wrong_length, begin, "there are fewer elements than the array has"));
    }

    template<class Tuple>
    bool tuple(Tuple& v)
    {
        constexpr auto size = std::tuple_size_v<Tuple>;
        auto const begin = in_.offset();
        std::size_t count = 0;
        return in_.elements([&](std::size_t i) {
            count = i + 1;
            if (i == size)
                return state_.fail(
                    errc::wrong_length, in_.offset(), "there are more elements than the tuple has");
            return visit_index<size>(i, [&](auto chosen) { return value(std::get<chosen>(v)); });
        }) &&
            (count == size ||
                state_.fail(
                    errc::wrong_length, begin, "there are fewer elements than the tuple has"));
    }

    template<class Optional>
    bool optional(Optional& v)
    {
        v.reset();
        return in_.null() || value(schema::engage(v));
    }

    template<class Map>
    bool map(Map& v)
    {
        v.clear();
        return in_.members([&](std::string_view name) { return entry(v, name); });
    }

    template<class Map>
    bool entry(Map& v, std::string_view name)
    {
        auto const at = in_.key_offset();
        if (!state_.take_items(1, at) ||
            !state_.take_memory(1, sizeof(typename Map::value_type), at) ||
            !state_.take_memory(name.size(), 1, at))
            return false;
        auto key = schema::initial<typename Map::key_type>();
        if (auto const error = schema::parse_key(name, key)) {
            state_.fail(static_cast<errc>(error.value()), at, "the key does not fit");
            return state_.in_entry(name);
        }
        auto mapped = schema::initial<typename Map::mapped_type>();
        if (!value(mapped))
            return state_.in_entry(schema::key_text(key).view());
        // an entry that is there already leaves its arguments as they are
        if (!v.try_emplace(std::move(key), std::move(mapped)).second) {
            state_.fail(errc::duplicate_key, at, "the key comes twice");
            return state_.in_entry(schema::key_text(key).view());
        }
        return true;
    }

    template<class Variant>
    bool variant(Variant& v)
    {
        constexpr auto& names = schema::alternative_names<Variant>;
        auto const begin = in_.offset();
        std::size_t count = 0;
        return in_.members([&](std::string_view name) {
            if (++count == 2)
                return state_.fail(
                    errc::wrong_length, in_.key_offset(), "a variant has one alternative");
            std::size_t index = 0;
            while (index != names.size() && names[index] != name)
                ++index;
            if (index == names.size())
                return state_.fail(
                    errc::wrong_type, in_.key_offset(), "the variant has no such alternative");
            return visit_index<names.size()>(index,
                       [&](auto i) {
                           using type = std::variant_alternative_t<i, Variant>;
                           return value(v.template emplace<i>(schema::initial<type>()));
                       }) ||
                state_.in_field(names[index]);
        }) &&
            (count == 1 || state_.fail(errc::wrong_length, begin, "a variant has one alternative"));
    }

    template<class T>
    bool structure(T& v)
    {
        using fields = schema::fields<T>;
        auto const begin = in_.offset();
        std::uint64_t seen = 0;
        std::size_t expected = 0;
        fields::for_each([&](auto i) { // what is not there is none
            if constexpr (schema::kind_of<typename fields::template type<i>> ==
                schema::kind::optional)
                fields::template get<i>(v).reset();
            return true;
        });
        auto const read = [&](std::size_t index) {
            expected = index + 1;
            return field(v, index, seen);
        };
        bool const ok =
            in_.members([&] { return key_of<T>(expected); }, [&] { return read(expected); },
                [&](std::string_view name) {
                    auto const index = fields::index_of(name, expected);
                    return index == fields::npos ? in_.skip_value() : read(index);
                });
        if (!ok)
            return false;
        if (auto const missing = fields::required_mask & ~seen; BOOST_UNLIKELY(missing != 0)) {
            std::size_t i = 0;
            while ((missing >> i & 1) == 0)
                ++i;
            state_.fail(errc::missing_field, begin, "the field is missing");
            return state_.in_field(fields::names[i]);
        }
        return true;
    }

    // A key of the writer, without the comma.
    template<class T>
    static std::string_view key_of(std::size_t index)
    {
        constexpr auto& quoted = quoted_names<T>::value;
        return index < quoted.size() ? quoted[index].substr(1) : std::string_view();
    }

    template<class T>
    bool field(T& object, std::size_t index, std::uint64_t& seen)
    {
        using fields = schema::fields<T>;
        auto const bit = std::uint64_t{1} << index;
        if (BOOST_UNLIKELY((seen & bit) != 0)) {
            state_.fail(errc::duplicate_key, in_.key_offset(), "the field comes twice");
            return state_.in_field(fields::names[index]);
        }
        seen |= bit;
        return fields::visit(
                   index, [&](auto i) { return value(fields::template get<i>(object)); }) ||
            state_.in_field(fields::names[index]);
    }

    template<class T>
    bool represented(T& v)
    {
        auto const at = in_.offset();
        auto travelled = schema::initial<std::remove_cv_t<schema::represented_type<T>>>();
        if (!value(travelled))
            return false;
        v = schema::make_represented<T>(std::move(travelled));
        if constexpr (schema::kind_of<T> == schema::kind::enumeration) {
            if (!schema::is_enumerator(v))
                return state_.fail(errc::unknown_enumerator, at, "the number has no enumerator");
        }
        return true;
    }

    // Calls `f(std::integral_constant<std::size_t, I>())` with I == index < N.
    template<std::size_t N, class F>
    static bool visit_index(std::size_t index, F f)
    {
        return visit_index(index, f, std::make_index_sequence<N>());
    }

    template<class F, std::size_t... I>
    static bool visit_index(std::size_t index, F& f, std::index_sequence<I...>)
    {
        bool returned = false;
        (void)((index == I && (returned = f(std::integral_constant<std::size_t, I>()), true)) ||
            ...);
        return returned;
    }

    schema::decoding state_;
    Input in_;
};

} // namespace boost_broker::json::detail

#endif
