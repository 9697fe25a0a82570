// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_CODEC_LAWS_HPP
#define BOOST_BROKER_TEST_CODEC_LAWS_HPP

// What holds for every codec, as templates. A codec's own tests call `obeys_the_laws<T>` for each
// of `codec_test::messages`, and the functions about versions once:
//
//     BOOST_AUTO_TEST_CASE_TEMPLATE(laws, T, codec_test::messages)
//     {
//         codec_test::obeys_the_laws<T>(cbor::codec());
//     }

#include "messages.hpp"
#include "random_value.hpp"
#include <boost_broker/schema/codec.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

namespace codec_test {

// A copy on the heap, of exactly this size, so that the sanitizer sees a read beyond it.
class exact_copy
{
public:
    explicit exact_copy(std::span<std::byte const> data)
        : size_(data.size())
        , data_(std::make_unique<std::byte[]>(data.size()))
    {
        std::copy(data.begin(), data.end(), data_.get());
    }
    std::span<std::byte> span() const { return {data_.get(), size_}; }

private:
    std::size_t size_;
    std::unique_ptr<std::byte[]> data_;
};

template<class Codec, class T>
bb::bytes encoded(Codec const& codec, T const& value)
{
    auto data = bb::encode_to_bytes(codec, value);
    BOOST_REQUIRE_MESSAGE(data, codec.name() << ": " << data.error().message());
    return *std::move(data);
}

// What is decoded is what was encoded, and takes as many bytes again; an unordered map may be in
// another order.
template<class Codec, class T>
void law_round_trip(Codec const& codec, T const& value)
{
    auto const data = encoded(codec, value);
    auto const decoded = codec.template decode<T>(exact_copy(data).span());
    BOOST_REQUIRE_MESSAGE(decoded, codec.name() << ": " << decoded.error().message());
    BOOST_TEST((*decoded == value));
    BOOST_TEST(codec.encoded_size(*decoded) == data.size());
    BOOST_TEST((encoded(codec, value) == data));
}

// `encoded_size` is the number of bytes that `encode` writes, and a smaller buffer is refused.
template<class Codec, class T>
void law_size(Codec const& codec, T const& value)
{
    auto const size = codec.encoded_size(value);
    bb::bytes const fill(size + 16, std::byte{0x5A});
    auto buffer = fill;
    auto const written = codec.encode(value, buffer);
    BOOST_REQUIRE(written);
    BOOST_TEST(*written == size);
    BOOST_TEST(
        std::equal(buffer.begin() + static_cast<std::ptrdiff_t>(size), buffer.end(), fill.begin()));
    for (auto const less : {std::size_t{0}, size / 2, size - std::min<std::size_t>(size, 1)}) {
        if (less == size)
            continue;
        exact_copy const small{std::span(fill).first(less)};
        bb::codec_error why;
        auto const refused = codec.encode(value, small.span(), &why);
        BOOST_REQUIRE(!refused);
        BOOST_TEST((refused.error() == bb::errc::buffer_too_small));
        BOOST_TEST((why.code() == bb::errc::buffer_too_small));
    }
}

// A beginning of a message is never a reason to read beyond it, or to change the target.
template<class Codec, class T>
void law_truncation(Codec const& codec, T const& value, bool refuses_all)
{
    auto const data = encoded(codec, value);
    auto const step = std::max<std::size_t>(data.size() / 64, 1);
    for (std::size_t size = 0; size < data.size(); size += step) {
        exact_copy const part{std::span(data).first(size)};
        bb::codec_error why;
        auto const decoded = codec.template decode<T>(part.span(), {}, &why);
        BOOST_TEST((!refuses_all || !decoded));
        if (decoded)
            continue;
        BOOST_TEST((decoded.error() == why.code()));
        BOOST_TEST((decoded.error() == bb::condition::bad_message));
        BOOST_TEST(why.offset() <= size);
        BOOST_TEST(!why.reason().empty());
        auto target = bs::initial<T>();
        BOOST_TEST(!bb::decode_to(codec, part.span(), target));
        BOOST_TEST((target == bs::initial<T>()));
    }
}

// A byte too many is refused. No format has use for a zero.
template<class Codec, class T>
void law_trailing(Codec const& codec, T const& value)
{
    auto data = encoded(codec, value);
    data.push_back({});
    BOOST_TEST(!codec.template decode<T>(exact_copy(data).span()));
}

// Damage gives a failure or a value; the sanitizers see whether it gives anything else.
template<class Codec, class T>
void law_damage(Codec const& codec, T const& value, random_source& random)
{
    auto const data = encoded(codec, value);
    for (int i = 0; i != 20 && !data.empty(); ++i) {
        exact_copy const damaged(data);
        for (auto n = random.below(3) + 1; n != 0; --n)
            damaged.span()[random.below(data.size())] = static_cast<std::byte>(random.next());
        auto const decoded = codec.template decode<T>(damaged.span());
        if (decoded) // and what was taken can be written, apart from what only memory can hold
            (void)codec.encoded_size(*decoded);
    }
}

template<class Codec, class T>
void law_limits(Codec const& codec, T const& value)
{
    auto const data = encoded(codec, value);
    if (data.empty())
        return;
    auto const refused = codec.template decode<T>(data, {.max_bytes = data.size() - 1});
    BOOST_REQUIRE(!refused);
    BOOST_TEST((refused.error() == bb::errc::limit_exceeded));
    BOOST_TEST(codec.template decode<T>(data, {.max_bytes = data.size()}).has_value());
}

// All of the laws, for many values of a message.
// refuses_all_truncation: every message of the format says where it ends, which Protobuf's do not.
template<class T, class Codec>
void obeys_the_laws(
    Codec const& codec, bool refuses_all_truncation = true, std::uint64_t seed = 1, int count = 100)
{
    static_assert(bb::codec_for<Codec, T>);
    random_source random(seed);
    for (int i = 0; i != count; ++i) {
        auto const value = i == 0 ? bs::initial<T>() : random.value<T>();
        BOOST_TEST_CONTEXT(codec.name() << ", value " << i << " of seed " << seed)
        {
            law_round_trip(codec, value);
            if (i < count / 4) {
                law_size(codec, value);
                law_truncation(codec, value, refuses_all_truncation);
                law_trailing(codec, value);
                law_damage(codec, value, random);
                law_limits(codec, value);
            }
        }
    }
}

// Fields that are not known are skipped, whatever is in them; optional ones may be missing,
// required ones may not.
template<class Codec>
void versions_understand_each_other(Codec const& codec, bool has_required_fields = true)
{
    version_1 const first{7, "seven"};
    auto const as_second = codec.template decode<version_2>(encoded(codec, first));
    BOOST_REQUIRE(as_second);
    BOOST_TEST((*as_second == version_2{7, "seven", {}}));

    random_source random(7);
    for (int i = 0; i != 100; ++i) {
        auto const second = random.value<version_2>();
        auto const as_first = codec.template decode<version_1>(encoded(codec, second));
        BOOST_REQUIRE_MESSAGE(as_first, as_first.error().message());
        BOOST_TEST((*as_first == version_1{second.id, second.name}));
    }

    if (!has_required_fields)
        return;
    bb::codec_error why;
    auto const refused = codec.template decode<version_3>(encoded(codec, first), {}, &why);
    BOOST_REQUIRE(!refused);
    BOOST_TEST((refused.error() == bb::errc::missing_field));
    BOOST_TEST(why.path() == "needed");

    // get_device::fresh and tries may be absent, and keep their initialisers
    auto const device = codec.template decode<get_device>(encoded(codec, only_id{12}));
    BOOST_REQUIRE(device);
    BOOST_TEST((*device == get_device{12, false, 3, {}}));
}

// A message that is nested deeper than allowed is refused, and one that is not is taken.
template<class Codec>
void nesting_is_limited(Codec const& codec)
{
    tree deep;
    for (int i = 0; i != 200; ++i) {
        tree outer;
        outer.children.push_back(std::move(deep));
        deep = std::move(outer);
    }
    auto const data = encoded(codec, deep);
    bb::codec_error why;
    auto const refused = codec.template decode<tree>(data, {}, &why);
    BOOST_REQUIRE(!refused);
    BOOST_TEST((refused.error() == bb::errc::limit_exceeded));
    BOOST_TEST(why.path().starts_with("children[0].children[0]"));
    BOOST_TEST(codec.template decode<tree>(data, {.max_depth = 1000}).has_value());
}

// Elements and memory are counted over the whole message.
template<class Codec>
void budgets_are_limited(Codec const& codec)
{
    lists many;
    many.numbers.assign(500, 1);
    many.texts.assign(500, "x");
    auto const items = encoded(codec, many);
    auto const too_many = codec.template decode<lists>(items, {.max_items = 900});
    BOOST_REQUIRE(!too_many);
    BOOST_TEST((too_many.error() == bb::errc::limit_exceeded));
    BOOST_TEST(codec.template decode<lists>(items, {.max_items = 1100}).has_value());

    blocks const large{std::string(5000, 'x'), bb::bytes(5000)};
    auto const memory = encoded(codec, large);
    auto const too_large = codec.template decode<blocks>(memory, {.max_memory = 9000});
    BOOST_REQUIRE(!too_large);
    BOOST_TEST((too_large.error() == bb::errc::limit_exceeded));
    BOOST_TEST(codec.template decode<blocks>(memory, {.max_memory = 11000}).has_value());
}

// What no codec writes: it would not be read again.
template<class Codec>
void refuses_to_write_what_is_not_read(Codec const& codec)
{
    bb::bytes buffer(1000);
    bb::codec_error why;
    blocks const bad_text{"a\xFFz", {}};
    auto const text = codec.encode(bad_text, buffer, &why);
    BOOST_REQUIRE(!text);
    BOOST_TEST((text.error() == bb::errc::invalid_utf8));
    BOOST_TEST(why.path() == "text");
    named hole;
    hole.how = static_cast<level>(1);
    auto const number = codec.encode(hole, buffer, &why);
    BOOST_REQUIRE(!number);
    BOOST_TEST((number.error() == bb::errc::unknown_enumerator));
    BOOST_TEST(why.path() == "how");
}

} // namespace codec_test

#endif
