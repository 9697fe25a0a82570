// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// CBOR without a struct: as an item, in diagnostic notation, and from that.

#include "target.hpp"
#include <boost_broker/cbor/diagnostic.hpp>
#include <boost_broker/cbor/item.hpp>

#include <algorithm>
#include <string>

namespace {

namespace bb = boost_broker;
namespace cbor = boost_broker::cbor;

constexpr cbor::diagnostic_options indicated{.encoding_indicators = true};

// The notation of an item is read as the same item. It has no form for the payload of a NaN.
void notation_of(cbor::item const& item)
{
    auto const text = cbor::to_diagnostic(item, indicated);
    fuzz::require(!text.empty(), "each item has a notation");
    if (text.find("NaN") != text.npos)
        return;
    auto const parsed = cbor::parse_diagnostic(text);
    fuzz::require(parsed.has_value() && *parsed == item, "the notation is read as the same item");
    fuzz::require(parsed->to_bytes() == item.to_bytes(), "encoded in the same way");
}

void item_of(std::span<std::byte const> data)
{
    bb::codec_error why;
    auto const item = cbor::item::decode(data, fuzz::limits, &why);
    fuzz::require(item.has_value() == !why, "a failure has an error, and nothing else has");
    fuzz::require(item.has_value() || why.offset() <= data.size(), "the offset is within the item");
    auto const text = cbor::to_diagnostic(data, {}, fuzz::limits);
    if (!item) {
        fuzz::require(!text || why.code() == bb::errc::duplicate_key ||
                why.code() == bb::errc::limit_exceeded,
            "both readers refuse the same");
        return;
    }
    fuzz::require(text.has_value(), "both readers take the same");
    auto const bytes = item->to_bytes();
    fuzz::require(std::equal(bytes.begin(), bytes.end(), data.begin(), data.end()),
        "it is written as it came");
    auto const least = item->to_bytes(true);
    auto const again = cbor::item::decode(least);
    fuzz::require(least.size() <= bytes.size() && again && again->to_bytes(true) == least,
        "the one form is stable");
    notation_of(*item);
}

// Cut anywhere, the same is written.
void in_parts(std::span<std::byte const> data, std::size_t size)
{
    auto const whole = cbor::to_diagnostic(data, indicated, fuzz::limits);
    cbor::diagnostic_writer writer(indicated, fuzz::limits);
    std::string text;
    bool ok = true;
    for (auto rest = data; ok && !rest.empty();) {
        auto const part = rest.first(std::min(size, rest.size()));
        rest = rest.subspan(part.size());
        ok = writer.write(part, text);
    }
    ok = ok && writer.finish(text);
    fuzz::require(ok == whole.has_value() && (!ok || text == *whole), "parts make no difference");
}

} // namespace

// The first byte says how long the parts are, or that the input is notation.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size == 0)
        return 0;
    auto const rest = std::as_bytes(std::span(data, size)).subspan(1);
    if (data[0] == 0) {
        if (auto const item = cbor::parse_diagnostic(bb::as_text(rest), fuzz::limits))
            notation_of(*item);
    } else {
        item_of(rest);
        in_parts(rest, data[0]);
    }
    return 0;
}
