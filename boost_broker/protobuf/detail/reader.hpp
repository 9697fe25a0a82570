// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_PROTOBUF_DETAIL_READER_HPP
#define BOOST_BROKER_PROTOBUF_DETAIL_READER_HPP

// Reads a value from the wire format of Protobuf, straight into the object.

#include <boost_broker/protobuf/detail/field_state.hpp>
#include <boost_broker/protobuf/detail/scalar_reader.hpp>
#include <boost_broker/schema/initial.hpp>
#include <boost_broker/schema/map_key.hpp>
#include <boost_broker/schema/name_of.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace boost_broker::protobuf::detail {

/// Reads values. What returns bool has failed, and said why, if it returns false.
class reader : scalar_reader
{
public:
    reader(std::span<std::byte const> data, decode_limits const& limits) noexcept
        : scalar_reader(data, limits)
    {}

    using scalar_reader::error;

    /// Reads a message, which is all of the input.
    template<class T>
    bool message(T& v)
    {
        if (!state_.begin(in_.left()) || !state_.enter(0))
            return false;
        if constexpr (form_of<T> == form::message)
            return content(v, false);
        else
            return fields<wrapper_fields<T>>(v, false);
    }

private:
    // What is inside of a message, up to its end. It may come in several parts, which are merged.
    template<class T>
    bool content(T& v, bool merge)
    {
        if constexpr (kind_of<T> == kind::strong)
            return through(v, merge, [&](auto& inner) { return content(inner, false); });
        else if constexpr (kind_of<T> == kind::variant)
            return alternatives(v, merge);
        else
            return fields<message_fields<T>>(v, merge);
    }

    template<class T>
    bool nested_content(T& v, bool merge)
    {
        if (!state_.enter(in_.tag_offset()) || !in_.nested([&] { return content(v, merge); }))
            return false;
        state_.leave();
        return true;
    }

    // Reads what a strong typedef represents. Two parts of it could not be merged without a copy
    // for each, so they are refused.
    template<class T, class Read>
    bool through(T& v, bool merge, Read read)
    {
        if (merge)
            return comes_twice();
        auto value = schema::initial<represented<T>>();
        if (!read(value))
            return false;
        v = schema::make_represented<T>(std::move(value));
        return true;
    }

    template<class Fields, class T>
    bool fields([[maybe_unused]] T& v, bool merge)
    {
        return fields<Fields>(v, merge, std::make_index_sequence<Fields::size>());
    }

    template<class Fields, class T, std::size_t... I>
    bool fields([[maybe_unused]] T& v, bool merge, std::index_sequence<I...>)
    {
        progress<Fields> read(merge, in_.offset());
        (detail::begin_field<Fields::template may_be_absent<I>>(
             Fields::template get<I>(v), std::get<I>(read.states), merge),
            ...);
        if (!next(read))
            return false;
        while (read.number != 0) {
            // one comparison for each field, as long as they come in their order
            auto const before = in_.tag_offset();
            bool ok = true;
            (void)((read.number != Fields::template number<by_number<Fields>[I]> ||
                       (ok = known_field<Fields, by_number<Fields>[I]>(v, read))) &&
                ...);
            if (!ok)
                return false;
            bool const known = read.number == 0 || in_.tag_offset() != before;
            if (!known && (!in_.skip(read.number, read.how) || !next(read)))
                return false;
        }
        return (whole_field<Fields, I>(v, read) && ...);
    }

    template<class Fields>
    BOOST_FORCEINLINE bool next(progress<Fields>& read)
    {
        read.number = 0;
        return in_.left() == 0 || in_.tag(read.number, read.how);
    }

    template<class Fields, std::size_t I, class T>
    BOOST_FORCEINLINE bool known_field(T& v, progress<Fields>& read)
    {
        bool const again = read.seen[I];
        read.seen[I] = true;
        return (field<Fields::template may_be_absent<I>>(Fields::template get<I>(v),
                    std::get<I>(read.states), read.how, read.merge, again) ||
                   Fields::in_field(state_, I)) &&
            next(read);
    }

    template<class Fields, std::size_t I, class T>
    BOOST_FORCEINLINE bool whole_field(T& v, progress<Fields>& read)
    {
        return end_field<Fields::template may_be_absent<I>>(Fields::template get<I>(v),
                   std::get<I>(read.states), read.merge, read.seen[I], read.begin) ||
            Fields::in_field(state_, I);
    }

    // Whether all of a field has come.
    template<bool MayBeAbsent, class T>
    bool end_field([[maybe_unused]] T& v, [[maybe_unused]] field_state<T>& state, bool merge,
        bool seen, std::size_t begin)
    {
        if constexpr (MayBeAbsent) {
            return true;
        } else if constexpr (form_of<T> == form::message || !has_zero<T>()) {
            return seen || merge || state_.fail(errc::missing_field, begin, "the field is missing");
        } else if constexpr (kind_of<T> == kind::array) {
            return state.count == v.size() ||
                state_.fail(
                    errc::wrong_length, begin, "there are fewer elements than the array has");
        } else if constexpr (kind_of<T> == kind::strong && form_of<T> != form::scalar) {
            if (merge) // nothing was taken
                return true;
            if (!end_field<false>(state.value, state.inner, false, seen, begin))
                return false;
            v = schema::make_represented<T>(std::move(state.value));
            return true;
        } else {
            return true;
        }
    }

    // A field, or a part of it.
    // merge: the message is itself a further part of one. again: the field has come before.
    template<bool MayBeAbsent, class T>
    bool field(T& v, [[maybe_unused]] field_state<T>& state, wire how, bool merge, bool again)
    {
        if constexpr (form_of<T> == form::optional) {
            bool const there = static_cast<bool>(v);
            return element(there ? *v : schema::engage(v), how, there);
        } else if constexpr (MayBeAbsent || form_of<T> == form::scalar ||
            form_of<T> == form::message) {
            return element(v, how, merge || again);
        } else if constexpr (kind_of<T> == kind::strong) {
            return (!merge || comes_twice()) &&
                field<false>(state.value, state.inner, how, false, again);
        } else if constexpr (form_of<T> == form::map) {
            return is(how, wire::length) && entry(v);
        } else {
            return elements(v, state, how);
        }
    }

    bool comes_twice()
    {
        return state_.fail(errc::duplicate_key, in_.tag_offset(), "the field comes twice");
    }

    // What stands alone behind a tag.
    template<class T>
    bool element(T& v, wire how, bool merge)
    {
        if constexpr (form_of<T> == form::scalar) {
            return is(how, wire_of<T>) && scalar(v);
        } else if constexpr (form_of<T> == form::message) {
            return is(how, wire::length) && nested_content(v, merge);
        } else if (kind_of<T> == kind::strong && merge) {
            return comes_twice();
        } else {
            if (!is(how, wire::length) || !state_.enter(in_.tag_offset()) ||
                !in_.nested([&] { return fields<wrapper_fields<T>>(v, merge); }))
                return false;
            state_.leave();
            return true;
        }
    }

    template<class Element>
    bool take_elements(std::size_t count)
    {
        return state_.take_items(count, in_.offset()) &&
            state_.take_memory(count, sizeof(Element), in_.offset());
    }

    template<class T>
    bool elements(T& v, field_state<T>& state, wire how)
    {
        using type = schema::element_type<T>;
        if constexpr (is_packed<type>) {
            if (how == wire::length)
                return in_.nested([&] { return packed(v, state); });
        }
        return take_elements<type>(1) &&
            one_more(v, state, [&](type& e) { return element(e, how, false); });
    }

    template<class T>
    bool packed(T& v, field_state<T>& state)
    {
        using type = schema::element_type<T>;
        constexpr std::size_t size = wire_of<type> == wire::fixed32 ? 4 : 8;
        auto const count = wire_of<type> == wire::varint ? in_.count_varints() : in_.left() / size;
        if (!take_elements<type>(count))
            return false;
        // numbers are made all at once, others one by one
        if constexpr (std::is_arithmetic_v<type> && !std::is_same_v<type, bool> &&
            kind_of<T> == kind::sequence && requires { v.resize(count), v.begin()[0]; }) {
            auto i = v.size();
            v.resize(i + count);
            for (; i != v.size(); ++i) {
                if (!scalar(v[i]))
                    return state_.in_element(i);
            }
        } else if constexpr (requires { v.reserve(count); }) {
            if (v.empty()) // later it would cost more than it spares
                v.reserve(count);
        }
        while (in_.left() != 0) {
            if (!one_more(v, state, [&](type& e) { return scalar(e); }))
                return false;
        }
        return true;
    }

    template<class T, class Read>
    bool one_more(T& v, [[maybe_unused]] field_state<T>& state, Read read)
    {
        if constexpr (kind_of<T> == kind::array) {
            auto const i = state.count;
            if (i == v.size())
                return state_.fail(
                    errc::wrong_length, in_.offset(), "there are more elements than the array has");
            ++state.count;
            return read(v[i]) || state_.in_element(i);
        } else if constexpr (std::is_same_v<schema::element_type<T>, bool>) { // std::vector<bool>
            bool flag = false;
            bool const ok = read(flag);
            v.push_back(flag);
            return ok || state_.in_element(v.size() - 1);
        } else {
            return read(schema::emplace_initial(v)) || state_.in_element(v.size() - 1);
        }
    }

    template<class Map>
    bool entry(Map& v)
    {
        using key_type = typename Map::key_type;
        using mapped_type = typename Map::mapped_type;
        if (!state_.take_items(1, in_.tag_offset()) ||
            !state_.take_memory(1, sizeof(typename Map::value_type), in_.tag_offset()))
            return false;
        auto key = schema::initial<key_type>();
        auto mapped = schema::initial<mapped_type>();
        if constexpr (form_of<mapped_type> == form::scalar)
            mapped = zero<mapped_type>();
        key = zero<key_type>();
        bool has_key = has_zero<key_type>();
        bool has_value = form_of<mapped_type> == form::scalar && has_zero<mapped_type>();
        bool const ok = in_.nested([&] {
            bool value_came = false;
            std::uint32_t number = 0;
            wire how{};
            while (in_.left() != 0) {
                if (!in_.tag(number, how))
                    return false;
                bool read = false;
                if (number == 1)
                    read = has_key = element(key, how, false);
                else if (number == 2)
                    read = has_value = element(mapped, how, std::exchange(value_came, true));
                else
                    read = in_.skip(number, how);
                if (!read)
                    return false;
            }
            if (!has_value)
                has_value = absent_value(mapped);
            return has_value &&
                (has_key || state_.fail(errc::missing_field, in_.offset(), "the key is missing"));
        });
        if (!ok)
            return state_.in_entry(schema::key_text(key).view());
        // the last one counts; one that is there already leaves its arguments as they are
        if (auto const [at, added] = v.try_emplace(std::move(key), std::move(mapped)); !added)
            at->second = std::move(mapped);
        return true;
    }

    // A message that does not come is one without fields.
    template<class T>
    bool absent_value(T& v)
    {
        if constexpr (form_of<T> == form::message)
            return in_.empty([&] { return content(v, false); });
        else if constexpr (form_of<T> != form::scalar)
            return in_.empty([&] { return fields<wrapper_fields<T>>(v, false); });
        else
            return state_.fail(errc::missing_field, in_.offset(), "the value is missing");
    }

    // The last one counts; one that comes again is merged if it is a message.
    template<class Variant>
    bool alternatives(Variant& v, bool merge)
    {
        constexpr auto size = std::variant_size_v<Variant>;
        auto const begin = in_.offset();
        auto current = merge ? v.index() : size;
        std::uint32_t number = 0;
        wire how{};
        while (in_.left() != 0) {
            if (!in_.tag(number, how))
                return false;
            auto const index = std::size_t{number} - 1;
            if (index >= size) {
                if (!in_.skip(number, how))
                    return false;
                continue;
            }
            bool const ok = [&]<std::size_t... I>(std::index_sequence<I...>)
            {
                bool read = false;
                auto const read_as = [&]<std::size_t J>(std::integral_constant<std::size_t, J>) {
                    using type = std::variant_alternative_t<J, Variant>;
                    if (current != J)
                        v.template emplace<J>(schema::initial<type>());
                    read = element(*std::get_if<J>(&v), how, current == J);
                };
                (void)((index == I && (read_as(std::integral_constant<std::size_t, I>()), true)) ||
                    ...);
                return read;
            }
            (std::make_index_sequence<size>());
            if (!ok)
                return state_.in_field(schema::alternative_names<Variant>[index]);
            current = index;
        }
        return current != size ||
            state_.fail(errc::wrong_type, begin, "none of the alternatives of the variant is here");
    }
};

} // namespace boost_broker::protobuf::detail

#endif
