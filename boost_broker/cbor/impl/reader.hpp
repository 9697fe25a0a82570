// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_IMPL_READER_HPP
#define BOOST_BROKER_CBOR_IMPL_READER_HPP

#include <boost_broker/cbor/detail/reader.hpp>

namespace boost_broker::cbor::detail {

/// Reads the argument of a head that has one of its own. `available` is what follows the first
/// byte.
/** @return How many bytes the argument has; -1 if there are too few, -2 if the head means nothing.
 */
inline int read_argument(head& h, position next, std::size_t available) noexcept
{
    if (h.info == head::indefinite) {
        h.argument = 0;
        bool const has_form =
            h.type == major::simple || (h.type >= major::bytes && h.type <= major::map);
        return has_form ? 0 : -2;
    }
    if (h.info > head::one_byte + 3)
        return -2;
    int const size = 1 << (h.info - head::one_byte);
    if (available < static_cast<std::size_t>(size))
        return -1;
    switch (h.info) {
    case head::one_byte:
        h.argument = load_big<std::uint8_t>(next);
        // Up to 23, there is a shorter form that is the only one. RFC 7049 let 24 to 31 pass, and
        // has an example; RFC 8949 reserves them.
        return h.type == major::simple && h.argument < head::one_byte ? -2 : size;
    case head::one_byte + 1:
        h.argument = load_big<std::uint16_t>(next);
        return size;
    case head::one_byte + 2:
        h.argument = load_big<std::uint32_t>(next);
        return size;
    default:
        h.argument = load_big<std::uint64_t>(next);
        return size;
    }
}

inline position reader::long_head(position at, head& h)
{
    int const size = detail::read_argument(h, at + 1, left(at) - 1);
    if (BOOST_LIKELY(size > 0))
        return at + 1 + size;
    if (size == -1)
        return fail(errc::truncated, at, "the message ends within a number");
    if (size == -2)
        return fail(errc::malformed, at, "the byte begins no value of CBOR");
    if (h.is_break())
        return fail(errc::malformed, at, "the end of an array or map is where a value should be");
    return at + 1;
}

BOOST_NOINLINE inline position reader::wrong_type(
    position at, std::string_view expected, head found)
{
    std::string reason(expected);
    reason += " should be here, not ";
    if (found.is_floating())
        reason += "a floating-point number";
    else if (found.is(simple_value::null))
        reason += "null";
    else if (found.is(simple_value::false_) || found.is(simple_value::true_))
        reason += "a boolean";
    else
        reason += to_string(found.type);
    return fail(errc::wrong_type, at, std::move(reason));
}

BOOST_NOINLINE inline bool reader::announces_too_much(position at, head h)
{
    std::string reason(to_string(h.type));
    ((reason += " of ") += std::to_string(h.argument)) += h.type == major::array ? " elements"
        : h.type == major::map                                                   ? " entries"
                                                                                 : " bytes";
    (reason += " begins here, but the message has only ") += std::to_string(left(at));
    fail(errc::truncated, at, reason += " bytes left");
    return false;
}

BOOST_NOINLINE inline position reader::invalid_text(position content_at, std::string_view content)
{
    return fail(errc::invalid_utf8, content_at + schema::utf8_prefix(content),
        "the text is not valid UTF-8");
}

BOOST_NOINLINE inline position reader::chunk(
    position at, major type, std::string_view& content, bool& ended)
{
    if (at == end_)
        return fail(errc::truncated, at, "the message ends within a string");
    ended = *at == break_byte;
    if (ended)
        return at + 1;
    head h;
    auto const next = any_head(at, h);
    if (next == nullptr)
        return nullptr;
    if (h.type != type || h.is_indefinite())
        return fail(errc::malformed, at, "a piece of a string should be here");
    return piece(at, h, next, content);
}

BOOST_NOINLINE inline position reader::join(
    position at, position next, std::string_view& content, std::string& joined)
{
    joined.clear();
    for (bool ended = false;;) {
        next = chunk(next, major::text, content, ended);
        if (next == nullptr)
            return nullptr;
        if (ended)
            break;
        if (!state_.take_memory(content.size(), 1, offset(at)))
            return nullptr;
        joined += content;
    }
    content = joined;
    return next;
}

inline position reader::skip_string(position at, head h, position next)
{
    std::string_view content;
    if (!h.is_indefinite())
        return piece(at, h, next, content);
    for (bool ended = false; next != nullptr && !ended;)
        next = chunk(next, h.type, content, ended);
    return next;
}

BOOST_NOINLINE inline position reader::skip(position at)
{
    head h;
    auto next = value_head(at, h);
    if (next == nullptr)
        return nullptr;
    if (h.type == major::bytes || h.type == major::text)
        return skip_string(at, h, next);
    if (h.type != major::array && h.type != major::map)
        return next;
    bool const is_map = h.type == major::map;
    remaining rest{};
    if (!enter(at, h, next, is_map ? 2 : 1, rest))
        return nullptr;
    while (more(next, rest)) {
        if (!state_.take_items(1, offset(next)))
            return nullptr;
        next = skip(next);
        if (is_map && next != nullptr)
            next = skip(next);
        if (next == nullptr)
            return nullptr;
    }
    leave();
    return next;
}

} // namespace boost_broker::cbor::detail

#endif
