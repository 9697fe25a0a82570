// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_CODEC_TOOL_VOCABULARY_HPP
#define BOOST_BROKER_EXAMPLE_CODEC_TOOL_VOCABULARY_HPP

// The messages that the tool knows by name: those of a weather station. Who wants to use it for a
// program of their own puts the messages of that program here.

#include <boost_broker/schema/bytes.hpp>
#include <boost_broker/schema/describe.hpp>
#include <boost_broker/schema/notes.hpp>
#include <boost_broker/schema/strong_typedef.hpp>

#include <boost/describe/enum.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <chrono>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bb = boost_broker;

namespace station {

enum class quality { poor = 0, fair = 1, good = 2 };
BOOST_DESCRIBE_ENUM(quality, poor, fair, good)

struct sensor_id {
    std::int64_t value = 0;
    friend auto operator<=>(sensor_id const&, sensor_id const&) = default;
};

struct position {
    double latitude = 0;
    double longitude = 0;
};

struct reading {
    sensor_id sensor = {};
    double celsius = 0;
    quality how = quality::fair;
    std::optional<std::string> remark = {};
    std::optional<position> where = {};
};

struct get_readings {
    using response = std::map<sensor_id, std::vector<reading>>;
    std::chrono::sys_time<std::chrono::seconds> since = {};
    std::int32_t at_most = 100;

    static constexpr bb::schema::notes broker_schema{"Asks for the readings of all sensors.",
        {{.name = "since", .doc = "Older readings are left out."},
            {.name = "at_most", .doc = "For each sensor.", .may_be_absent = true}}};
};

struct picture_taken {
    std::variant<sensor_id, position> taken_by = {};
    std::string type = "image/png";
    bb::bytes data = {};
};

} // namespace station

template<>
struct boost_broker::schema::strong_typedef<station::sensor_id>
    : boost_broker::schema::wraps<&station::sensor_id::value> {};

BOOST_HANA_ADAPT_STRUCT(station::position, latitude, longitude);
BOOST_HANA_ADAPT_STRUCT(station::reading, sensor, celsius, how, remark, where);
BOOST_HANA_ADAPT_STRUCT(station::get_readings, since, at_most);
BOOST_HANA_ADAPT_STRUCT(station::picture_taken, taken_by, type, data);

namespace codec_tool {

inline constexpr auto contract =
    bb::schema::describe<station::reading, station::get_readings, station::picture_taken>();

} // namespace codec_tool

#endif
