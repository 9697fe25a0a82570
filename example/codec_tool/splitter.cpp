// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "splitter.hpp"

#include <span>
#include <utility>

namespace codec_tool {

splitter::splitter(format of, bb::decode_limits const& limits) : of_(of), limits_(limits) {}

bool splitter::add(std::byte next)
{
    ++offset_;
    switch (of_) {
    case format::cbor:
        return add_to_item(next);
    case format::protobuf:
        return add_with_length(next);
    default:
        return add_to_line(next);
    }
}

bool splitter::finish()
{
    switch (of_) {
    case format::cbor:
        return !scanner_ || scanner_->finish() ||
            fail(bb::errc::truncated, "the input ends within an item");
    case format::protobuf:
        return (length_bits_ == 0 && !has_length_) ||
            fail(bb::errc::truncated, "the input ends within a message");
    default:
        complete_ = message_.size() != 0;
        return true;
    }
}

void splitter::next()
{
    message_.clear();
    complete_ = false;
    begin_ = offset_;
    ++line_;
    scanner_.reset();
    item_ = {};
    length_ = 0;
    length_bits_ = 0;
    has_length_ = false;
}

void splitter::end_of_item::begin(bb::cbor::head const& h, bb::cbor::scanner::level const* parent)
{
    using bb::cbor::major;
    bool const is_string = h.type == major::bytes || h.type == major::text;
    bool const has_parts = h.type == major::array || h.type == major::map || h.type == major::tag ||
        (is_string && h.is_indefinite());
    if (has_parts)
        ++open;
    else if (parent == nullptr)
        (is_string ? string : ended) = true;
}

bool splitter::add_to_item(std::byte next)
{
    if (!scanner_)
        scanner_.emplace(limits_);
    if (!keep(next))
        return false;
    if (!scanner_->scan(std::span(&next, 1), item_)) {
        error_ = scanner_->error();
        return false;
    }
    complete_ = item_.ended;
    return true;
}

bool splitter::add_to_line(std::byte next)
{
    if (next != std::byte{'\n'})
        return keep(next);
    complete_ = bb::as_text(message_).find_first_not_of(" \t\r") != std::string_view::npos;
    if (!complete_)
        this->next();
    return true;
}

bool splitter::add_with_length(std::byte next)
{
    if (has_length_) {
        complete_ = message_.size() + 1 == length_;
        return keep(next);
    }
    auto const bits = std::to_integer<std::uint64_t>(next);
    if (length_bits_ == 63 && bits > 1)
        return fail(bb::errc::malformed, "the length of the message is no number of 64 bits");
    length_ |= (bits & 0x7F) << length_bits_;
    length_bits_ += 7;
    if ((bits & 0x80) != 0)
        return true;
    if (length_ > limits_.max_bytes)
        return fail(bb::errc::limit_exceeded, "the message is longer than --max-bytes allows");
    has_length_ = true;
    complete_ = length_ == 0;
    return true;
}

bool splitter::keep(std::byte next)
{
    if (message_.size() == limits_.max_bytes)
        return fail(bb::errc::limit_exceeded, "the message is longer than --max-bytes allows");
    message_.push_back(next);
    return true;
}

bool splitter::fail(bb::errc code, char const* why)
{
    error_ = bb::codec_error(code, message_.size(), why);
    return false;
}

} // namespace codec_tool
