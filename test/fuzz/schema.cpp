// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// A schema that a peer sends, as CBOR: what is loaded can be compared and written in every form.

#include "target.hpp"
#include <boost_broker/cbor/codec.hpp>
#include <boost_broker/schema/canonical_text.hpp>
#include <boost_broker/schema/cddl.hpp>
#include <boost_broker/schema/compare.hpp>
#include <boost_broker/schema/describe.hpp>
#include <boost_broker/schema/discovery.hpp>
#include <boost_broker/schema/document.hpp>
#include <boost_broker/schema/dot.hpp>
#include <boost_broker/schema/json_schema.hpp>
#include <boost_broker/schema/loaded_schema.hpp>
#include <boost_broker/schema/proto.hpp>
#include <boost_broker/schema/structural_hash.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace {

namespace bb = boost_broker;
namespace bs = boost_broker::schema;

constexpr auto ours = bs::describe<codec_test::get_device, codec_test::tree>();

void written(bs::description const& types)
{
    fuzz::require(!bs::to_cddl(types, "peer").empty(), "it is written as CDDL");
    fuzz::require(!bs::to_json_schema(types, "peer").empty(), "as a JSON Schema");
    fuzz::require(!bs::to_proto(types, "peer").empty(), "for Protobuf");
    fuzz::require(!bs::to_dot(types, "peer").empty(), "as a graph");
    fuzz::require(!bs::to_api_list(types, "peer").empty(), "as a list");
    fuzz::require(!bs::to_api_schema(types, "peer").empty(), "as a discovery document");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto document =
        bb::cbor::decode<bs::schema_document>(std::as_bytes(std::span(data, size)), fuzz::limits);
    if (!document)
        return 0;
    auto const loaded = bs::loaded_schema::load(*std::move(document));
    if (!loaded) {
        fuzz::require(loaded.error() == bb::errc::malformed, "what is no schema is malformed");
        return 0;
    }
    auto const& types = loaded->description();
    auto const hash = bs::structural_hash(types);
    written(types);
    fuzz::require(bs::compare(types, types).identical(), "a schema is identical with itself");
    auto const upgrade = bs::compare(types, ours);
    fuzz::require(hash != bs::structural_hash(ours) || upgrade.identical(),
        "schemas of the same hash are identical");
    fuzz::require(upgrade.identical() == upgrade.message().empty(), "a difference has a sentence");
    (void)bs::compare(ours, types);

    auto const again = bs::loaded_schema::load(bs::to_document(types));
    fuzz::require(again.has_value(), "what was loaded can be sent on");
    fuzz::require(bs::structural_hash(again->description()) == hash, "and is the same");
    return 0;
}
