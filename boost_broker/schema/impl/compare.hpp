// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_IMPL_COMPARE_HPP
#define BOOST_BROKER_SCHEMA_IMPL_COMPARE_HPP

#include <boost_broker/schema/compare.hpp>
#include <boost_broker/schema/type_text.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>

namespace boost_broker::schema {

namespace detail {

template<class Descriptions>
auto const* find_named(Descriptions const& list, std::string_view name) noexcept
{
    auto const found =
        std::find_if(list.begin(), list.end(), [&](auto const& d) { return d.name == name; });
    return found == list.end() ? nullptr : &*found;
}

inline void comparer::report(impact i, std::string const& where, std::string what)
{
    stack_.push_back({0, 0, {}, difference{i, where, std::move(what)}});
}

inline comparison comparer::run()
{
    for (auto const& b : before_.messages) {
        auto const* a = after_.find_message(b.name);
        if (a == nullptr)
            result_.differences.push_back(
                {impact::breaking, std::string(b.name), "the message is gone"});
        else
            message(b, *a);
    }
    for (auto const& a : after_.messages) {
        if (before_.find_message(a.name) == nullptr)
            result_.differences.push_back(
                {impact::additive, std::string(a.name), "the message is new"});
    }
    return std::move(result_);
}

inline void comparer::message(message_description const& before, message_description const& after)
{
    std::string const where(after.name);
    if (before.role != after.role) {
        result_.differences.push_back({impact::breaking, where,
            (std::string("the message is sent as ") += to_string(after.role)) +=
            std::string(", and was sent as ") += to_string(before.role)});
    }
    run_from(before.type, after.type, where);
    if (before.role == role::request && after.role == role::request)
        run_from(before.response, after.response, where + ":response");
}

inline void comparer::run_from(type_index before, type_index after, std::string where)
{
    // for each message anew, so that each has its differences, also in a type that it shares
    compared_.clear();
    later(before, after, std::move(where));
    while (!stack_.empty()) {
        auto both = std::move(stack_.back());
        stack_.pop_back();
        if (both.found) {
            result_.differences.push_back(*std::move(both.found));
            continue;
        }
        auto const size = stack_.size();
        type(both);
        // the first part is on top of what was added
        std::reverse(stack_.begin() + static_cast<std::ptrdiff_t>(size), stack_.end());
    }
}

inline void comparer::later(type_index before, type_index after, std::string where)
{
    // A path is for people; one that is too long for them need not grow.
    constexpr std::size_t longest = 1000;
    if (where.size() > longest)
        where.replace(longest, std::string::npos, "...");
    stack_.push_back({before, after, std::move(where), {}});
}

// What travels as something else is looked through.
inline type_index behind_strong(description const& of, type_index index) noexcept
{
    while (of.types[index].kind == kind::strong)
        index = of.types[index].parts[0];
    return index;
}

inline type_index behind_optional(description const& of, type_index index) noexcept
{
    return of.types[index].kind == kind::optional ? of.types[index].parts[0] : index;
}

inline void comparer::type(step const& both)
{
    auto const& [before, after, where, found] = both;
    if (!compared_.insert(std::uint64_t{before} << 32 | after).second)
        return;

    auto const inner_before = behind_strong(before_, before);
    auto const inner_after = behind_strong(after_, after);
    auto const& b = before_.types[inner_before];
    auto const& a = after_.types[inner_after];
    // nothing is a structure without fields, and travels like one
    auto const like = [](kind k) { return k == kind::nothing ? kind::structure : k; };
    bool const same_form = like(b.kind) == like(a.kind) && b.bits == a.bits && b.count == a.count &&
        b.numerator == a.numerator && b.denominator == a.denominator &&
        (b.parts.size() == a.parts.size() || b.kind == kind::variant);
    if (!same_form) {
        report(impact::breaking, where,
            "the type is " + type_text(after_, after) + ", and was " + type_text(before_, before));
        return;
    }
    auto const name_of = [](description const& of, type_index index) {
        auto const& t = of.types[index];
        return has_own_name(t.kind) ? t.name : std::string_view();
    };
    if (name_of(before_, before) != name_of(after_, after)) {
        report(impact::naming, where,
            "the type is called " + type_text(after_, after) + ", and was called " +
                type_text(before_, before));
    }
    if (b.kind == kind::variant)
        variant(b, a, where);
    else
        parts(b, a, where);
    if (like(b.kind) == kind::structure)
        structure(b, a, where);
    if (b.kind == kind::enumeration)
        enumeration(b, a, where);
}

inline void comparer::parts(
    type_description const& b, type_description const& a, std::string const& where)
{
    for (std::size_t i = 0; i != b.parts.size(); ++i)
        later(b.parts[i], a.parts[i], where + part_segment(a, i));
}

inline void comparer::structure(
    type_description const& b, type_description const& a, std::string const& where)
{
    for (auto const& before : b.fields) {
        auto const path = (where + '.') += before.name;
        auto const* after = find_named(a.fields, before.name);
        if (after == nullptr) {
            report(impact::breaking, path, "the field is gone");
            continue;
        }
        if (before.required != after->required) {
            report(impact::breaking, path,
                after->required ? "the field is required, and was allowed to be absent"
                                : "the field may be absent, and was required");
        }
        if (options_.numbers && before.number != after->number) {
            report(impact::breaking, path,
                "the field has the number " + std::to_string(after->number) + ", and had " +
                    std::to_string(before.number) + ", which is what Protobuf knows it by");
        }
        // an optional field is written as its content, or not at all
        auto const content_before = behind_optional(before_, before.type);
        auto const content_after = behind_optional(after_, after->type);
        if (before.required == after->required &&
            (content_before == before.type) != (content_after == after->type)) {
            report(impact::naming, path,
                "the type is " + type_text(after_, after->type) + ", and was " +
                    type_text(before_, before.type));
        }
        later(content_before, content_after, path);
    }
    for (auto const& after : a.fields) {
        if (find_named(b.fields, after.name) != nullptr)
            continue;
        report(after.required ? impact::breaking : impact::additive, (where + '.') += after.name,
            after.required ? "the field is new and required"
                           : "the field is new, and may be absent");
    }
}

inline void comparer::enumeration(
    type_description const& b, type_description const& a, std::string const& where)
{
    auto const find_value = [](std::span<enumerator_description const> list, std::int64_t value) {
        auto const found =
            std::find_if(list.begin(), list.end(), [&](auto const& e) { return e.value == value; });
        return found == list.end() ? nullptr : &*found;
    };
    for (auto const& before : b.enumerators) {
        auto const* after = find_value(a.enumerators, before.value);
        if (after == nullptr) {
            report(impact::breaking, where,
                (std::string("the enumerator ") += before.name) += " is gone");
        } else if (after->name != before.name) {
            report(impact::naming, where,
                ((std::string("the enumerator ") += after->name) += " was called ") += before.name);
        }
    }
    for (auto const& after : a.enumerators) {
        if (find_value(b.enumerators, after.value) == nullptr) {
            report(impact::breaking, where,
                (std::string("the enumerator ") += after.name) +=
                " is new, and refused by who does not know it");
        }
    }
}

inline void comparer::variant(
    type_description const& b, type_description const& a, std::string const& where)
{
    auto const find = [](description const& of, type_description const& t, std::string_view name) {
        return std::find_if(t.parts.begin(), t.parts.end(),
            [&](type_index part) { return of.types[part].name == name; });
    };
    for (auto const part : b.parts) {
        auto const name = before_.types[part].name;
        auto const found = find(after_, a, name);
        if (found == a.parts.end()) {
            report(
                impact::breaking, where, (std::string("the alternative ") += name) += " is gone");
        } else {
            later(part, *found, ((where + '<') += name) += '>');
        }
    }
    for (std::size_t i = 0; i != a.parts.size(); ++i) {
        auto const name = after_.types[a.parts[i]].name;
        auto const found = find(before_, b, name);
        if (found == b.parts.end()) {
            report(impact::breaking, where,
                (std::string("the alternative ") += name) +=
                " is new, and refused by who does not know it");
        } else if (options_.numbers && found - b.parts.begin() != static_cast<std::ptrdiff_t>(i)) {
            report(impact::breaking, where,
                (std::string("the alternative ") += name) +=
                " is at another place, which is what Protobuf knows it by");
        }
    }
}

} // namespace detail

inline comparison compare(
    description const& before, description const& after, compare_options options)
{
    return detail::comparer(before, after, options).run();
}

} // namespace boost_broker::schema

#endif
