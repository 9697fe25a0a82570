// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "messages.hpp"

#include "vocabulary.hpp"
#include <boost_broker/cbor/codec.hpp>
#include <boost_broker/cbor/diagnostic.hpp>
#include <boost_broker/json/codec.hpp>
#include <boost_broker/protobuf/codec.hpp>
#include <boost_broker/schema/name_of.hpp>

#include <array>
#include <utility>

namespace codec_tool {

namespace {

template<class T>
bb::result<T> read(std::span<std::byte const> data, conversion const& how, bb::codec_error& why)
{
    switch (how.from) {
    case format::json:
        return bb::json::codec().decode<T>(data, how.limits, &why);
    case format::protobuf:
        return bb::protobuf::codec().decode<T>(data, how.limits, &why);
    case format::diagnostic: {
        auto const item = bb::cbor::parse_diagnostic(bb::as_text(data), how.limits, &why);
        if (!item)
            return item.error();
        bb::codec_error of_cbor; // its offset is none of the input
        auto message = bb::cbor::codec().decode<T>(item->to_bytes(), how.limits, &of_cbor);
        if (!message)
            why = bb::codec_error(of_cbor.code(), bb::codec_error::no_offset, of_cbor.reason());
        return message;
    }
    default:
        return bb::cbor::codec{.typed_arrays = true}.decode<T>(data, how.limits, &why);
    }
}

template<class T>
bb::result<bb::bytes> write(T const& message, conversion const& how)
{
    switch (how.to) {
    case format::json:
        return bb::encode_to_bytes(bb::json::codec(), message);
    case format::protobuf:
        return bb::encode_to_bytes(bb::protobuf::codec(), message);
    case format::diagnostic: {
        auto const data = bb::encode_to_bytes(bb::cbor::codec(), message);
        if (!data)
            return data.error();
        auto const text =
            bb::cbor::to_diagnostic(*data, {.encoding_indicators = how.indicators}, how.limits);
        if (!text)
            return text.error();
        auto const letters = bb::as_bytes(*text);
        return bb::bytes(letters.begin(), letters.end());
    }
    default:
        return bb::encode_to_bytes(bb::cbor::codec(), message);
    }
}

template<class T>
bb::result<bb::bytes> convert(
    std::span<std::byte const> data, conversion const& how, bb::codec_error& why)
{
    auto const message = read<T>(data, how, why);
    if (!message)
        return message.error();
    return write(*message, how);
}

template<class T>
message_type message_of_type(std::string name = std::string(bb::schema::name_of<T>))
{
    return {std::move(name), &convert<T>};
}

} // namespace

std::span<message_type const> message_types()
{
    static std::array const all{message_of_type<station::reading>(),
        message_of_type<station::get_readings>(),
        message_of_type<station::get_readings::response>("get_readings.response"),
        message_of_type<station::picture_taken>()};
    return all;
}

message_type const* find_message(std::string_view name)
{
    for (auto const& type : message_types()) {
        if (type.name == name)
            return &type;
    }
    return nullptr;
}

} // namespace codec_tool
