// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_PROTOBUF_DETAIL_FIELD_STATE_HPP
#define BOOST_BROKER_PROTOBUF_DETAIL_FIELD_STATE_HPP

// What has to be known of the fields of a message while it is read.

#include <boost_broker/protobuf/detail/shape.hpp>
#include <boost_broker/schema/initial.hpp>

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <utility>

namespace boost_broker::protobuf::detail {

/// What a field needs while its message is read, because it may come in several parts: an array
/// counts its elements, and a strong typedef of what has elements collects them.
template<class T>
struct field_state {};
template<class T>
    requires(kind_of<T> == kind::array)
struct field_state<T> {
    std::size_t count = 0;
};
template<class T>
    requires(
        kind_of<T> == kind::strong && (form_of<T> == form::repeated || form_of<T> == form::map))
struct field_state<T> {
    represented<T> value = schema::initial<represented<T>>();
    field_state<represented<T>> inner{};
};

template<class Fields, class = std::make_index_sequence<Fields::size>>
struct field_states;
template<class Fields, std::size_t... I>
struct field_states<Fields, std::index_sequence<I...>> {
    using type = std::tuple<field_state<typename Fields::template type<I>>...>;
};

/// How far a message is read.
template<class Fields>
struct progress {
    progress(bool is_further_part, std::size_t at) : merge(is_further_part), begin(at) {}

    typename field_states<Fields>::type states;
    std::bitset<Fields::size> seen;
    /// Whether it goes on with a message that has been read, so that absent fields stay as they
    /// are.
    bool merge;
    std::size_t begin;
    /// Of the field that comes next; 0 at the end.
    std::uint32_t number = 0;
    wire how{};
};

/// Makes a field what it is if it does not come; where a part is merged, what it is already.
template<bool MayBeAbsent, class T>
void begin_field(T& v, [[maybe_unused]] field_state<T>& state, bool merge)
{
    if constexpr (kind_of<T> == kind::array && !MayBeAbsent)
        state.count = merge ? v.size() : 0;
    if (merge)
        return;
    if constexpr (form_of<T> == form::optional)
        v.reset();
    else if constexpr (MayBeAbsent)
        (void)v; // its initialiser
    else if constexpr (kind_of<T> == kind::text || kind_of<T> == kind::bytes ||
        kind_of<T> == kind::sequence || kind_of<T> == kind::map)
        v.clear();
    else if constexpr (form_of<T> == form::scalar)
        v = zero<T>();
    else if constexpr (kind_of<T> == kind::strong && form_of<T> != form::message)
        begin_field<false>(state.value, state.inner, false);
}

} // namespace boost_broker::protobuf::detail

#endif
