// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_DIAGNOSTIC_HPP
#define BOOST_BROKER_CBOR_DIAGNOSTIC_HPP

// CBOR as text for people, and back: the diagnostic notation of RFC 8949, section 8. It looks like
// JSON, and has a form for what JSON lacks.

#include <boost_broker/cbor/item.hpp>
#include <boost_broker/cbor/scanner.hpp>
#include <boost_broker/result.hpp>

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

namespace boost_broker::cbor {

/// How diagnostic notation is written.
struct diagnostic_options {
    /// Whether to say how an item is encoded where that is not the shortest form, as in `1.5_3`.
    /** With that, what is read again is the same bytes, apart from the payload of a NaN. */
    bool encoding_indicators = false;
    /// Whether any number of items may follow each other, each in a line of its own (RFC 8742).
    bool sequence = false;
};

/// Writes diagnostic notation while CBOR comes in, whatever its size.
/** @par Example
    @code
    bb::cbor::diagnostic_writer writer;
    std::string text;
    while (read(part) && writer.write(part, text)) {
        std::cout << text;
        text.clear();
    }
    if (!writer.finish(text))
        std::cerr << writer.error().message();
    @endcode */
class diagnostic_writer
{
public:
    /// Constructs a writer.
    explicit diagnostic_writer(
        diagnostic_options const& options = {}, decode_limits const& limits = {})
        : scanner_(limits, options.sequence)
        , printer_(options)
    {}

    /// Appends to a text what can be said after the next part of the input.
    /** @return Whether to go on; if not, `error` says why. */
    bool write(std::span<std::byte const> part, std::string& to)
    {
        printer_.to = &to;
        return scanner_.scan(part, printer_);
    }

    /// Says that the input has ended.
    /** @return Whether it may end here. */
    bool finish(std::string& to)
    {
        printer_.to = &to;
        return scanner_.finish();
    }

    /// Returns why the input was refused.
    codec_error const& error() const noexcept { return scanner_.error(); }

private:
    /// What handles the items. A tag 2 or 3 is held back until it is known whether it is of a large
    /// integer, which is written as a number.
    struct printer {
        explicit printer(diagnostic_options const& how) noexcept : options(how) {}

        void begin(head const& h, scanner::level const* parent);
        void content(std::span<std::byte const> data);
        void end_of_string();
        void end(scanner::level const& closed);

        void separator(scanner::level const* parent);
        void scalar(head const& h);
        void indicator(head const& h);
        void begin_tag(head const& h);
        bool begin_large_integer(head const& h);
        void end_large_integer();

        diagnostic_options options;
        std::string* to = nullptr;
        bool first = true;
        head string = {};
        head tag = {}; // held back
        bool tag_held = false;
        bool tag_written_as_number = false;
        bool large_integer = false;
        std::string digits = {}; // the bytes of a large integer
    };

    scanner scanner_;
    printer printer_;
};

/// Writes CBOR in diagnostic notation.
/** @param data The bytes of one item, or of any number of them with `sequence`.
    @param options How to write it.
    @param limits What the input may cost.
    @param why Where to put why and where it was refused; null if nobody wants it. */
result<std::string> to_diagnostic(std::span<std::byte const> data,
    diagnostic_options const& options = {}, decode_limits const& limits = {},
    codec_error* why = nullptr);

/// Writes an item in diagnostic notation.
std::string to_diagnostic(item const& value, diagnostic_options const& options = {});

/// Reads an item in diagnostic notation.
/** Besides what RFC 8949 has: comments between slashes, and bytes as text in single quotes (RFC
    8610, appendix G). An integer of more than 64 bits becomes a large integer with the tag 2 or 3.
    @param text The text, UTF-8.
    @param limits What the item may cost.
    @param why Where to put why and where it was refused; null if nobody wants it. */
result<item> parse_diagnostic(
    std::string_view text, decode_limits const& limits = {}, codec_error* why = nullptr);

/// Writes an item in diagnostic notation.
template<class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(
    std::basic_ostream<Char, Traits>& out, item const& value)
{
    return out << cbor::to_diagnostic(value);
}

} // namespace boost_broker::cbor

#include <boost_broker/cbor/impl/diagnostic.hpp>
#include <boost_broker/cbor/impl/diagnostic_parser.hpp>
#include <boost_broker/cbor/impl/diagnostic_strings.hpp>

#endif
