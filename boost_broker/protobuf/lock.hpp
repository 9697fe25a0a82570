// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_PROTOBUF_LOCK_HPP
#define BOOST_BROKER_PROTOBUF_LOCK_HPP

// A lock file keeps the numbers of fields as they are: in Protobuf a field is known by nothing
// else, so that a field that is inserted, moved or removed would silently become another one.
//
//     message get_device
//       9 fresh: optional bool
//       14 id: int64
//       gone 2 name: string

#include <boost_broker/result.hpp>
#include <boost_broker/schema/description.hpp>

#include <string>
#include <string_view>

namespace boost_broker::protobuf {

/// Returns the lock of a schema, going on from an older one.
/** Fields that are new are added, and those that are not there any more are kept as `gone`, so that
    nobody gets their numbers. What may not happen fails, with a sentence that says what to do: a
    field that has another number, name or type than before, and one that has the number of a field
    that is gone.

    A lock is text, one line for each field: its number, name and type in Protobuf. Everything that
    `schema::to_proto` writes as a message is in it, the places of tuples and variants included. It
    belongs beside the sources, under version control. A line may be changed by hand where it is
    known that no peer is left that depends on it, for example to rename a field. Lines that begin
    with `#` are comments; those that it begins with are kept.

    @param types The schema.
    @param lock The older lock; empty for the first one.
    @return The lock, or why there is none. */
inline result<std::string> update_lock(schema::description const& types, std::string_view lock);

/// Checks that a schema keeps to its lock.
/** To be called by a test of the program whose messages they are: it fails after each change of a
    message until somebody has looked at what `update_lock` makes of it.

    @param types The schema.
    @param lock The lock.
    @return Nothing, or what is different and what to do. */
inline result<void> check_lock(schema::description const& types, std::string_view lock);

} // namespace boost_broker::protobuf

#include <boost_broker/protobuf/impl/lock.hpp>

#endif
