// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_JSON_DETAIL_TO_VALUE_HPP
#define BOOST_BROKER_JSON_DETAIL_TO_VALUE_HPP

// Makes a value of Boost.JSON of an object: what `writer` does for a text.

#include <boost_broker/json/detail/base64url.hpp>
#include <boost_broker/json/detail/writer.hpp>
#include <boost_broker/json/options.hpp>
#include <boost_broker/schema/utf8.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace boost_broker::json::detail {

/// Makes values.
class value_maker : writer_errors
{
public:
    explicit value_maker(options const& how) noexcept : options_(how) {}

    using writer_errors::error;

    /// Makes a value, with the memory of the one that it replaces. Returns false if it cannot.
    template<class T>
    bool make(T const& v, boost::json::value& to)
    {
        using schema::kind;
        constexpr kind k = schema::kind_of<T>;
        if constexpr (k == kind::nothing) {
            to.emplace_object();
            return true;
        } else if constexpr (k == kind::boolean) {
            to = v;
            return true;
        } else if constexpr (k == kind::character) {
            return text(schema::character_text(v), to);
        } else if constexpr (k == kind::signed_integer || k == kind::unsigned_integer) {
            if (options_.large_integers_as_text && !is_safe(v))
                return text(schema::key_text(v).view(), to);
            // as the parser would: unsigned only if it must be
            if constexpr (k == kind::unsigned_integer) {
                if (!std::in_range<std::int64_t>(v)) {
                    to = static_cast<std::uint64_t>(v);
                    return true;
                }
            }
            to = static_cast<std::int64_t>(v);
            return true;
        } else if constexpr (k == kind::floating) {
            to = static_cast<double>(v);
            return std::isfinite(v) || fail(errc::not_encodable, not_finite);
        } else if constexpr (k == kind::text) {
            return text(std::string_view(v.data(), v.size()), to);
        } else if constexpr (k == kind::bytes) {
            auto& digits = to.emplace_string();
            digits.resize(base64url_size(v.size()));
            write_base64url(digits.data(), v);
            return true;
        } else if constexpr (k == kind::sequence || k == kind::array) {
            return elements(v, to.emplace_array());
        } else if constexpr (k == kind::optional) {
            to = nullptr;
            return !v || make(*v, to);
        } else if constexpr (k == kind::map) {
            return entries(v, to.emplace_object());
        } else if constexpr (k == kind::tuple) {
            return tuple(v, to.emplace_array(), std::make_index_sequence<std::tuple_size_v<T>>());
        } else if constexpr (k == kind::variant) {
            if (v.valueless_by_exception())
                return fail(errc::not_encodable, valueless);
            auto const name = schema::alternative_names<T>[v.index()];
            return std::visit(
                       [&](auto const& chosen) {
                           return make(chosen, to.emplace_object()[view(name)]);
                       },
                       v) ||
                in_field(name);
        } else if constexpr (k == kind::structure) {
            return structure(v, to.emplace_object());
        } else {
            if constexpr (k == kind::enumeration) {
                if (!schema::is_enumerator(v))
                    return fail(errc::unknown_enumerator, no_enumerator);
            }
            return make<std::remove_cvref_t<schema::represented_type<T>>>(schema::represent(v), to);
        }
    }

private:
    static boost::json::string_view view(std::string_view text) noexcept
    {
        return {text.data(), text.size()};
    }

    bool text(std::string_view v, boost::json::value& to)
    {
        if (!schema::is_utf8(v))
            return fail(errc::invalid_utf8, invalid_text);
        to.emplace_string().assign(view(v));
        return true;
    }

    template<class Sequence>
    bool elements(Sequence const& v, boost::json::array& to)
    {
        to.reserve(v.size());
        std::size_t i = 0;
        for (auto&& element : v) {
            if (!make<schema::element_type<Sequence>>(element, to.emplace_back(nullptr)))
                return in_element(i);
            ++i;
        }
        return true;
    }

    template<class Map>
    bool entries(Map const& v, boost::json::object& to)
    {
        to.reserve(v.size());
        for (auto const& [key, mapped] : v) {
            schema::key_text const name(key);
            if (!schema::is_utf8(name.view()))
                fail(errc::invalid_utf8, invalid_text);
            if (error() || !make(mapped, to[view(name.view())]))
                return in_entry(name.view());
        }
        return true;
    }

    template<class Tuple, std::size_t... I>
    bool tuple(Tuple const& v, boost::json::array& to, std::index_sequence<I...>)
    {
        to.reserve(sizeof...(I));
        return ((make(std::get<I>(v), to.emplace_back(nullptr)) || in_element(I)) && ...);
    }

    template<class T>
    bool structure(T const& v, boost::json::object& to)
    {
        using fields = schema::fields<T>;
        to.reserve(fields::size);
        return fields::for_each([&](auto i) { return field<i>(v, to); });
    }

    template<std::size_t I, class T>
    bool field(T const& object, boost::json::object& to)
    {
        using fields = schema::fields<T>;
        auto const& v = fields::template get<I>(object);
        if constexpr (schema::kind_of<typename fields::template type<I>> ==
            schema::kind::optional) {
            if (!v)
                return true;
        }
        return make(v, to[view(fields::names[I])]) || in_field(fields::names[I]);
    }

    options options_;
};

} // namespace boost_broker::json::detail

#endif
