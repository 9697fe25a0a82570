// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_SCANNER_HPP
#define BOOST_BROKER_CBOR_SCANNER_HPP

// Reads CBOR of any size in pieces, without keeping it: what it needs is a few bytes for each level
// that is open. Prefer `item` where all of it fits into memory.

#include <boost_broker/cbor/detail/reader.hpp>
#include <boost_broker/cbor/head.hpp>
#include <boost_broker/schema/bytes.hpp>
#include <boost_broker/schema/decoding.hpp>
#include <boost_broker/schema/utf8.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace boost_broker::cbor {

/// Checks that CBOR is well-formed while it comes in, and tells a handler what is in it.
/** A handler has these members; they are called in the order of the input:
    * `begin(head const&, scanner::level const* parent)`: an item begins; `parent` is what it is in,
      null if it is in nothing. A piece of a string of indefinite length counts as an item.
    * `content(std::span<std::byte const>)`: some of the content of a string; of a text always whole
      characters.
    * `end_of_string()`: a string, or a piece of one, has ended.
    * `end(scanner::level const&)`: an array, a map, a tag or a string in pieces has ended.

    Texts are checked to be UTF-8. Keys that come twice are not found: that would need all keys. Of
    the limits, the depth, the number of elements and the number of bytes count.
    @par Concurrency
    Distinct objects: safe. Shared objects: unsafe. */
class scanner
{
public:
    /// An item that has parts and has not ended.
    struct level {
        /// What it is: an array, a map, a tag, or a string that comes in pieces.
        major type;
        /// Whether the number of its parts is not known.
        bool indefinite;
        /// How many parts have ended. Keys and values of a map count each.
        std::uint64_t count;
        /// How many are left, if that is known.
        std::uint64_t left;
    };

    /// Constructs a scanner.
    /** @param limits What the input may cost.
        @param sequence Whether any number of items may follow each other (RFC 8742). */
    explicit scanner(decode_limits const& limits = {}, bool sequence = false)
        : state_(limits)
        , max_bytes_(limits.max_bytes)
        , sequence_(sequence)
    {}

    /// Reads the next piece of the input, of any size.
    /** @return Whether to go on; if not, `error` says why. */
    template<class Handler>
    bool scan(std::span<std::byte const> part, Handler& handler)
    {
        if (failed())
            return false;
        if (part.size() > max_bytes_ - offset_)
            return state_.fail(errc::limit_exceeded, static_cast<std::size_t>(offset_),
                "the input is too long (decode_limits::max_bytes is " + std::to_string(max_bytes_) +
                    ')');
        while (!part.empty()) {
            auto const used = in_string_ ? string(part, handler) : one_byte(part.front(), handler);
            if (failed())
                return false;
            offset_ += used;
            part = part.subspan(used);
        }
        return true;
    }

    /// Says that the input has ended.
    /** @return Whether it may end here. */
    bool finish()
    {
        if (failed())
            return false;
        if (head_size_ != 0 || in_string_ || !levels_.empty() || (!done_ && !sequence_))
            return state_.fail(errc::truncated, static_cast<std::size_t>(offset_),
                levels_.empty() && !in_string_ && head_size_ == 0
                    ? "the input is empty"
                    : "the input ends within an item");
        return true;
    }

    /// Returns why the input was refused.
    codec_error const& error() const noexcept { return state_.error(); }

private:
    bool failed() const noexcept { return static_cast<bool>(state_.error()); }

    bool fail(errc code, std::string reason)
    {
        return state_.fail(code, static_cast<std::size_t>(head_offset_), std::move(reason));
    }

    /// Adds a byte to the head that is being read. Returns the number of bytes used.
    template<class Handler>
    std::size_t one_byte(std::byte value, Handler& handler)
    {
        if (head_size_ == 0) {
            if (done_ && !sequence_) {
                head_offset_ = offset_;
                fail(errc::trailing_bytes, "something follows the item");
                return 0;
            }
            head_offset_ = offset_;
        }
        head_[head_size_++] = value;
        auto const first = std::to_integer<unsigned>(head_[0]);
        head h{static_cast<major>(first >> 5), static_cast<unsigned char>(first & 31), first & 31};
        if (h.info >= head::one_byte) {
            int const size = detail::read_argument(h, head_.data() + 1, head_size_ - 1);
            if (size == -1)
                return 1; // more is needed
            if (size == -2) {
                fail(errc::malformed, "the byte begins no value of CBOR");
                return 0;
            }
        }
        head_size_ = 0;
        if (h.is_break())
            close(handler);
        else
            open(h, handler);
        return 1;
    }

    template<class Handler>
    void close(Handler& handler)
    {
        if (levels_.empty() || !levels_.back().indefinite ||
            (levels_.back().type == major::map && levels_.back().count % 2 != 0)) {
            fail(errc::malformed, "the end of an array or map is where a value should be");
            return;
        }
        auto const closed = levels_.back();
        levels_.pop_back();
        state_.leave();
        handler.end(closed);
        ended(handler);
    }

    template<class Handler>
    void open(head const& h, Handler& handler)
    {
        auto const* parent = levels_.empty() ? nullptr : &levels_.back();
        bool const in_pieces =
            parent != nullptr && (parent->type == major::bytes || parent->type == major::text);
        if (in_pieces && (h.type != parent->type || h.is_indefinite())) {
            fail(errc::malformed, "a piece of a string should be here");
            return;
        }
        if (parent != nullptr && !state_.take_items(1, static_cast<std::size_t>(head_offset_)))
            return;
        handler.begin(h, parent);
        switch (h.type) {
        case major::bytes:
        case major::text:
            if (h.is_indefinite()) {
                enter({h.type, true, 0, 0});
                return;
            }
            in_string_ = true;
            text_ = h.type == major::text;
            string_left_ = h.argument;
            if (string_left_ == 0)
                end_string(handler);
            return;
        case major::array:
        case major::map:
            begin_parts(h, handler);
            return;
        case major::tag:
            enter({h.type, false, 0, 1});
            return;
        default:
            ended(handler);
        }
    }

    template<class Handler>
    void begin_parts(head const& h, Handler& handler)
    {
        if (h.type == major::map && h.argument > ~std::uint64_t{0} / 2) {
            fail(errc::limit_exceeded, "the map has more entries than can be counted");
            return;
        }
        level const parts{
            h.type, h.is_indefinite(), 0, h.type == major::map ? h.argument * 2 : h.argument};
        if (!parts.indefinite && parts.left == 0) {
            handler.end(parts);
            ended(handler);
        } else {
            enter(parts);
        }
    }

    void enter(level const& opened)
    {
        if (state_.enter(static_cast<std::size_t>(head_offset_)))
            levels_.push_back(opened);
    }

    /// An item has ended, and perhaps what it is in.
    template<class Handler>
    void ended(Handler& handler)
    {
        while (!levels_.empty()) {
            auto& parent = levels_.back();
            ++parent.count;
            if (parent.indefinite || --parent.left != 0)
                return;
            auto const closed = parent;
            levels_.pop_back();
            state_.leave();
            handler.end(closed);
        }
        done_ = true;
    }

    template<class Handler>
    std::size_t string(std::span<std::byte const> part, Handler& handler)
    {
        if (string_left_ < part.size())
            part = part.first(static_cast<std::size_t>(string_left_));
        string_left_ -= part.size();
        if (text_)
            text(part, handler);
        else
            handler.content(part);
        if (string_left_ == 0 && !failed())
            end_string(handler);
        return part.size();
    }

    /// Passes on whole characters, and keeps what has come of another one.
    template<class Handler>
    void text(std::span<std::byte const> part, Handler& handler)
    {
        auto const begin = part;
        if (kept_size_ != 0) {
            auto const size = character_size(kept_[0]);
            while (kept_size_ < size && !part.empty()) {
                kept_[kept_size_++] = part.front();
                part = part.subspan(1);
            }
            if (kept_size_ < size)
                return;
            std::span<std::byte const> const whole(kept_.data(), size);
            if (!schema::is_utf8(as_text(whole)))
                return invalid(part.data() - begin.data());
            kept_size_ = 0;
            handler.content(whole);
        }
        auto const valid = schema::utf8_prefix(as_text(part));
        if (valid != 0)
            handler.content(part.first(valid));
        part = part.subspan(valid);
        if (part.empty())
            return;
        if (part.size() >= character_size(part.front()))
            return invalid(part.data() - begin.data());
        for (auto const b : part)
            kept_[kept_size_++] = b;
    }

    /// How many bytes a character has that begins with this one; 1 if none does.
    static std::size_t character_size(std::byte first) noexcept
    {
        auto const value = std::to_integer<unsigned>(first);
        return value < 0xC2 || value > 0xF4 ? 1 : value < 0xE0 ? 2 : value < 0xF0 ? 3 : 4;
    }

    void invalid(std::ptrdiff_t place)
    {
        head_offset_ = offset_ + static_cast<std::uint64_t>(place);
        fail(errc::invalid_utf8, "the text is not valid UTF-8");
    }

    template<class Handler>
    void end_string(Handler& handler)
    {
        if (kept_size_ != 0) {
            invalid(0);
            return;
        }
        in_string_ = false;
        handler.end_of_string();
        ended(handler);
    }

    schema::decoding state_;
    std::uint64_t max_bytes_;
    std::uint64_t offset_ = 0;
    std::uint64_t head_offset_ = 0;
    std::vector<level> levels_;
    std::array<std::byte, 9> head_{};
    std::size_t head_size_ = 0;
    std::uint64_t string_left_ = 0;
    std::array<std::byte, 4> kept_{}; // of a character
    std::size_t kept_size_ = 0;
    bool sequence_;
    bool done_ = false;
    bool in_string_ = false;
    bool text_ = false;
};

} // namespace boost_broker::cbor

#endif
