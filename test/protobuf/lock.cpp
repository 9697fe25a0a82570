// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "../codec/messages.hpp"
#include <boost_broker/protobuf/lock.hpp>
#include <boost_broker/schema/describe.hpp>

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>

namespace lock_test {

using namespace codec_test;
namespace protobuf = bb::protobuf;

constexpr auto contract = bs::describe<get_device, everything, made_of_labels>();

// versions of one message
namespace first {
struct message_a {
    std::int32_t id = 0;
    std::string name = {};
    std::optional<bool> old = {};
};
BOOST_DESCRIBE_STRUCT(message_a, (), (id, name, old))
} // namespace first
namespace appended {
struct message_a {
    std::int32_t id = 0;
    std::string name = {};
    std::optional<bool> old = {};
    std::optional<std::vector<point>> more = {};
};
BOOST_DESCRIBE_STRUCT(message_a, (), (id, name, old, more))
} // namespace appended
namespace removed {
struct message_a {
    std::int32_t id = 0;
    std::string name = {};
};
BOOST_DESCRIBE_STRUCT(message_a, (), (id, name))
} // namespace removed
namespace inserted {
struct message_a {
    std::int32_t id = 0;
    std::optional<bool> fresh = {};
    std::string name = {};
};
BOOST_DESCRIBE_STRUCT(message_a, (), (id, fresh, name))
} // namespace inserted
namespace renamed {
struct message_a {
    std::int32_t id = 0;
    std::string title = {};
};
BOOST_DESCRIBE_STRUCT(message_a, (), (id, title))
} // namespace renamed
namespace retyped {
struct message_a {
    std::int32_t id = 0;
    bb::bytes name = {};
};
BOOST_DESCRIBE_STRUCT(message_a, (), (id, name))
} // namespace retyped
namespace reused {
struct message_a {
    std::int32_t id = 0;
    std::string name = {};
    std::optional<std::int32_t> size = {};
};
BOOST_DESCRIBE_STRUCT(message_a, (), (id, name, size))
} // namespace reused
namespace numbered {
struct message_a {
    std::int32_t id = 0;
    std::string name = {};
    std::optional<std::int32_t> size = {};
    static constexpr bs::notes broker_schema{"", {{.name = "size", .number = 4}}};
};
BOOST_DESCRIBE_STRUCT(message_a, (), (id, name, size))
} // namespace numbered
namespace variants {
struct message_a {
    std::variant<std::int32_t, std::string> either = {};
    std::tuple<bool, std::int32_t> both = {};
};
BOOST_DESCRIBE_STRUCT(message_a, (), (either, both))
} // namespace variants

template<class Message>
std::string updated(std::string_view lock)
{
    auto const text = protobuf::update_lock(bs::describe<Message>(), lock);
    return text ? *text : text.error().message();
}

template<class Message>
std::string checked(std::string_view lock)
{
    auto const done = protobuf::check_lock(bs::describe<Message>(), lock);
    return done ? "" : done.error().message();
}

} // namespace lock_test

BOOST_AUTO_TEST_SUITE(lock)

using namespace lock_test;

// This is how a program uses it. After a change that is meant:
// BOOST_BROKER_WRITE_GOLDEN=1 broker_protobuf --run_test=lock
BOOST_AUTO_TEST_CASE(the_messages_of_the_tests_keep_their_numbers)
{
    auto const path = std::filesystem::path(__FILE__).parent_path() / "messages.lock";
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    if (std::getenv("BOOST_BROKER_WRITE_GOLDEN") != nullptr) {
        auto const lock = protobuf::update_lock(contract, text.str());
        BOOST_REQUIRE_MESSAGE(lock, lock.error().message());
        std::ofstream(path, std::ios::binary) << *lock;
        text.str(*lock);
    }
    auto const checked = protobuf::check_lock(contract, text.str());
    BOOST_TEST(checked.has_value(), checked.error().message());
}

BOOST_AUTO_TEST_CASE(what_may_change)
{
    auto const lock = updated<first::message_a>("");
    BOOST_TEST(lock == R"(# The numbers of fields in Protobuf. They must not change; see
# boost_broker::protobuf::update_lock, which writes this file.

message message_a
  1 id: int32
  2 name: string
  3 old: optional bool
)");
    BOOST_TEST(checked<first::message_a>(lock) == "");
    BOOST_TEST(updated<first::message_a>(lock) == lock);
    // new fields
    BOOST_TEST(checked<appended::message_a>(lock) ==
        "field numbers: the lock is out of date: where it says 'message message_a', it should say "
        "'message ListOfPoint'; write what update_lock returns into it");
    auto const longer = updated<appended::message_a>(lock);
    BOOST_TEST(longer.find("  4 more: ListOfPoint\n\nmessage point\n") != std::string::npos);
    BOOST_TEST(
        longer.find("message ListOfPoint\n  1 items: repeated point\n") != std::string::npos);
    BOOST_TEST(checked<appended::message_a>(longer) == "");
    // fields that are gone; their numbers are not given again
    BOOST_TEST(checked<removed::message_a>(lock) ==
        "field numbers: the lock is out of date: where it says '3 old: optional bool', it should "
        "say "
        "'gone 3 old: optional bool'; write what update_lock returns into it");
    auto const shorter = updated<removed::message_a>(lock);
    BOOST_TEST(shorter.find("\n  gone 3 old: optional bool\n") != std::string::npos);
    BOOST_TEST(updated<removed::message_a>(shorter) == shorter);
    BOOST_TEST(updated<reused::message_a>(shorter) ==
        "field numbers: message_a.size has the number 3, which belonged to old; give it another "
        "one "
        "with the note .number");
    auto const again = updated<numbered::message_a>(shorter);
    BOOST_TEST(
        again.find("  gone 3 old: optional bool\n  4 size: optional int32\n") != std::string::npos);
    // messages that are gone keep theirs
    BOOST_TEST(updated<point>(lock).find("  3 old: optional bool\n") != std::string::npos);
    BOOST_TEST(checked<point>(updated<point>(lock)) == "");
}

BOOST_AUTO_TEST_CASE(what_may_not_change)
{
    auto const lock = updated<first::message_a>("");
    BOOST_TEST(checked<inserted::message_a>(lock) ==
        "field numbers: the number 2 belongs to message_a.name and not to fresh; give the field "
        "another number with the note .number, or rename it in the lock");
    BOOST_TEST(checked<renamed::message_a>(lock) ==
        "field numbers: the number 2 belongs to message_a.name and not to title; give the field "
        "another number with the note .number, or rename it in the lock");
    BOOST_TEST(checked<retyped::message_a>(lock) ==
        "field numbers: message_a.name was 'string' and is 'bytes' now; give the field another "
        "name "
        "and another number");
    // it is the number that counts
    auto moved = lock;
    moved.replace(moved.find("2 name"), 1, "7");
    BOOST_TEST(checked<removed::message_a>(moved) ==
        "field numbers: message_a.name had the number 7 and has 2 now; give it the note .number = "
        "7");
    // the places in tuples and variants are numbers, too
    auto const places = updated<variants::message_a>("");
    BOOST_TEST(places.find("\n  1 int32: int32\n  2 text: string\n") != std::string::npos);
    BOOST_TEST(places.find("\n  1 item_1: bool\n  2 item_2: int32\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(locks_that_cannot_be_read)
{
    auto const form = [](int line) {
        return "field numbers: line " + std::to_string(line) +
            " of the lock is not of the form '14 id: int64'; take the file from version control";
    };
    BOOST_TEST(checked<point>("1 x: int32\n") == form(1));
    BOOST_TEST(checked<point>("message point\nx: int32\n") == form(2));
    BOOST_TEST(checked<point>("message point\n0 x: int32\n") == form(2));
    BOOST_TEST(checked<point>("message point\n1x: int32\n") == form(2));
    BOOST_TEST(checked<point>("message point\n\n# text\n1 x int32") == form(4));
    BOOST_TEST(checked<point>("message point\n99999999999 x: int32") == form(2));
    BOOST_TEST(checked<point>("<<<<<<< HEAD\n") == form(1));
    BOOST_TEST(checked<point>("message point\n1 x: int32\n1 y: int32\n")
                   .find("line 3 of the lock has a number") != std::string::npos);
    // lines end as they may
    BOOST_TEST(
        checked<point>("message point\r\n1 x: int32\r\n2 y: int32\r\n").find("out of date") !=
        std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
