// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "options.hpp"

#include "messages.hpp"

#include <charconv>
#include <system_error>
#include <utility>

namespace codec_tool {

std::string_view const usage =
    R"(usage: codec_tool [options] [MESSAGE]
Reads the standard input, checks it, and writes it in another format. Without the
name of a message it prints CBOR or JSON in diagnostic notation (RFC 8949), of any
size in little memory. With one, the input has to be that message, and any format
can be written.

  --from FORMAT   what the input is: cbor, json, protobuf or diag; without it, JSON if
                  it begins with {, [ or ", a hex dump of CBOR if with digits, else CBOR
  --to FORMAT     what is written: diag (without it), cbor, json or protobuf
  --hex           the input is a hex dump of it: plain digits, or what xxd,
                  hexdump -C and od -tx1 write
  --sequence      any number of messages: CBOR one behind the other, JSON and
                  diagnostic notation one in each line, Protobuf behind its length
  --indicators    diagnostic notation says how CBOR was encoded, as in 1.5_3
  --check         write nothing
  --max-bytes N   refuse messages that are longer (67108864)
  --list          print the names of the messages
  --schema FORM   print the messages as cddl, json-schema, proto or dot
  --help          print this text

Exit status: 0 if all was well, 1 if the input is wrong, 2 if the options are.
)";

namespace {

/// The rest of the command line, and what is wrong with it.
class argument_reader
{
public:
    explicit argument_reader(std::vector<std::string_view> const& arguments) : arguments_(arguments)
    {}

    /// Moves on to the next argument. The value of an option follows it, or stands behind a `=`.
    bool next()
    {
        if (attached_ && error_.empty())
            fail("takes no value");
        if (next_ == arguments_.size() || !error_.empty())
            return false;
        argument_ = arguments_[next_++];
        auto const equals = argument_.find('=');
        if (argument_.starts_with("--") && equals != std::string_view::npos) {
            attached_ = argument_.substr(equals + 1);
            argument_ = argument_.substr(0, equals);
        }
        return true;
    }

    std::string_view argument() const { return argument_; }
    std::string const& error() const { return error_; }

    void fail(std::string_view why) { (error_ = argument_) += ' ', error_ += why; }
    void refuse(std::string why) { error_ = std::move(why); }

    std::string_view value()
    {
        if (attached_) {
            auto const text = *attached_;
            attached_.reset();
            return text;
        }
        if (next_ < arguments_.size() && !arguments_[next_].starts_with("--"))
            return arguments_[next_++];
        fail("needs a value");
        return {};
    }

private:
    std::vector<std::string_view> const& arguments_;
    std::size_t next_ = 0;
    std::string_view argument_;
    std::optional<std::string_view> attached_;
    std::string error_;
};

std::optional<format> read_format(argument_reader& reader)
{
    auto const name = reader.value();
    auto const known = parse_format(name);
    if (!known && reader.error().empty())
        reader.fail("has to be cbor, json, protobuf or diag, not '" + std::string(name) + '\'');
    return known;
}

std::size_t read_size(argument_reader& reader)
{
    auto const text = reader.value();
    std::size_t size = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), size);
    bool const whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    if ((!whole || size == 0) && reader.error().empty())
        reader.fail("has to be a number of bytes, not '" + std::string(text) + '\'');
    return size;
}

std::optional<schema_form> read_schema_form(argument_reader& reader)
{
    auto const name = reader.value();
    if (name == "cddl")
        return schema_form::cddl;
    if (name == "json-schema")
        return schema_form::json_schema;
    if (name == "proto")
        return schema_form::proto;
    if (name == "dot")
        return schema_form::dot;
    if (reader.error().empty())
        reader.fail("has to be cddl, json-schema, proto or dot, not '" + std::string(name) + '\'');
    return {};
}

void read_message(argument_reader& reader, std::string& message)
{
    std::string const name(reader.argument());
    if (name.starts_with('-') || name.empty())
        reader.refuse("unknown option '" + name + '\'');
    else if (!message.empty())
        reader.refuse("there is one message, not '" + message + "' and '" + name + '\'');
    else if (find_message(name) == nullptr)
        reader.refuse("unknown message '" + name + "' (--list prints those that there are)");
    message = name;
}

} // namespace

bb::result<options> parse_options(std::vector<std::string_view> const& arguments)
{
    options parsed;
    argument_reader reader(arguments);
    while (reader.next()) {
        auto const argument = reader.argument();
        if (argument == "--from")
            parsed.from = read_format(reader);
        else if (argument == "--to")
            parsed.to = read_format(reader);
        else if (argument == "--hex")
            parsed.hex = true;
        else if (argument == "--sequence")
            parsed.sequence = true;
        else if (argument == "--indicators")
            parsed.indicators = true;
        else if (argument == "--check")
            parsed.check = true;
        else if (argument == "--max-bytes")
            parsed.max_bytes = read_size(reader);
        else if (argument == "--list")
            parsed.list = true;
        else if (argument == "--schema")
            parsed.schema = read_schema_form(reader);
        else if (argument == "--help" || argument == "-h")
            parsed.help = true;
        else
            read_message(reader, parsed.message);
    }
    if (!reader.error().empty())
        return bb::fail(reader.error());
    if (parsed.from && !parsed.help) {
        if (auto const possible = check_formats(parsed, *parsed.from); !possible)
            return possible.error();
    }
    return parsed;
}

bb::result<void> check_formats(options const& chosen, format from)
{
    auto const to = chosen.target();
    if (chosen.indicators && to != format::diagnostic)
        return bb::fail("--indicators is for --to diag");
    if (!chosen.message.empty())
        return {};
    // without a struct there is nothing that knows, for example, which texts of JSON are bytes
    std::string const needs = " needs the name of a message (--list prints them)";
    if (from == format::protobuf)
        return bb::fail("--from protobuf" + needs);
    if (to != format::diagnostic && !(from == format::diagnostic && to == format::cbor))
        return bb::fail("--to " + std::string(codec_tool::to_string(to)) + " from " +
            std::string(codec_tool::to_string(from)) + needs);
    return {};
}

} // namespace codec_tool
