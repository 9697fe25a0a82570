// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_CBOR_MESSAGES_HPP
#define BOOST_BROKER_TEST_CBOR_MESSAGES_HPP

// Messages as they are in the documents that the tests follow.

#include <boost_broker/schema/bytes.hpp>
#include <boost_broker/schema/notes.hpp>

#include <boost/describe/enum.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cbor_test {

enum class priority { low, normal, high };
BOOST_DESCRIBE_ENUM(priority, low, normal, high)

struct add {
    std::int32_t a = 0;
    std::int32_t b = 0;
};
struct sum {
    std::int32_t sum = 0;
};
struct nothing {};

// the envelope of a response
template<class T>
struct response {
    std::optional<T> ok = {};
    std::optional<std::string> err = {};
    static constexpr auto broker_schema = boost_broker::schema::notes().named("response");
};
struct maybe {
    std::optional<std::int32_t> v = {};
};

struct tag {
    std::string key = {};
    std::string value = {};
};
struct device {
    std::int64_t id = 0;
    std::string name = {};
    double temperature = 0;
    bool online = false;
    std::vector<tag> tags = {};
    std::map<std::string, std::int32_t> counters = {};
    std::optional<priority> urgency = {};
};

} // namespace cbor_test

BOOST_HANA_ADAPT_STRUCT(cbor_test::add, a, b);
BOOST_HANA_ADAPT_STRUCT(cbor_test::sum, sum);
BOOST_HANA_ADAPT_STRUCT(cbor_test::response<cbor_test::sum>, ok, err);
BOOST_HANA_ADAPT_STRUCT(cbor_test::response<std::int32_t>, ok, err);
BOOST_HANA_ADAPT_STRUCT(cbor_test::response<std::uint32_t>, ok, err);
BOOST_HANA_ADAPT_STRUCT(cbor_test::response<cbor_test::nothing>, ok, err);
BOOST_HANA_ADAPT_STRUCT(cbor_test::maybe, v);
BOOST_HANA_ADAPT_STRUCT(cbor_test::tag, key, value);
BOOST_HANA_ADAPT_STRUCT(cbor_test::device, id, name, temperature, online, tags, counters, urgency);

#endif
