// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_PROTOBUF_DETAIL_SCALAR_READER_HPP
#define BOOST_BROKER_PROTOBUF_DETAIL_SCALAR_READER_HPP

// Reads numbers, texts and bytes from the wire format of Protobuf.

#include <boost_broker/protobuf/detail/input.hpp>
#include <boost_broker/schema/bytes.hpp>
#include <boost_broker/schema/decode_limits.hpp>
#include <boost_broker/schema/initial.hpp>
#include <boost_broker/schema/utf8.hpp>

#include <boost/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace boost_broker::protobuf::detail {

/// The part of the reader that knows scalars. What returns bool has failed, and said why, if it
/// returns false.
class scalar_reader
{
public:
    scalar_reader(scalar_reader const&) = delete;
    scalar_reader& operator=(scalar_reader const&) = delete;

    /// Why it failed.
    codec_error& error() noexcept { return state_.error(); }

protected:
    scalar_reader(std::span<std::byte const> data, decode_limits const& limits) noexcept
        : state_(limits)
        , in_(data, state_)
    {}

    bool is(wire how, wire wanted)
    {
        if (BOOST_LIKELY(how == wanted))
            return true;
        return state_.fail(errc::wrong_type, in_.tag_offset(), "the field is of another type");
    }

    template<class T>
    bool scalar(T& v)
    {
        constexpr kind k = kind_of<T>;
        auto const at = in_.offset();
        if constexpr (k == kind::text || k == kind::bytes) {
            std::string_view data;
            if (!in_.bytes(data) || !state_.take_memory(data.size(), 1, at))
                return false;
            if constexpr (k == kind::text) {
                auto const valid = schema::utf8_prefix(data);
                if (BOOST_UNLIKELY(valid != data.size()))
                    return state_.fail(errc::invalid_utf8, in_.offset() - data.size() + valid,
                        "the text is not valid UTF-8");
                v.assign(data.data(), data.size());
            } else {
                auto const block = as_bytes(data);
                v.assign(block.begin(), block.end());
            }
            return true;
        } else if constexpr (is_represented<T>) {
            auto value = schema::initial<represented<T>>();
            if (!scalar(value))
                return false;
            v = schema::make_represented<T>(std::move(value));
            if constexpr (k == kind::enumeration)
                if (!schema::is_enumerator(v))
                    return state_.fail(
                        errc::unknown_enumerator, at, "the number has no enumerator");
            return true;
        } else if constexpr (k == kind::floating) {
            std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t> bits = 0;
            bool const ok = in_.fixed(bits);
            v = std::bit_cast<T>(bits);
            return ok;
        } else {
            std::uint64_t bits = 0;
            if (!in_.varint(bits))
                return false;
            if constexpr (k == kind::character) {
                v = static_cast<char>(static_cast<unsigned char>(bits));
                return fits(bits < 0x100, at);
            } else if constexpr (k == kind::signed_integer) {
                auto const value = static_cast<std::int64_t>(bits);
                v = static_cast<T>(value);
                return fits(v == value, at);
            } else {
                v = static_cast<T>(bits); // of a bool: whether it is not 0
                return fits(v == bits, at);
            }
        }
    }

    schema::decoding state_;
    input in_;

private:
    BOOST_FORCEINLINE bool fits(bool yes, std::size_t at)
    {
        if (BOOST_LIKELY(yes))
            return true;
        return state_.fail(errc::out_of_range, at, "the number does not fit");
    }
};

} // namespace boost_broker::protobuf::detail

#endif
