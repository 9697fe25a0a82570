// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_IMPL_DECODER_HPP
#define BOOST_BROKER_CBOR_IMPL_DECODER_HPP

#include <boost_broker/cbor/detail/decoder.hpp>

namespace boost_broker::cbor::detail {

BOOST_NOINLINE inline position decoder::tagged_boolean(position at, bool& v)
{
    head h;
    auto const next = value_head(at, h);
    if (next == nullptr)
        return nullptr;
    v = h.is(simple_value::true_);
    if (!v && !h.is(simple_value::false_))
        return wrong_type(at, "a boolean", h);
    return next;
}

inline position decoder::character(position at, char& v)
{
    head h;
    auto next = value_head(at, h);
    if (next == nullptr)
        return nullptr;
    if (h.type != major::text)
        return wrong_type(at, "a text of one character", h);
    std::string joined;
    std::string_view content;
    next = text(at, h, next, content, joined);
    if (next == nullptr)
        return nullptr;
    auto const c = schema::parse_character(content);
    if (!c)
        return fail(errc::wrong_type, at, "the text is not one character from U+0000 to U+00FF");
    v = *c;
    return next;
}

/// A structure without fields, but fields that are not known may be in it; what other languages
/// write for nothing at all is null.
inline position decoder::nothing(position at)
{
    head h;
    auto value_at = at;
    auto const next = value_head(value_at, h);
    if (next == nullptr || h.is(simple_value::null))
        return next;
    return h.type == major::map ? skip(at) : wrong_type(value_at, "a map", h);
}

BOOST_NOINLINE inline position decoder::number_refused(
    position at, errc code, head h, bool integral)
{
    if (code == errc::out_of_range)
        return fail(code, at, "the number does not fit");
    if (h.is_floating())
        return fail(code, at, "an integer should be here, not a number with a fraction");
    return wrong_type(at, integral ? "an integer" : "a number", h);
}

BOOST_NOINLINE inline position decoder::no_enumerator(position at, std::string_view name)
{
    return fail(errc::unknown_enumerator, at,
        (std::string("the number is none of the enumerators of ") += name));
}

inline position decoder::field_name(
    position at, std::string_view& name, std::string& joined, bool& is_text)
{
    head h;
    auto value_at = at;
    auto const next = value_head(value_at, h);
    if (next == nullptr)
        return nullptr;
    is_text = h.type == major::text;
    return is_text ? text(value_at, h, next, name, joined) : skip(at);
}

template<std::size_t I, class T>
inline position decoder::field(position at, T& v)
{
    auto const next = value(at, schema::fields<T>::template get<I>(v));
    if (BOOST_UNLIKELY(next == nullptr))
        state().in_field(schema::fields<T>::names[I]);
    return next;
}

/// Reads field `I` if it is what comes next.
template<std::size_t I, class T>
inline position decoder::expected_field(position at, T& v, remaining& rest, std::uint64_t& seen)
{
    constexpr auto& key = field_key<T, I>;
    if (left(at) < key.size() || std::memcmp(at, key.data(), key.size()) != 0 ||
        (rest.known && rest.count == 0))
        return at;
    --rest.count; // no matter if it is not known
    seen |= std::uint64_t{1} << I;
    return field<I>(at + key.size(), v);
}

template<class T, std::size_t... I>
inline position decoder::expected_fields(position at, [[maybe_unused]] T& v,
    [[maybe_unused]] remaining& rest, [[maybe_unused]] std::uint64_t& seen,
    std::index_sequence<I...>)
{
    (void)((at = expected_field<I>(at, v, rest, seen)) && ...);
    return at;
}

template<class T>
inline position decoder::structure(position at, T& v)
{
    using fields = schema::fields<T>;
    head h;
    auto next = value_head(at, h, major::map);
    if (next == nullptr)
        return nullptr;
    if (BOOST_UNLIKELY(h.type != major::map))
        return wrong_type(at, "a map", h);
    remaining rest{};
    if (!enter(at, h, next, 2, rest))
        return nullptr;
    // An optional that is not there is none, whatever it begins with.
    fields::for_each([&](auto i) {
        if constexpr (schema::kind_of<typename fields::template type<i>> == kind::optional)
            fields::template get<i>(v).reset();
        return true;
    });
    std::uint64_t seen = 0;
    // Most writers keep to the order of declaration, so each field is looked for at its place
    // first.
    next = expected_fields(next, v, rest, seen, std::make_index_sequence<fields::size>());
    if (next == nullptr)
        return nullptr;

    std::string joined;
    while (more(next, rest)) {
        auto const key_at = next;
        std::string_view name;
        bool is_text = false;
        next = field_name(next, name, joined, is_text);
        if (next == nullptr)
            return nullptr;
        auto const index = is_text ? fields::index_of(name) : fields::npos;
        if (index == fields::npos) {
            if (!state().take_items(1, offset(key_at)))
                return nullptr;
            next = skip(next);
            if (next == nullptr)
                return nullptr;
            continue;
        }
        if ((seen >> index & 1) != 0) {
            fail(errc::duplicate_key, key_at, "the field comes twice");
            return state().in_field(name), nullptr;
        }
        seen |= std::uint64_t{1} << index;
        next = fields::template visit<position>(index, [&](auto i) { return field<i>(next, v); });
        if (next == nullptr)
            return nullptr;
    }
    if (next == nullptr)
        return nullptr;
    if (BOOST_UNLIKELY((fields::required_mask & ~seen) != 0)) {
        auto const first = std::countr_zero(fields::required_mask & ~seen);
        return missing(at, fields::names[static_cast<std::size_t>(first)]);
    }
    leave();
    return next;
}

} // namespace boost_broker::cbor::detail

#endif
