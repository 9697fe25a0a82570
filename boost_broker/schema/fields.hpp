// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_FIELDS_HPP
#define BOOST_BROKER_SCHEMA_FIELDS_HPP

// The fields of a struct as a codec needs them: by place or by name, and which ones must be there.

#include <boost_broker/reflect.hpp>
#include <boost_broker/schema/kind_of.hpp>
#include <boost_broker/schema/notes.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace boost_broker::schema {

/// The fields of a struct, in the order of their declaration.
/** @tparam T A type of `kind::structure`. */
template<class T>
struct fields {
    static_assert(
        reflect<T>::size <= 64, "boost_broker: a message that is encoded has at most 64 fields");

    /// How many there are.
    static constexpr std::size_t size = reflect<T>::size;

    /// What `index_of` returns for a name that no field has.
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

    /// The type of field `I`.
    template<std::size_t I>
    using type = field_type<T, I>;

    /// Returns field `I` of an object.
    template<std::size_t I, class Object>
    static constexpr auto&& get(Object&& object) noexcept
    {
        return reflect<T>::template get<I>(std::forward<Object>(object));
    }

    /// The names.
    static constexpr std::array<std::string_view, size> names =
        []<std::size_t... I>(std::index_sequence<I...>)
    {
        return std::array<std::string_view, size>{reflect<T>::template name<I>()...};
    }
    (std::make_index_sequence<size>());

    /// What is noted about each field; see `notes`.
    static constexpr std::array<field_note, size> notes = [] {
        std::array<field_note, size> all{};
        for (std::size_t i = 0; i != size; ++i) {
            all[i].name = names[i];
            for (auto const& note : notes_of<T>::value.fields) {
                if (note.name == names[i])
                    all[i] = note;
            }
            if (all[i].number == 0)
                all[i].number = static_cast<std::uint32_t>(i + 1);
        }
        return all;
    }();

    /// Whether a message without the field is refused, for each field.
    /** An optional may be absent, and so may a field with the note `may_be_absent`; it keeps its
        initialiser. Nothing else may, whatever its initialiser. */
    static constexpr std::array<bool, size> required =
        []<std::size_t... I>(std::index_sequence<I...>)
    {
        return std::array<bool, size>{
            (kind_of<type<I>> != kind::optional && !notes[I].may_be_absent)...};
    }
    (std::make_index_sequence<size>());

    /// The required fields as a set of bits, field 0 the lowest: `required_mask & ~seen` is what is
    /// missing.
    static constexpr std::uint64_t required_mask = [] {
        std::uint64_t mask = 0;
        for (std::size_t i = 0; i != size; ++i)
            mask |= static_cast<std::uint64_t>(required[i]) << i;
        return mask;
    }();

    /// Returns the place of the field with this name, or `npos`.
    /** @param name The name.
        @param expected The place to look at first: the one after the field that was read last,
        because most writers keep to the order of declaration. */
    static constexpr std::size_t index_of(std::string_view name, std::size_t expected = 0) noexcept
    {
        if (expected < size && names[expected] == name)
            return expected;
        for (std::size_t i = 0; i != size; ++i) {
            if (names[i] == name)
                return i;
        }
        return npos;
    }

    /// Calls `visit(std::integral_constant<std::size_t, I>())` with `I == index`, and returns what
    /// it returns; a value-initialised `Result` if there is no such field.
    template<class Result = bool, class Visitor>
    static constexpr Result visit(std::size_t index, Visitor&& visit_field)
    {
        return visit<Result>(index, visit_field, std::make_index_sequence<size>());
    }

    /// Calls `visit(std::integral_constant<std::size_t, I>())` for each field until one returns
    /// false, and returns whether none did.
    template<class Visitor>
    static constexpr bool for_each(Visitor&& visit_field)
    {
        return for_each(visit_field, std::make_index_sequence<size>());
    }

private:
    template<class Result, class Visitor, std::size_t... I>
    static constexpr Result visit(
        std::size_t index, Visitor& visit_field, std::index_sequence<I...>)
    {
        Result returned{};
        (void)((index == I &&
                   (returned = visit_field(std::integral_constant<std::size_t, I>()), true)) ||
            ...);
        return returned;
    }

    template<class Visitor, std::size_t... I>
    static constexpr bool for_each(Visitor& visit_field, std::index_sequence<I...>)
    {
        return (visit_field(std::integral_constant<std::size_t, I>()) && ...);
    }
};

} // namespace boost_broker::schema

#endif
