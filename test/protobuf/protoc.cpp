// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// The other side: protoc reads what the codec writes, and the codec what protoc writes, with the
// .proto file that the schema is written as.

#include "wire.hpp"
#include <boost_broker/schema/describe.hpp>
#include <boost_broker/schema/proto.hpp>

#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace protoc_test {

using namespace protobuf_test;

// A folder of its own for each test, gone with it.
class peer
{
public:
    explicit peer(std::string_view proto)
        : folder_(std::filesystem::temp_directory_path() /
              ("boost_broker_protoc_" + std::to_string(::getpid())))
    {
        std::filesystem::create_directories(folder_);
        write("contract.proto", proto);
    }
    peer(peer const&) = delete;
    peer& operator=(peer const&) = delete;
    ~peer() { std::filesystem::remove_all(folder_); }

    std::string decode(std::string_view message, std::string_view data) const
    {
        return run("--decode", message, data);
    }
    // The entries of maps are written in the order of their keys.
    std::string encode(std::string_view message, std::string_view text) const
    {
        return run("--deterministic_output --encode", message, text);
    }

private:
    void write(std::string const& name, std::string_view text) const
    {
        std::ofstream(folder_ / name, std::ios::binary) << text;
    }
    std::string read(std::string const& name) const
    {
        std::ostringstream text;
        text << std::ifstream(folder_ / name, std::ios::binary).rdbuf();
        return text.str();
    }
    std::string run(std::string_view how, std::string_view message, std::string_view input) const
    {
        write("in", input);
        auto const in_folder = [&](std::string const& name) { return (folder_ / name).string(); };
        std::ostringstream command;
        command << "protoc --proto_path=" << folder_.string() << ' ' << how << '=' << message << ' '
                << in_folder("contract.proto") << " <" << in_folder("in") << " >"
                << in_folder("out") << " 2>" << in_folder("errors");
        auto const status = std::system(command.str().c_str()); // NOLINT: the program is protoc
        BOOST_REQUIRE_MESSAGE(status == 0, command.str() << ": " << read("errors"));
        return read("out");
    }

    std::filesystem::path folder_;
};

template<class... T>
std::string proto_of(std::type_identity<std::tuple<T...>>)
{
    return bs::to_proto(bs::describe<T...>(), {});
}

peer const& others()
{
    static peer const p(proto_of(std::type_identity<messages>()));
    return p;
}

// protoc writes maps in the order of their keys. An unordered map has none, and a char may be
// negative.
template<class T>
void order(T& value)
{
    if constexpr (std::is_same_v<T, codec_test::maps>) {
        while (value.lists_by_text.size() > 1)
            value.lists_by_text.erase(value.lists_by_text.begin());
        while (value.by_letter.size() > 1)
            value.by_letter.erase(value.by_letter.begin());
    } else if constexpr (std::is_same_v<T, everything>) {
        protoc_test::order(value.e);
    }
}

} // namespace protoc_test

BOOST_AUTO_TEST_SUITE(protoc)

using namespace protoc_test;

BOOST_AUTO_TEST_CASE_TEMPLATE(the_bytes_are_the_same_both_ways, T, messages)
{
    random_source random(31);
    for (int i = 0; i != 12; ++i) {
        auto value = i == 0 ? bs::initial<T>() : random.value<T>();
        order(value);
        auto const data = encoded(protobuf::codec(), value);
        auto const text = others().decode(bs::name_of<T>, bb::as_text(data));
        auto const back = others().encode(bs::name_of<T>, text);
        BOOST_TEST((back == bb::as_text(data)), bs::name_of<T> << ": " << text);
        is_read(bb::bytes(bb::as_bytes(back).begin(), bb::as_bytes(back).end()), value);
    }
}

// That both understand the same by them.
BOOST_AUTO_TEST_CASE(values_are_the_same)
{
    auto const text = [](auto const& value) {
        return others().decode(bs::name_of<std::remove_cvref_t<decltype(value)>>,
            bb::as_text(encoded(protobuf::codec(), value)));
    };
    BOOST_TEST(text(scalars{true, 'a', -8, -16, -32, -64, 8, 16, 32, 64, 0.5f, 0.25}) ==
        "flag: true\nletter: 97\ni8: -8\ni16: -16\ni32: -32\ni64: -64\nu8: 8\nu16: 16\nu32: 32\n"
        "u64: 64\nf32: 0.5\nf64: 0.25\n");
    BOOST_TEST(text(blocks{"a\"b", bb::bytes(2)}) == "text: \"a\\\"b\"\ndata: \"\\000\\000\"\n");
    BOOST_TEST(text(named{level::high, huge::all, {7}, label("x"), session_id{9}, {}}) ==
        "how: LEVEL_HIGH\nhow_much: 18446744073709551615\nid: 7\ntag: \"x\"\nsession: 9\npulse "
        "{\n}\n");
    BOOST_TEST(text(choices{.one = point{1, 2}}) ==
        "one {\n  point {\n    x: 1\n    y: 2\n  }\n}\nstrong {\n  device_id: 0\n}\n");
    BOOST_TEST(
        text(maps{.by_enum = {{level::low, 0.5}}}) == "by_enum {\n  key: -1\n  value: 0.5\n}\n");
    BOOST_TEST(text(get_device{5, true, 0, {}}) == "tries: 0\nfresh: true\nid: 5\n");
    BOOST_TEST(text(times{.s = std::chrono::seconds(-3),
                   .exact = std::chrono::duration<double>(0.5)}) == "s: -3\nexact: 0.5\n");

    auto const value = protobuf::codec().decode<maybes>(bb::as_bytes(others().encode("maybes",
        "flag: false number: -5 where { y: 3 } numbers { items: [1, 2] } how: LEVEL_LOW pulse { "
        "}")));
    BOOST_REQUIRE(value);
    BOOST_TEST((*value ==
        maybes{.flag = false,
            .number = -5,
            .where = point{0, 3},
            .numbers = std::vector<std::int32_t>{1, 2},
            .how = level::low,
            .pulse = nothing_in_it()}));
}

// What is no message, and lists that other programs have not packed.
BOOST_AUTO_TEST_CASE(other_declarations)
{
    peer const p(
        "syntax = \"proto3\";\n"
        "message Number { int32 value = 1; }\n"
        "message Loose { repeated int32 items = 1 [packed = false]; }\n"
        "message More { int32 x = 1; int32 y = 2; repeated string z = 3; fixed64 w = 4; }\n");
    BOOST_TEST(p.decode("Number", bb::as_text(encoded(protobuf::codec(), std::int32_t{-7}))) ==
        "value: -7\n");
    auto const loose = p.encode("Loose", "items: [1, -2, 3]");
    auto const list = protobuf::codec().decode<std::vector<std::int32_t>>(bb::as_bytes(loose));
    BOOST_REQUIRE(list);
    BOOST_TEST((*list == std::vector<std::int32_t>{1, -2, 3}));
    auto const more = p.encode("More", "x: 1 z: \"a\" w: 5 y: 2 z: \"b\"");
    auto const known = protobuf::codec().decode<point>(bb::as_bytes(more));
    BOOST_REQUIRE(known);
    BOOST_TEST((*known == point{1, 2}));
}

BOOST_AUTO_TEST_SUITE_END()
