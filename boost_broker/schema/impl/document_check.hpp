// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_IMPL_DOCUMENT_CHECK_HPP
#define BOOST_BROKER_SCHEMA_IMPL_DOCUMENT_CHECK_HPP

// Whether a document is a schema. It came from somebody, and everything that works on schemas
// relies on what is checked here.

#include <boost_broker/schema/document.hpp>
#include <boost_broker/schema/identifier.hpp>
#include <boost_broker/schema/primitive_name.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace boost_broker::schema::detail {

// The number of an enumerator: from the smallest of int64 to the largest of uint64.
inline std::optional<std::int64_t> parse_enumerator(std::string_view text) noexcept
{
    auto const last = text.data() + text.size();
    std::uint64_t value = 0;
    bool const negative = text.starts_with('-');
    std::int64_t signed_value = 0;
    auto const [end, error] = negative ? std::from_chars(text.data(), last, signed_value)
                                       : std::from_chars(text.data(), last, value);
    if (error != std::errc() || end != last || text.empty())
        return std::nullopt;
    return negative ? signed_value : static_cast<std::int64_t>(value);
}

class document_check
{
public:
    document_check(schema_document const& document, std::size_t max_types) noexcept
        : document_(document)
        , types_(document.types)
        , max_types_(max_types)
    {}

    // What is wrong; empty if nothing is.
    std::string run()
    {
        if (document_.version != 1)
            return "its version is " + std::to_string(document_.version) + ", and 1 is known";
        if (types_.size() > max_types_)
            return "it has " + std::to_string(types_.size()) + " types, and may have " +
                std::to_string(max_types_);
        for (std::size_t i = 0; i != types_.size(); ++i) {
            check_type(types_[i]);
            if (!wrong_.empty())
                return "type " + std::to_string(i) + ": " + wrong_;
        }
        for (std::size_t i = 0; i != types_.size(); ++i) {
            check_parts(types_[i]);
            if (!wrong_.empty())
                return "type " + std::to_string(i) + ": " + wrong_;
        }
        if (!check_nesting())
            return wrong_;
        for (auto const& m : document_.messages) {
            check_message(m);
            if (!wrong_.empty())
                return "message " + m.name.substr(0, 100) + ": " + wrong_;
        }
        return {};
    }

private:
    // Remembers the first thing that is wrong.
    bool expect(bool condition, std::string_view otherwise)
    {
        if (!condition && wrong_.empty())
            wrong_ = otherwise;
        return condition;
    }

    bool exists(std::uint32_t index) const noexcept { return index < types_.size(); }

    static std::size_t part_count(type_document const& t) noexcept
    {
        return t.parts ? t.parts->size() : 0;
    }

    // The type itself, whatever the types it refers to.
    void check_type(type_document const& t)
    {
        expect(t.kind > kind::unmapped && t.kind <= kind::structure, "it has no kind");
        expect(has_own_name(t.kind) == t.name.has_value(), "its kind and its name do not agree");
        if (t.name) {
            expect(is_identifier(*t.name), "its name is no identifier");
            expect(names_.insert(*t.name).second, "its name is that of another type");
        }
        auto const bits = t.bits.value_or(0);
        bool const integer = t.kind == kind::signed_integer || t.kind == kind::unsigned_integer;
        if (integer)
            expect(bits == 8 || bits == 16 || bits == 32 || bits == 64, "it has no such width");
        else if (t.kind == kind::floating)
            expect(bits == 32 || bits == 64, "it has no such width");
        else
            expect(!t.bits, "its kind has no width");
        expect(t.count.has_value() == (t.kind == kind::array), "its kind and count do not agree");
        bool const ticks = t.kind == kind::duration || t.kind == kind::time_point;
        expect(ticks ? t.numerator.value_or(0) > 0 && t.denominator.value_or(0) > 0
                     : !t.numerator && !t.denominator,
            "its kind and its tick do not agree");
        expect(has_count(t.kind, part_count(t)), "it is made of another number of types");
        expect(t.kind == kind::structure || !t.fields, "its kind has no fields");
        expect(t.kind == kind::enumeration || !t.enumerators, "its kind has no enumerators");
        for (std::size_t i = 0; i != part_count(t); ++i)
            expect(exists((*t.parts)[i]), "it is made of a type that is not there");
        if (t.fields)
            check_fields(*t.fields);
    }

    static bool has_count(kind k, std::size_t parts) noexcept
    {
        switch (k) {
        case kind::sequence:
        case kind::array:
        case kind::optional:
        case kind::strong:
        case kind::enumeration:
        case kind::duration:
        case kind::time_point:
            return parts == 1;
        case kind::map:
            return parts == 2;
        case kind::variant:
            return parts != 0;
        case kind::tuple:
            return true;
        default:
            return parts == 0;
        }
    }

    void check_fields(std::vector<field_document> const& fields)
    {
        std::set<std::string_view> names;
        std::set<std::uint32_t> numbers;
        expect(fields.size() <= 64, "it has more than 64 fields");
        for (auto const& f : fields) {
            expect(is_identifier(f.name), "the name of a field is no identifier");
            expect(names.insert(f.name).second, "two fields have the same name");
            expect(f.number != 0 && f.number <= 536'870'911, "a field has no such number");
            expect(numbers.insert(f.number).second, "two fields have the same number");
            expect(exists(f.type), "a field has a type that is not there");
        }
    }

    // The types that a type refers to; they are right themselves by now.
    void check_parts(type_document const& t)
    {
        auto const part = [&](std::size_t i) -> type_document const& {
            return types_[(*t.parts)[i]];
        };
        switch (t.kind) {
        case kind::enumeration:
            check_enumerators(t, part(0));
            break;
        case kind::duration:
        case kind::time_point:
            expect(part(0).kind == kind::signed_integer || part(0).kind == kind::unsigned_integer ||
                    part(0).kind == kind::floating,
                "its ticks are no numbers");
            break;
        case kind::optional:
            expect(part(0).kind != kind::optional, "it is an optional of an optional");
            break;
        case kind::strong:
            expect(part(0).kind != kind::optional, "it stands for an optional");
            break;
        case kind::map:
            expect(is_key((*t.parts)[0]), "its key is no key");
            break;
        case kind::variant:
            check_alternatives(t);
            break;
        default:
            break;
        }
    }

    void check_enumerators(type_document const& t, type_document const& number)
    {
        bool const is_signed = number.kind == kind::signed_integer;
        expect(is_signed || number.kind == kind::unsigned_integer, "it is no number");
        if (!t.enumerators)
            return;
        auto const bits = number.bits.value_or(64);
        std::set<std::string_view> names;
        for (auto const& e : *t.enumerators) {
            expect(is_identifier(e.name), "the name of an enumerator is no identifier");
            expect(names.insert(e.name).second, "two enumerators have the same name");
            auto const value = parse_enumerator(e.value);
            if (!expect(value.has_value(), "the value of an enumerator is no number"))
                return;
            expect(is_signed ? fits_signed(*value, e.value.starts_with('-'), bits)
                             : !e.value.starts_with('-') &&
                        (bits == 64 || static_cast<std::uint64_t>(*value) >> bits == 0),
                "the value of an enumerator does not fit");
        }
    }

    static bool fits_signed(std::int64_t value, bool negative, std::uint32_t bits) noexcept
    {
        if (negative != (value < 0)) // beyond the largest of int64, or -0
            return false;
        auto const limit = bits == 64 ? 0 : std::int64_t{1} << (bits - 1);
        return limit == 0 || (value >= -limit && value < limit);
    }

    bool is_key(std::uint32_t index) const noexcept
    {
        // a chain of strong typedefs ends, or check_nesting finds it
        for (std::size_t i = 0; i != types_.size(); ++i) {
            auto const& t = types_[index];
            if (t.kind != kind::strong)
                return t.kind == kind::text || t.kind == kind::character ||
                    t.kind == kind::signed_integer || t.kind == kind::unsigned_integer ||
                    t.kind == kind::enumeration;
            index = (*t.parts)[0];
        }
        return false;
    }

    void check_alternatives(type_document const& t)
    {
        std::set<std::string_view> names;
        for (auto const part : *t.parts) {
            auto const& p = types_[part];
            expect(names
                       .insert(p.name ? std::string_view(*p.name)
                                      : primitive_name(p.kind, p.bits.value_or(0)))
                       .second,
                "two alternatives have the same name");
        }
    }

    // A value that contains itself would be of infinite size, and what has no name is written where
    // it is, so that it must not contain itself, nor grow by being in something twice, and so on.
    bool check_nesting()
    {
        for (bool const by_value : {true, false}) {
            weights_.assign(types_.size(), unknown);
            auto const limit = by_value ? max_depth : max_size;
            for (std::uint32_t i = 0; i != types_.size(); ++i) {
                if (weight_of(i, by_value, limit) > limit) {
                    wrong_ = "type " + std::to_string(i) +
                        ": it contains itself, or is nested too deeply";
                    return false;
                }
            }
        }
        return true;
    }

    static constexpr std::size_t max_depth = 64;
    static constexpr std::size_t max_size = 500;
    static constexpr std::size_t unknown = static_cast<std::size_t>(-1);

    // How deep a type nests others by value, or how many it is written with. While that is being
    // found it counts as too much, and so does what contains itself.
    std::size_t weight_of(std::uint32_t index, bool by_value, std::size_t limit)
    {
        auto const& t = types_[index];
        bool const ends = by_value
            ? t.kind == kind::sequence || t.kind == kind::map || t.kind == kind::optional
            : has_own_name(t.kind);
        if (ends)
            return 1;
        if (weights_[index] != unknown)
            return weights_[index];
        weights_[index] = limit + 1;
        std::size_t weight = 0;
        auto const add = [&](std::uint32_t part) {
            auto const more = weight_of(part, by_value, limit);
            weight = by_value ? std::max(weight, more) : std::min(weight + more, limit + 1);
        };
        for (std::size_t i = 0; i != part_count(t); ++i)
            add((*t.parts)[i]);
        if (t.fields) {
            for (auto const& f : *t.fields)
                add(f.type);
        }
        return weights_[index] = std::min(weight + 1, limit + 1);
    }

    void check_message(message_document const& m)
    {
        expect(is_identifier(m.name), "its name is no identifier");
        expect(messages_.insert(m.name).second, "there is another one with this name");
        expect(m.role <= role::signal, "it has no role");
        if (expect(exists(m.type) && exists(m.response), "its type is not there")) {
            expect(has_own_name(types_[m.type].kind), "its type has no name");
            expect(m.role == role::request || types_[m.response].kind == kind::nothing,
                "it is no request, and has a response");
        }
    }

    schema_document const& document_;
    std::vector<type_document> const& types_;
    std::size_t max_types_;
    std::string wrong_;
    std::vector<std::size_t> weights_;
    std::set<std::string_view> names_;
    std::set<std::string_view> messages_;
};

} // namespace boost_broker::schema::detail

#endif
