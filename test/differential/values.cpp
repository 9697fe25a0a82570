// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Writes random messages for another implementation, and checks that what it made of them has the
// same values.
//
//     values names                                  the messages there are
//     values proto                                  the .proto file that they have
//     values write FORMAT MESSAGE COUNT             frames on standard output
//     values check FORMAT MESSAGE COUNT             frames on standard input
//
// A format is that of a codec with its options; what is `deterministic` has to be the same bytes.

#include "../codec/messages.hpp"
#include "../codec/random_value.hpp"
#include "frames.hpp"
#include <boost_broker/cbor/codec.hpp>
#include <boost_broker/json/codec.hpp>
#include <boost_broker/protobuf/codec.hpp>
#include <boost_broker/schema/describe.hpp>
#include <boost_broker/schema/proto.hpp>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace {

namespace bb = boost_broker;
namespace bs = boost_broker::schema;
using codec_test::messages;

// The same value each time, whatever was made before it.
template<class T>
T value(std::uint64_t i)
{
    return codec_test::random_source(i * 1'000'003).value<T>();
}

template<class T, class Codec>
bool write(Codec const& codec, std::uint64_t count)
{
    for (std::uint64_t i = 0; i != count; ++i) {
        auto const data = bb::encode_to_bytes(codec, value<T>(i));
        if (!data) {
            std::cerr << "value " << i << ": " << data.error().message() << '\n';
            return false;
        }
        differential::write_frame(std::cout, bb::as_text(*data));
    }
    return static_cast<bool>(std::cout.flush());
}

template<class T, class Codec>
bool check(Codec const& codec, std::uint64_t count, bool same_bytes)
{
    std::string data;
    for (std::uint64_t i = 0; i != count; ++i) {
        if (!differential::read_frame(std::cin, data)) {
            std::cerr << "value " << i << " has not come\n";
            return false;
        }
        auto const read = codec.template decode<T>(bb::as_bytes(data));
        if (!read) {
            std::cerr << "value " << i << ": " << read.error().message() << '\n';
            return false;
        }
        auto const expected = value<T>(i);
        if (!(*read == expected)) {
            std::cerr << "value " << i << " is another one\n";
            return false;
        }
        if (same_bytes && bb::as_text(*bb::encode_to_bytes(codec, expected)) != data) {
            std::cerr << "value " << i << " has other bytes\n";
            return false;
        }
    }
    return true;
}

struct work {
    bool writes;
    std::string_view format;
    std::uint64_t count;
};

template<class T, class Codec>
bool with(Codec const& codec, work const& w, bool same_bytes = false)
{
    return w.writes ? write<T>(codec, w.count) : check<T>(codec, w.count, same_bytes);
}

template<class T>
bool run(work const& w)
{
    if (w.format == "cbor")
        return with<T>(bb::cbor::codec(), w);
    if (w.format == "cbor_deterministic")
        return with<T>(bb::cbor::codec{.deterministic = true}, w, true);
    if (w.format == "json")
        return with<T>(bb::json::codec(), w);
    if (w.format == "protobuf")
        return with<T>(bb::protobuf::codec(), w);
    std::cerr << "there is no format " << w.format << '\n';
    return false;
}

template<class... T>
bool run_named(std::string_view name, work const& w, std::type_identity<std::tuple<T...>>)
{
    return ((name == bs::name_of<T> && run<T>(w)) || ...);
}

template<class... T>
void names(std::type_identity<std::tuple<T...>>)
{
    ((std::cout << bs::name_of<T> << '\n'), ...);
}

// With a message for many of each, because protoc takes one for each call.
template<class... T>
void proto(std::type_identity<std::tuple<T...>>)
{
    std::cout << bs::to_proto(bs::describe<T...>(), {});
    ((std::cout << "message many_" << bs::name_of<T> << " { repeated "
                << bs::name_of<T> << " value = 1; }\n"),
        ...);
}

} // namespace

int main(int argc, char** argv)
{
    std::ios::sync_with_stdio(false);
    constexpr std::type_identity<messages> all;
    std::string_view const what = argc > 1 ? argv[1] : "";
    if (argc == 2 && what == "names")
        names(all);
    else if (argc == 2 && what == "proto")
        proto(all);
    else if (argc == 5 && (what == "write" || what == "check"))
        return run_named(
                   argv[3], {what == "write", argv[2], std::strtoull(argv[4], nullptr, 10)}, all)
            ? 0
            : 1;
    else
        return 2;
    return 0;
}
