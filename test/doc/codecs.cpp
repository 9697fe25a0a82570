// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// the snippets of the chapter "Codecs and the schema"

#include "../codec/plain.hpp"
#include <boost_broker/cbor/codec.hpp>
#include <boost_broker/cbor/diagnostic.hpp>
#include <boost_broker/cbor/item.hpp>
#include <boost_broker/json/codec.hpp>
#include <boost_broker/protobuf/codec.hpp>
#include <boost_broker/protobuf/lock.hpp>
#include <boost_broker/schema/cddl.hpp>
#include <boost_broker/schema/codec.hpp>
#include <boost_broker/schema/compare.hpp>
#include <boost_broker/schema/describe.hpp>
#include <boost_broker/schema/document.hpp>
#include <boost_broker/schema/loaded_schema.hpp>
#include <boost_broker/schema/proto.hpp>
#include <boost_broker/schema/structural_hash.hpp>

#include <boost/describe/enum.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

//[codecs_messages
#include <boost_broker/schema/notes.hpp>
#include <boost_broker/schema/strong_typedef.hpp>

namespace bb = boost_broker;

namespace station {

enum class quality { poor = 0, fair = 1, good = 2 };
BOOST_DESCRIBE_ENUM(quality, poor, fair, good)

struct sensor_id {
    std::int64_t value = 0;
    friend auto operator<=>(sensor_id const&, sensor_id const&) = default;
};

struct reading {
    sensor_id sensor = {};
    double celsius = 0;
    quality how = quality::fair;
    std::optional<std::string> remark = {};
};

struct get_readings {
    using response = std::map<sensor_id, std::vector<reading>>;
    std::chrono::sys_time<std::chrono::seconds> since = {};
    std::int32_t at_most = 100;

    static constexpr bb::schema::notes broker_schema{"Asks for the readings of all sensors.",
        {{.name = "since", .doc = "Older readings are left out."},
            {.name = "at_most", .doc = "For each sensor.", .may_be_absent = true}}};
};

} // namespace station

template<>
struct boost_broker::schema::strong_typedef<station::sensor_id>
    : boost_broker::schema::wraps<&station::sensor_id::value> {};

BOOST_HANA_ADAPT_STRUCT(station::reading, sensor, celsius, how, remark);
BOOST_HANA_ADAPT_STRUCT(station::get_readings, since, at_most);
//]

//[codecs_schema
constexpr auto contract = bb::schema::describe<station::get_readings, station::reading>();
//]

namespace codecs_test {

//[codecs_walk
void list(std::ostream& out, bb::schema::description const& types)
{
    for (auto const& message : types.messages) {
        out << message.name << " (" << to_string(message.role) << ")\n";
        for (auto const& field : types.type(message.type).fields)
            out << "  " << field.name << ", initially " << field.initializer() << '\n';
    }
}
//]

//[codecs_send
// What is written here, any program can read that knows the format of the codec.
template<bb::codec Codec>
bb::result<bb::bytes> pack(Codec const& codec, station::reading const& reading)
{
    return bb::encode_to_bytes(codec, reading);
}

template<bb::codec Codec>
void unpack(Codec const& codec, std::span<std::byte const> data, std::ostream& log)
{
    auto const reading = codec.template decode<station::reading>(data, {.max_bytes = 1000});
    if (reading)
        log << reading->celsius << '\n';
    else
        log << reading.error().message() << '\n';
}
//]

//[codecs_lock
// What a test of the program does with the text of station.lock, a file beside the sources.
std::string what_changed(std::string_view lock)
{
    bb::result<void> const kept = bb::protobuf::check_lock(contract, lock);
    return kept ? "" : kept.error().message();
}
//]

// The station after somebody has put a field where it looks best.
namespace inserted {
struct reading {
    station::sensor_id sensor = {};
    std::optional<std::string> unit = {};
    double celsius = 0;
    station::quality how = station::quality::fair;
    std::optional<std::string> remark = {};
};
} // namespace inserted

namespace older {
struct reading {
    station::sensor_id sensor = {};
    float celsius = 0;
    station::quality how = station::quality::fair;
};
} // namespace older

} // namespace codecs_test

BOOST_HANA_ADAPT_STRUCT(codecs_test::older::reading, sensor, celsius, how);
BOOST_HANA_ADAPT_STRUCT(codecs_test::inserted::reading, sensor, unit, celsius, how, remark);

BOOST_AUTO_TEST_SUITE(codecs)

using namespace codecs_test;

BOOST_AUTO_TEST_CASE(a_schema_can_be_walked)
{
    std::ostringstream out;
    list(out, contract);
    BOOST_TEST(out.str() ==
        //[codecs_walk_output
        "get_readings (request)\n"
        "  since, initially 0\n"
        "  at_most, initially 100\n"
        "reading (event)\n"
        "  sensor, initially 0\n"
        "  celsius, initially 0\n"
        "  how, initially 1\n"
        "  remark, initially null\n"
        //]
    );
    BOOST_TEST(bb::schema::to_cddl(contract, "a station") ==
        //[codecs_cddl
        "; The messages of a station\n"
        "\n"
        "; Asks for the readings of all sensors.\n"
        "get_readings = {\n"
        "  ; Older readings are left out.\n"
        "  since: int64, ; in ticks of 1 s since 1970-01-01 00:00 UTC\n"
        "  ; For each sensor.\n"
        "  ? at_most: int32,\n"
        "}\n"
        "\n"
        "reading = {\n"
        "  sensor: sensor_id,\n"
        "  celsius: float,\n"
        "  how: quality,\n"
        "  ? remark: tstr,\n"
        "}\n"
        "\n"
        "sensor_id = int64\n"
        "\n"
        "quality = &(\n"
        "  poor: 0,\n"
        "  fair: 1,\n"
        "  good: 2,\n"
        ")\n"
        "\n"
        "; request \"get_readings\"\n"
        "GetReadingsArgs = get_readings\n"
        "GetReadingsResponse = {ok: {* tstr .regexp \"0|-?[1-9][0-9]*\" => [* reading]}} / {err: "
        "tstr}\n"
        "\n"
        "; event \"reading\"\n"
        "ReadingEvent = reading\n"
        "\n"
        "int32 = -2147483648..2147483647\n"
        "int64 = -9223372036854775808..9223372036854775807\n"
        //]
    );
}

BOOST_AUTO_TEST_CASE(a_message_is_sent)
{
    std::ostringstream log;
    auto const data = pack(plain::codec(), {{7}, 21.5}).value();
    unpack(plain::codec(), data, log);
    unpack(plain::codec(), std::span(data).first(20), log);
    BOOST_TEST(log.str() ==
        "21.5\ncannot decode reading from plain: at byte 0: the message ends too early\n");
}

BOOST_AUTO_TEST_CASE(a_message_is_sent_as_cbor)
{
    station::reading const reading{{7}, 21.5, station::quality::good, {}};
    //[codecs_cbor
    std::array<std::byte, 256> buffer;
    bb::result<std::size_t> const size = bb::cbor::encode(reading, buffer);
    bb::result<station::reading> const read =
        bb::cbor::decode<station::reading>(std::span(buffer).first(size.value()));
    //]
    BOOST_TEST(read->sensor.value == 7);
    auto const data = std::span(buffer).first(*size);
    std::ostringstream out;
    //[codecs_cbor_item
    bb::cbor::item const item = bb::cbor::item::decode(data).value();
    if (bb::cbor::item const* celsius = item.find("celsius"))
        out << celsius->as<double>().value_or(0) << '\n'; // 21.5
    out << item << '\n';                                // {"sensor": 7, "celsius": 21.5, "how": 2}
    bb::bytes const signed_bytes = item.to_bytes(true); // deterministic
    //]
    BOOST_TEST(out.str() == "21.5\n{\"sensor\": 7, \"celsius\": 21.5, \"how\": 2}\n");
    BOOST_TEST((signed_bytes ==
        bb::encode_to_bytes(bb::cbor::codec{.deterministic = true}, reading).value()));
}

BOOST_AUTO_TEST_CASE(a_message_is_sent_as_json)
{
    station::reading const reading{{7}, 21.5, station::quality::good, {}};
    //[codecs_json
    std::string const text = bb::json::to_text(reading).value();
    bb::result<station::reading> const read = bb::json::from_text<station::reading>(text);
    //]
    BOOST_TEST(text ==
        //[codecs_json_text
        R"({"sensor":7,"celsius":21.5,"how":2})"
        //]
    );
    BOOST_TEST(read->celsius == 21.5);
    std::ostringstream out;
    //[codecs_json_large
    std::map<std::string, std::uint64_t> const ids{{"door", 5}, {"roof", 9007199254740993}};
    out << bb::json::to_text(ids, {.large_integers_as_text = true}).value();
    // {"door":5,"roof":"9007199254740993"}
    //]
    BOOST_TEST(out.str() == R"({"door":5,"roof":"9007199254740993"})");
    auto const refused =
        bb::json::from_text<station::reading>(R"({"sensor":7,"celsius":"warm","how":2})");
    BOOST_TEST(refused.error().message() ==
        //[codecs_json_refused
        "cannot decode reading from JSON: at byte 22, in celsius: a number should be here"
        //]
    );
}

BOOST_AUTO_TEST_CASE(a_message_is_sent_as_protobuf)
{
    station::reading const reading{{7}, 21.5, station::quality::good, {}};
    //[codecs_protobuf
    std::array<std::byte, 256> buffer;
    bb::protobuf::codec const protobuf;
    bb::result<std::size_t> const size = protobuf.encode(reading, buffer);
    bb::result<station::reading> const read =
        protobuf.decode<station::reading>(std::span(buffer).first(size.value()));
    //]
    BOOST_TEST(*size == 13u);
    BOOST_TEST(read->celsius == 21.5);
    auto const proto = bb::schema::to_proto(bb::schema::describe<station::reading>(), "");
    BOOST_TEST(proto.find(
                   //[codecs_proto
                   "message reading {\n"
                   "  int64 sensor = 1;\n"
                   "  double celsius = 2;\n"
                   "  quality how = 3;\n"
                   "  optional string remark = 4;\n"
                   "}\n"
                   //]
                   ) != std::string::npos,
        proto);
}

BOOST_AUTO_TEST_CASE(numbers_of_fields_are_kept)
{
    auto const lock = bb::protobuf::update_lock(contract, "").value();
    BOOST_TEST(lock.find(
                   //[codecs_lock_text
                   "message reading\n"
                   "  1 sensor: int64\n"
                   "  2 celsius: double\n"
                   "  3 how: quality\n"
                   "  4 remark: optional string\n"
                   //]
                   ) != std::string::npos,
        lock);
    BOOST_TEST(what_changed(lock) == "");
    auto const refused = bb::protobuf::check_lock(bb::schema::describe<inserted::reading>(), lock);
    BOOST_TEST(refused.error().message() ==
        //[codecs_lock_refused
        "field numbers: the number 2 belongs to reading.celsius and not to unit; give the field "
        "another number with the note .number, or rename it in the lock"
        //]
    );
}

BOOST_AUTO_TEST_CASE(peers_compare_what_they_know)
{
    // as a peer of an older version sends it
    auto const from_peer = bb::schema::to_document(bb::schema::describe<older::reading>());
    std::ostringstream log;
    //[codecs_compare
    auto const peer = bb::schema::loaded_schema::load(from_peer).value();
    if (bb::schema::structural_hash(peer.description()) != bb::schema::structural_hash(contract)) {
        auto const changes = bb::schema::compare(peer.description(), contract);
        if (!changes.compatible())
            log << changes.message() << '\n';
    }
    //]
    BOOST_TEST(log.str() == "reading.celsius: the type is float64, and was float32\n");
}

//[codecs_freeze
// The contract that others rely on. Who changes it changes this line, and thinks about it.
static_assert(bb::schema::structural_hash<station::reading>() ==
    bb::schema::parse_hash("76db05f7317f63ee9e8304c078091530"));
//]

BOOST_AUTO_TEST_SUITE_END()
