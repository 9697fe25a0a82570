// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_PROTO_HPP
#define BOOST_BROKER_SCHEMA_PROTO_HPP

// A schema as a .proto file (proto3), for other programs that use Protobuf.

#include <boost_broker/schema/description.hpp>
#include <boost_broker/schema/spelling.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace boost_broker::schema {

/// Returns a schema as a .proto file.
/** A structure is a message and an enumeration an enum of the same name. What Protobuf cannot nest,
    such as a list of lists, is in a message of its own, called after what it contains. All requests
    together are the service `Requests`, for who wants to offer them by gRPC.

    @param types The schema.
    @param package The package; empty for none. */
inline std::string to_proto(description const& types, std::string_view package);

} // namespace boost_broker::schema

#include <boost_broker/schema/impl/proto.hpp>

#endif
