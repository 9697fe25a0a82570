// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_CANONICAL_TEXT_HPP
#define BOOST_BROKER_SCHEMA_CANONICAL_TEXT_HPP

// A type as text that says all that counts of it, and nothing else: what structural hashes are of.

#include <boost_broker/schema/description.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace boost_broker::schema {

namespace detail {

// Writes a type in its canonical form:
//
//   structure point{x:1!signed_integer 32;y:2?optional(text);}    name, number, ! required or ? not
//   enumeration level(signed_integer 8){low=-1;high=2;}
//   strong device_id(signed_integer 64)
//   array 3(text)   sequence(text)   map(text,boolean)   duration 1/1000(signed_integer 64)   ...
//   @0                                                            the first type with a name, again
//
// Types are written out where they are first met, so that a type has one form in all schemas.
template<class Sink>
class canonical_writer
{
public:
    // `seen` has an element for each type, all of them 0.
    constexpr canonical_writer(
        description const& types, std::span<std::uint32_t> seen, Sink& sink) noexcept
        : types_(types)
        , seen_(seen)
        , sink_(sink)
    {}

    constexpr void write(type_index index)
    {
        auto const& t = types_.types[index];
        if (has_own_name(t.kind)) {
            if (seen_[index] != 0) {
                sink_("@");
                number(seen_[index] - 1);
                return;
            }
            seen_[index] = ++count_;
        }
        sink_(to_string(t.kind));
        detail(t);
        if (!t.parts.empty() || t.kind == kind::tuple)
            parts(t);
        if (t.kind == kind::structure)
            fields(t);
        if (t.kind == kind::enumeration)
            enumerators(t);
    }

private:
    constexpr void detail(type_description const& t)
    {
        if (has_own_name(t.kind)) {
            sink_(" ");
            sink_(t.name);
        } else if (t.bits != 0) {
            sink_(" ");
            number(t.bits);
        } else if (t.kind == kind::array) {
            sink_(" ");
            number(t.count);
        } else if (t.denominator != 0) {
            sink_(" ");
            number(t.numerator);
            sink_("/");
            number(t.denominator);
        }
    }

    constexpr void parts(type_description const& t)
    {
        sink_("(");
        for (std::size_t i = 0; i != t.parts.size(); ++i) {
            if (i != 0)
                sink_(",");
            write(t.parts[i]);
        }
        sink_(")");
    }

    constexpr void fields(type_description const& t)
    {
        sink_("{");
        for (auto const& f : t.fields) {
            sink_(f.name);
            sink_(":");
            number(f.number);
            sink_(f.required ? "!" : "?");
            write(f.type);
            sink_(";");
        }
        sink_("}");
    }

    constexpr void enumerators(type_description const& t)
    {
        sink_("{");
        bool const is_unsigned = types_.types[t.parts[0]].kind == kind::unsigned_integer;
        for (auto const& e : t.enumerators) {
            sink_(e.name);
            sink_("=");
            if (is_unsigned)
                number(static_cast<std::uint64_t>(e.value));
            else
                number(e.value);
            sink_(";");
        }
        sink_("}");
    }

    constexpr void number(std::uint64_t value)
    {
        char buffer[20] = {};
        std::size_t begin = sizeof buffer;
        do
            buffer[--begin] = static_cast<char>('0' + value % 10);
        while ((value /= 10) != 0);
        sink_(std::string_view(buffer + begin, sizeof buffer - begin));
    }

    constexpr void number(std::int64_t value)
    {
        if (value < 0)
            sink_("-");
        auto const bits = static_cast<std::uint64_t>(value);
        number(value < 0 ? 0 - bits : bits);
    }
    constexpr void number(std::uint32_t value) { number(std::uint64_t{value}); }

    description types_;
    std::span<std::uint32_t> seen_;
    Sink& sink_;
    std::uint32_t count_ = 0;
};

} // namespace detail

/// Returns the canonical form of a type, which `structural_hash` is the hash of.
inline std::string canonical_text(description const& types, type_index index)
{
    std::string text;
    auto const append = [&](std::string_view more) { text += more; };
    std::vector<std::uint32_t> seen(types.types.size());
    detail::canonical_writer(types, seen, append).write(index);
    return text;
}

} // namespace boost_broker::schema

#endif
