// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_IMPL_DECODER_CONTAINERS_HPP
#define BOOST_BROKER_CBOR_IMPL_DECODER_CONTAINERS_HPP

// What has elements, apart from structures.

#include <boost_broker/cbor/detail/decoder.hpp>

namespace boost_broker::cbor::detail {

BOOST_NOINLINE inline position decoder::wrong_length(
    position at, std::uint64_t count, std::size_t size)
{
    return fail(errc::wrong_length, at,
        "the array has " + std::to_string(count) + " elements, not " + std::to_string(size));
}

template<class T>
inline position decoder::sequence(position at, T& v)
{
    using element = schema::element_type<T>;
    v.clear();
    head h;
    std::uint64_t tag = 0;
    auto next = array_head(at, h, tag);
    if (next == nullptr)
        return nullptr;
    if constexpr (is_number<element>) {
        if (typed_arrays_ && h.type == major::bytes)
            return typed(at, h, next, tag, v);
    }
    if (BOOST_UNLIKELY(h.type != major::array))
        return wrong_type(at, "an array", h);
    remaining rest{};
    if (!enter(at, h, next, 1, rest))
        return nullptr;
    if (rest.known) {
        auto const count = static_cast<std::size_t>(rest.count);
        if (!state().take_items(count, offset(at)) ||
            !state().take_memory(count, sizeof(element), offset(at)))
            return nullptr;
        schema::reserve_announced(v, count, left(next));
        for (std::size_t i = 0; i != count; ++i) {
            next = new_element(next, v, i);
            if (BOOST_UNLIKELY(next == nullptr))
                return nullptr;
        }
    } else {
        for (std::size_t i = 0; more(next, rest); ++i) {
            if (!state().take_items(1, offset(next)) ||
                !state().take_memory(1, sizeof(element), offset(next)))
                return nullptr;
            next = new_element(next, v, i);
            if (next == nullptr)
                return nullptr;
        }
    }
    leave();
    return next;
}

template<class T>
inline position decoder::new_element(position at, T& v, std::size_t i)
{
    position next = nullptr;
    if constexpr (std::is_same_v<schema::element_type<T>, bool>) { // std::vector<bool>
        bool flag = false;
        next = value(at, flag);
        v.push_back(flag);
    } else {
        next = value(at, schema::emplace_initial(v));
    }
    if (BOOST_UNLIKELY(next == nullptr))
        state().in_element(i);
    return next;
}

template<class T>
inline position decoder::array(position at, T& v)
{
    head h;
    std::uint64_t tag = 0;
    auto next = array_head(at, h, tag);
    if (next == nullptr)
        return nullptr;
    if constexpr (is_number<schema::element_type<T>>) {
        if (typed_arrays_ && h.type == major::bytes)
            return typed(at, h, next, tag, v);
    }
    return elements(at, h, next, v.size(),
        [&](std::size_t i, position element_at) { return value(element_at, v[i]); });
}

template<class Element>
inline position decoder::elements(
    position at, head h, position next, std::size_t size, Element element)
{
    if (BOOST_UNLIKELY(h.type != major::array))
        return wrong_type(at, "an array", h);
    remaining rest{};
    if (!enter(at, h, next, 1, rest))
        return nullptr;
    if (rest.known && rest.count != size)
        return wrong_length(at, rest.count, size);
    if (!state().take_items(size, offset(at)))
        return nullptr;
    for (std::size_t i = 0; i != size; ++i) {
        if (!more(next, rest))
            return next == nullptr ? nullptr : wrong_length(at, i, size);
        next = element(i, next);
        if (BOOST_UNLIKELY(next == nullptr))
            return state().in_element(i), nullptr;
    }
    if (more(next, rest))
        return fail(errc::wrong_length, next,
            "the array has more than " + std::to_string(size) + " elements");
    leave();
    return next;
}

/// Reads the key of an entry that is an integer, as decimal digits.
inline position decoder::integer_key(
    position at, head h, std::string_view& name, std::string& joined)
{
    if (h.type > major::negative_integer)
        return wrong_type(at, "a text or an integer", h);
    if (h.type == major::unsigned_integer)
        joined = std::to_string(h.argument);
    else if (h.argument == ~std::uint64_t{0})
        joined = "-18446744073709551616";
    else
        joined = '-' + std::to_string(h.argument + 1);
    name = joined;
    return at;
}

template<class T>
position decoder::map(position at, T& v)
{
    v.clear();
    head h;
    auto next = value_head(at, h, major::map);
    if (next == nullptr)
        return nullptr;
    if (BOOST_UNLIKELY(h.type != major::map))
        return wrong_type(at, "a map", h);
    remaining rest{};
    if (!enter(at, h, next, 2, rest))
        return nullptr;
    if constexpr (requires { v.reserve(1); }) {
        if (rest.known)
            schema::reserve_announced(v, static_cast<std::size_t>(rest.count), left(next));
    }
    std::string joined;
    while (more(next, rest)) {
        next = entry(next, v, joined);
        if (next == nullptr)
            return nullptr;
    }
    leave();
    return next;
}

template<class T>
position decoder::entry(position at, T& v, std::string& joined)
{
    using key_type = typename T::key_type;
    if (!state().take_items(1, offset(at)) ||
        !state().take_memory(1, sizeof(typename T::value_type), offset(at)))
        return nullptr;
    head h;
    auto const begin = at;
    auto next = value_head(at, h);
    if (next == nullptr)
        return nullptr;
    std::string_view name;
    if (h.type == major::text) {
        next = text(at, h, next, name, joined);
        if (next == nullptr)
            return nullptr;
    } else if constexpr (is_integer<key_type>) {
        if (integer_key(at, h, name, joined) == nullptr)
            return nullptr;
    } else {
        return wrong_type(at, "a text", h);
    }
    if constexpr (wire_kind<key_type> == kind::text) {
        if (!state().take_memory(name.size(), 1, offset(at)))
            return nullptr;
    }
    auto key = schema::initial<key_type>();
    if (auto const wrong = schema::parse_key(name, key)) {
        auto const code = static_cast<errc>(wrong.value());
        fail(code, at,
            code == errc::out_of_range             ? "the key does not fit"
                : code == errc::unknown_enumerator ? "the key is none of the enumerators"
                                                   : "the key is not of the type that the map has");
        return state().in_entry(name), nullptr;
    }
    auto mapped = schema::initial<typename T::mapped_type>();
    next = value(next, mapped);
    if (next == nullptr)
        return state().in_entry(name), nullptr;
    if (!v.try_emplace(std::move(key), std::move(mapped)).second) {
        fail(errc::duplicate_key, begin, "the key comes twice");
        return state().in_entry(name), nullptr;
    }
    return next;
}

template<class T>
position decoder::tuple(position at, T& v)
{
    head h;
    auto const next = value_head(at, h);
    if (next == nullptr)
        return nullptr;
    return elements(at, h, next, std::tuple_size_v<T>, [&](std::size_t index, position element_at) {
        return tuple_part(element_at, index, v, std::make_index_sequence<std::tuple_size_v<T>>());
    });
}

template<class T, std::size_t... I>
position decoder::tuple_part([[maybe_unused]] position at, [[maybe_unused]] std::size_t index,
    [[maybe_unused]] T& v, std::index_sequence<I...>)
{
    position next = nullptr;
    (void)((I == index && (next = value(at, std::get<I>(v)), true)) || ...);
    return next;
}

template<class T>
position decoder::alternative(position at, std::string_view name, T& v, bool is_unit)
{
    auto const next =
        named_alternative(at, name, v, is_unit, std::make_index_sequence<std::variant_size_v<T>>());
    if (next == nullptr)
        state().in_entry(name);
    return next;
}

template<class T, std::size_t... I>
position decoder::named_alternative(
    position at, std::string_view name, T& v, bool is_unit, std::index_sequence<I...>)
{
    position next = nullptr;
    bool const known = ((schema::alternative_names<T>[I] == name &&
                            (next = chosen_alternative<I>(at, v, is_unit), true)) ||
        ...);
    return known ? next : fail(errc::wrong_type, at, "the variant has no alternative of this name");
}

template<std::size_t I, class T>
position decoder::chosen_alternative(position at, T& v, bool is_unit)
{
    using type = std::variant_alternative_t<I, T>;
    if constexpr (schema::kind_of<type> == kind::nothing) {
        v.template emplace<I>(schema::initial<type>());
        return is_unit ? at : nothing(at);
    } else {
        if (is_unit)
            return fail(errc::wrong_type, at, "the alternative has a value, which is missing");
        v.template emplace<I>(schema::initial<type>());
        return value(at, std::get<I>(v));
    }
}

template<class T>
position decoder::variant(position at, T& v)
{
    head h;
    auto next = value_head(at, h);
    if (next == nullptr)
        return nullptr;
    std::string joined;
    std::string_view name;
    if (h.type == major::text) { // serde writes an alternative that has no value as its name alone
        auto const after = text(at, h, next, name, joined);
        if (after == nullptr || alternative(at, name, v, true) == nullptr)
            return nullptr;
        return after;
    }
    if (h.type != major::map)
        return wrong_type(at, "a map of one entry", h);
    remaining rest{};
    if (!enter(at, h, next, 2, rest))
        return nullptr;
    if (!more(next, rest))
        return next == nullptr ? nullptr
                               : fail(errc::wrong_length, at, "the map should have one entry");
    auto key_at = next;
    next = value_head(key_at, h);
    if (next == nullptr)
        return nullptr;
    if (h.type != major::text)
        return wrong_type(key_at, "a text", h);
    next = text(key_at, h, next, name, joined);
    if (next == nullptr)
        return nullptr;
    next = alternative(next, name, v, false);
    if (next == nullptr)
        return nullptr;
    if (more(next, rest))
        return fail(errc::wrong_length, at, "the map should have one entry");
    leave();
    return next;
}

inline position decoder::typed_content(position at, head h, position next, std::uint64_t tag,
    typed_array& form, std::string_view& content)
{
    auto const known = detail::typed_array_of(tag);
    if (!known)
        return wrong_type(at, "an array", h);
    if (h.is_indefinite())
        return fail(errc::wrong_type, at, "a typed array should be in one piece");
    form = *known;
    next = piece(at, h, next, content);
    if (next != nullptr && content.size() % form.size != 0)
        return fail(errc::wrong_length, at, "the typed array ends within a number");
    return next;
}

template<class T>
BOOST_NOINLINE position decoder::typed(position at, head h, position next, std::uint64_t tag, T& v)
{
    typed_array form{};
    std::string_view content;
    next = typed_content(at, h, next, tag, form, content);
    if (next == nullptr)
        return nullptr;
    auto const count = content.size() / form.size;
    if (!state().take_items(count, offset(at)))
        return nullptr;
    if constexpr (schema::kind_of<T> == kind::array) {
        if (count != v.size())
            return wrong_length(at, count, v.size());
    } else {
        if (!state().take_memory(count, sizeof(schema::element_type<T>), offset(at)))
            return nullptr;
        schema::reserve_announced(v, count, content.size());
    }
    auto element_at = next - content.size();
    for (std::size_t i = 0; i != count; ++i, element_at += form.size) {
        auto const number = form.element(element_at);
        errc wrong{};
        if constexpr (schema::kind_of<T> == kind::array)
            wrong = store_element(number, v[i]);
        else
            wrong = store_element(number, schema::emplace_initial(v));
        if (wrong != errc{}) {
            fail(wrong, element_at,
                wrong == errc::wrong_type         ? "the number is no integer"
                    : wrong == errc::out_of_range ? "the number does not fit"
                                                  : "the number is none of the enumerators");
            return state().in_element(i), nullptr;
        }
    }
    return next;
}

} // namespace boost_broker::cbor::detail

#endif
