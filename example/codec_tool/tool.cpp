// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "tool.hpp"

#include "input.hpp"
#include "json_printer.hpp"
#include "messages.hpp"
#include "splitter.hpp"
#include "vocabulary.hpp"
#include <boost_broker/cbor/diagnostic.hpp>
#include <boost_broker/schema/cddl.hpp>
#include <boost_broker/schema/dot.hpp>
#include <boost_broker/schema/json_schema.hpp>
#include <boost_broker/schema/proto.hpp>

#include <algorithm>
#include <istream>
#include <limits>
#include <ostream>
#include <utility>

namespace codec_tool {

namespace {

std::string schema_text(schema_form form)
{
    switch (form) {
    case schema_form::json_schema:
        return bb::schema::to_json_schema(contract, "station");
    case schema_form::proto:
        return bb::schema::to_proto(contract, "station");
    case schema_form::dot:
        return bb::schema::to_dot(contract, "station");
    default:
        return bb::schema::to_cddl(contract, "the station");
    }
}

/// What is converted without a struct.
bb::result<bb::bytes> convert_item(
    std::span<std::byte const> data, conversion const& how, bb::codec_error& why)
{
    auto const item = bb::cbor::parse_diagnostic(bb::as_text(data), how.limits, &why);
    if (!item)
        return item.error();
    if (how.to == format::cbor)
        return item->to_bytes();
    auto const text = bb::cbor::to_diagnostic(*item, {.encoding_indicators = how.indicators});
    auto const letters = bb::as_bytes(text);
    return bb::bytes(letters.begin(), letters.end());
}

/// One run of the tool.
class conversion_run
{
public:
    conversion_run(
        options const& chosen, format from, input& in, std::ostream& out, std::ostream& errors)
        : chosen_(chosen)
        , in_(in)
        , out_(out)
        , errors_(errors)
    {
        how_.from = from;
        how_.to = chosen.target();
        how_.indicators = chosen.indicators;
        how_.limits.max_bytes = chosen.max_bytes;
        if (!chosen.message.empty())
            convert_ = find_message(chosen.message)->convert;
    }

    int run()
    {
        bool const streamed = chosen_.message.empty() && how_.from != format::diagnostic;
        bool const ok = streamed ? how_.from == format::json ? print_json() : print_cbor()
            : chosen_.sequence ? convert_each()
                                 : convert_one();
        if (!in_.error().empty())
            return fail(in_.error());
        if (!out_.flush())
            return fail("the standard output cannot be written");
        return ok ? 0 : 1;
    }

private:
    int fail(std::string_view why)
    {
        errors_ << "codec_tool: " << why << '\n';
        return 1;
    }

    void write(std::string_view text)
    {
        if (!chosen_.check)
            out_ << text;
    }

    /// Prints while the input comes in.
    bool print_cbor()
    {
        bb::decode_limits any_size;
        any_size.max_bytes = any_size.max_items = std::numeric_limits<std::size_t>::max();
        bb::cbor::diagnostic_writer writer(
            {.encoding_indicators = chosen_.indicators, .sequence = chosen_.sequence}, any_size);
        return print([&](auto part, std::string& to) { return writer.write(part, to); },
            [&](std::string& to) { return writer.finish(to); },
            [&] { return "this is no CBOR: " + writer.error().message(); });
    }

    bool print_json()
    {
        json_printer printer(bb::decode_limits().max_depth, chosen_.sequence);
        return print(
            [&](auto part, std::string& to) { return printer.write(bb::as_text(part), to); },
            [&](std::string& to) { return printer.finish(to); },
            [&] { return "this is no JSON: " + printer.error(); });
    }

    template<class Write, class Finish, class Why>
    bool print(Write write_part, Finish finish, Why why)
    {
        std::string text;
        bool ok = true;
        bool any = false;
        while (ok && out_ && in_.next()) {
            ok = write_part(in_.part(), text);
            any = any || !text.empty();
            write(text);
            text.clear();
        }
        if (!in_.error().empty() || !out_)
            return false;
        ok = ok && finish(text);
        if (any || !text.empty())
            write(text += '\n');
        if (!ok)
            fail(why());
        return ok;
    }

    bool convert_one()
    {
        bb::bytes all;
        while (in_.next()) {
            if (in_.part().size() > chosen_.max_bytes - all.size()) {
                fail("the message is longer than --max-bytes allows");
                return false;
            }
            all.insert(all.end(), in_.part().begin(), in_.part().end());
        }
        return in_.error().empty() && convert(all, nullptr);
    }

    bool convert_each()
    {
        splitter messages(how_.from, how_.limits);
        while (out_ && in_.next()) {
            for (auto const b : in_.part()) {
                if (!messages.add(b))
                    return refused(messages);
                if (messages.complete() && !convert_next(messages))
                    return false;
            }
        }
        if (!in_.error().empty())
            return false;
        if (!messages.finish())
            return refused(messages);
        return !messages.complete() || convert_next(messages);
    }

    bool convert_next(splitter& messages)
    {
        bool const ok = convert(messages.message(), &messages);
        messages.next();
        ++count_;
        return ok;
    }

    bool refused(splitter const& messages)
    {
        fail(place_of(messages) + messages.error().message());
        return false;
    }

    std::string place_of(splitter const& messages) const
    {
        return "message " + std::to_string(count_) + ", which begins at byte " +
            std::to_string(messages.begin()) + " of the input: ";
    }

    bool convert(bb::bytes const& data, splitter const* place)
    {
        bb::codec_error why;
        auto const converted = convert_(data, how_, why);
        if (!converted) {
            fail((place != nullptr ? place_of(*place) : "") + converted.error().message());
            if (why)
                errors_ << excerpt(
                    how_.from, data, why.offset(), place != nullptr ? place->line() : 1);
            return false;
        }
        if (chosen_.sequence && how_.to == format::protobuf)
            write(length_of(*converted));
        write(bb::as_text(*converted));
        if (is_text(how_.to))
            write("\n");
        return true;
    }

    static std::string length_of(bb::bytes const& message)
    {
        std::string text;
        auto rest = message.size();
        for (; rest >= 0x80; rest >>= 7)
            text += static_cast<char>(rest | 0x80);
        return text += static_cast<char>(rest);
    }

    options const& chosen_;
    conversion how_;
    decltype(message_type::convert) convert_ = &convert_item;
    input& in_;
    std::ostream& out_;
    std::ostream& errors_;
    std::uint64_t count_ = 1;
};

/// Prints what is there without any input; empty if nothing of that is asked for.
std::string information(options const& chosen)
{
    if (chosen.help)
        return std::string(usage);
    std::string text;
    if (chosen.list) {
        for (auto const& type : message_types())
            (text += type.name) += '\n';
    } else if (chosen.schema) {
        text = schema_text(*chosen.schema);
    }
    return text;
}

} // namespace

int run(options const& chosen, std::istream& from, std::ostream& out, std::ostream& errors)
{
    if (auto const text = information(chosen); !text.empty()) {
        if (out << text << std::flush)
            return 0;
        errors << "codec_tool: the standard output cannot be written\n";
        return 1;
    }
    input in(from);
    auto format_of = chosen.from;
    bool hex = chosen.hex;
    if (!format_of) {
        format_of = hex ? std::nullopt : in.guess();
        hex = hex || !format_of;
        format_of = format_of.value_or(format::cbor);
    }
    if (auto const possible = check_formats(chosen, *format_of); !possible) {
        errors << "codec_tool: " << possible.error().message() << "; see --help\n";
        return 2;
    }
    if (hex)
        in.is_hex();
    return conversion_run(chosen, *format_of, in, out, errors).run();
}

} // namespace codec_tool
