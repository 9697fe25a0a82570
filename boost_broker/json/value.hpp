// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_JSON_VALUE_HPP
#define BOOST_BROKER_JSON_VALUE_HPP

// Messages as values of Boost.JSON, both ways. This is the only header that includes Boost.JSON, so
// that only who uses it has to link that library, or to include boost/json/src.hpp in one source.

#include <boost_broker/json/detail/reader.hpp>
#include <boost_broker/json/detail/to_value.hpp>
#include <boost_broker/json/detail/value_input.hpp>
#include <boost_broker/json/options.hpp>
#include <boost_broker/result.hpp>
#include <boost_broker/schema/check.hpp>
#include <boost_broker/schema/codec_error.hpp>
#include <boost_broker/schema/decode_limits.hpp>

#include <boost/config.hpp>
#include <boost/json/value.hpp>

#include <utility>

namespace boost_broker::json {

/// Makes a value of Boost.JSON of a message.
/** It is what parsing the text that `codec` writes gives. Prefer the codec where the text is what
    is wanted: it needs no tree, and is several times faster.

    @param message The message.
    @param how Whether large integers become text.
    @param storage Where the value takes its memory from.
    @param why Where to put the error in its parts, or null.
    @return The value, or why JSON cannot carry the message. */
template<class T>
result<boost::json::value> to_value(T const& message, options const& how = {},
    boost::json::storage_ptr storage = {}, codec_error* why = nullptr)
{
    static_assert(schema::check_mapped<T>());
    detail::value_maker maker(how);
    boost::json::value value(std::move(storage));
    if (BOOST_LIKELY(maker.make(message, value)))
        return value;
    return schema::report(
        std::move(maker.error()), schema::coding::encode, "JSON", schema::name_of<T>, why);
}

/// Makes a message of a value of Boost.JSON.
/** It takes and refuses what `codec::decode` does, and says where by the path of the field; there
    are no offsets. A number that came as floating point is no integer, though it may have an
    integral value.

    @param value The value.
    @param limits What the message may cost; `max_bytes` means nothing.
    @param why Where to put the error in its parts, or null.
    @return The message. All failures are of `condition::bad_message`. */
template<class T>
result<T> from_value(
    boost::json::value const& value, decode_limits const& limits = {}, codec_error* why = nullptr)
{
    static_assert(schema::check_mapped<T>());
    auto message = schema::initial<T>();
    detail::reader<detail::value_input> in(value, limits);
    if (BOOST_LIKELY(in.message(message)))
        return message;
    return schema::report(
        std::move(in.error()), schema::coding::decode, "JSON", schema::name_of<T>, why);
}

} // namespace boost_broker::json

#endif
