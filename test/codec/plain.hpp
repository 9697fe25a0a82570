// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_CODEC_PLAIN_HPP
#define BOOST_BROKER_TEST_CODEC_PLAIN_HPP

// The least that a codec needs, as an example to begin a format with and to try the laws on. Each
// value is the decimal number of bytes of its content, a colon, the content and a comma, as in
// netstrings; a number is decimal digits, what has parts is its parts, a struct alternates names
// and values.

#include <boost_broker/schema/codec.hpp>
#include <boost_broker/schema/decoding.hpp>
#include <boost_broker/schema/enumerators.hpp>
#include <boost_broker/schema/fields.hpp>
#include <boost_broker/schema/initial.hpp>
#include <boost_broker/schema/map_key.hpp>
#include <boost_broker/schema/name_of.hpp>
#include <boost_broker/schema/utf8.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace plain {

namespace bb = boost_broker;
namespace bs = boost_broker::schema;
using bb::errc;
using bs::kind;

// Writes to a string first, which no real codec would do: it knows the size beforehand that way.
class writer
{
public:
    std::string text;
    bb::codec_error error;

    void leaf(std::string_view content)
    {
        ((text += std::to_string(content.size())) += ':') += content;
        text += ',';
    }

    template<class Parts>
    bool nest(Parts parts)
    {
        std::string outer;
        std::swap(outer, text);
        bool const ok = parts();
        std::swap(outer, text);
        leaf(outer);
        return ok;
    }

    bool fail(errc code, std::string reason)
    {
        error = bb::codec_error(code, bb::codec_error::no_offset, std::move(reason));
        return false;
    }

    template<class T>
    bool value(T const& v)
    {
        constexpr kind k = bs::kind_of<T>;
        if constexpr (k == kind::nothing) {
            leaf("");
        } else if constexpr (k == kind::boolean) {
            leaf(v ? "1" : "0");
        } else if constexpr (k == kind::character) {
            leaf(bs::character_text(v));
        } else if constexpr (k == kind::signed_integer || k == kind::unsigned_integer) {
            leaf(std::to_string(v));
        } else if constexpr (k == kind::floating) {
            char buffer[64];
            auto const end = std::to_chars(buffer, buffer + sizeof buffer, v).ptr;
            leaf(std::string_view(buffer, static_cast<std::size_t>(end - buffer)));
        } else if constexpr (k == kind::text) {
            if (!bs::is_utf8(v))
                return fail(errc::invalid_utf8, "the text is not valid UTF-8");
            leaf(v);
        } else if constexpr (k == kind::bytes) {
            leaf(bb::as_text(v));
        } else if constexpr (k == kind::sequence || k == kind::array) {
            return nest([&] {
                std::size_t i = 0;
                for (auto&& element : v) {
                    if (!value<bs::element_type<T>>(element))
                        return error.in_element(i), false;
                    ++i;
                }
                return true;
            });
        } else if constexpr (k == kind::optional) {
            return nest([&] { return !v || value(*v); });
        } else if constexpr (k == kind::map) {
            return nest([&] {
                for (auto const& [key, mapped] : v) {
                    bs::key_text const name(key);
                    if (!value(std::string(name.view())) || !value(mapped))
                        return error.in_entry(name.view()), false;
                }
                return true;
            });
        } else if constexpr (k == kind::tuple) {
            return nest([&] {
                return std::apply(
                    [&](auto const&... element) { return (value(element) && ...); }, v);
            });
        } else if constexpr (k == kind::variant) {
            if (v.valueless_by_exception())
                return fail(errc::not_encodable, "the variant has no value");
            return nest([&] {
                leaf(bs::alternative_names<T>[v.index()]);
                return std::visit([&](auto const& chosen) { return value(chosen); }, v);
            });
        } else if constexpr (k == kind::structure) {
            using fields = bs::fields<T>;
            return nest([&] {
                return fields::for_each([&](auto i) {
                    auto const& field = fields::template get<i>(v);
                    if constexpr (bs::kind_of<typename fields::template type<i>> ==
                        kind::optional) {
                        if (!field)
                            return true;
                    }
                    leaf(fields::names[i]);
                    if (!value(field))
                        return error.in_field(fields::names[i]), false;
                    return true;
                });
            });
        } else { // strong, enumeration, duration, time_point
            if constexpr (k == kind::enumeration) {
                if (!bs::is_enumerator(v))
                    return fail(errc::unknown_enumerator, "the number has no enumerator");
            }
            return value<bs::represented_type<T>>(bs::represent(v));
        }
        return true;
    }
};

class reader
{
public:
    reader(std::string_view text, bb::decode_limits const& limits)
        : state_(limits)
        , begin_(text.data())
        , left_(text)
    {}

    bs::decoding& state() { return state_; }

    template<class T>
    bool message(T& v)
    {
        return state_.begin(left_.size()) && value(v) &&
            (left_.empty() ||
                state_.fail(errc::trailing_bytes, offset(), "something follows the message"));
    }

private:
    std::size_t offset() const { return static_cast<std::size_t>(left_.data() - begin_); }

    bool fail(errc code, std::string reason)
    {
        return state_.fail(code, offset(), std::move(reason));
    }

    bool leaf(std::string_view& content)
    {
        std::size_t size = 0;
        auto const last = left_.data() + left_.size();
        auto const [end, error] = std::from_chars(left_.data(), last, size);
        if (end == last)
            return fail(errc::truncated, "the message ends too early");
        if (error != std::errc() || *end != ':')
            return fail(errc::malformed, "a number and a colon should be here");
        auto const digits = static_cast<std::size_t>(end - left_.data());
        if (left_.size() - digits - 1 <= size)
            return fail(errc::truncated, "the message ends too early");
        if (left_[digits + 1 + size] != ',')
            return fail(errc::malformed, "a comma should end the value");
        content = left_.substr(digits + 1, size);
        left_.remove_prefix(digits + 2 + size);
        return true;
    }

    // Reads what is inside of a value, and nothing else.
    template<class Parts>
    bool nest(Parts parts)
    {
        auto const at = offset();
        std::string_view inside;
        if (!state_.enter(at) || !leaf(inside))
            return false;
        auto const after = std::exchange(left_, inside);
        if (!parts())
            return false;
        if (!left_.empty())
            return fail(errc::wrong_length, "there are more parts than the type has");
        left_ = after;
        state_.leave();
        return true;
    }

    template<class T>
    bool number(T& v)
    {
        auto const at = offset();
        std::string_view text;
        if (!leaf(text))
            return false;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
        if (error == std::errc::result_out_of_range)
            return state_.fail(errc::out_of_range, at, "the number does not fit");
        if (error != std::errc() || end != text.data() + text.size())
            return state_.fail(errc::wrong_type, at, "this is not such a number");
        return true;
    }

    template<class T>
    bool value(T& v)
    {
        constexpr kind k = bs::kind_of<T>;
        auto const at = offset();
        std::string_view text;
        if constexpr (k == kind::nothing) {
            return leaf(text);
        } else if constexpr (k == kind::boolean) {
            if (!leaf(text))
                return false;
            v = text == "1";
            return v || text == "0" || state_.fail(errc::wrong_type, at, "this is not a bool");
        } else if constexpr (k == kind::character) {
            if (!leaf(text))
                return false;
            auto const c = bs::parse_character(text);
            v = c.value_or('\0');
            return c || state_.fail(errc::wrong_type, at, "this is not one character");
        } else if constexpr (k == kind::signed_integer || k == kind::unsigned_integer ||
            k == kind::floating) {
            return number(v);
        } else if constexpr (k == kind::text) {
            if (!leaf(text) || !state_.take_memory(text.size(), 1, at))
                return false;
            v = text;
            return bs::is_utf8(text) ||
                state_.fail(errc::invalid_utf8, at, "the text is not valid UTF-8");
        } else if constexpr (k == kind::bytes) {
            if (!leaf(text) || !state_.take_memory(text.size(), 1, at))
                return false;
            auto const data = bb::as_bytes(text);
            v.assign(data.begin(), data.end());
            return true;
        } else if constexpr (k == kind::sequence) {
            v.clear();
            return nest([&] {
                using element = bs::element_type<T>;
                for (std::size_t i = 0; !left_.empty(); ++i) {
                    if (!state_.take_items(1, offset()) ||
                        !state_.take_memory(1, sizeof(element), offset()))
                        return false;
                    if constexpr (std::is_same_v<element, bool>) { // std::vector<bool>
                        bool flag = false;
                        if (!value(flag))
                            return state_.in_element(i);
                        v.push_back(flag);
                    } else if (!value(bs::emplace_initial(v))) {
                        return state_.in_element(i);
                    }
                }
                return true;
            });
        } else if constexpr (k == kind::array) {
            return nest([&] {
                for (std::size_t i = 0; i != v.size(); ++i) {
                    if (left_.empty())
                        return fail(errc::wrong_length, "there are too few elements");
                    if (!value(v[i]))
                        return state_.in_element(i);
                }
                return true;
            });
        } else if constexpr (k == kind::optional) {
            v.reset();
            return nest([&] { return left_.empty() || value(bs::engage(v)); });
        } else if constexpr (k == kind::map) {
            v.clear();
            return nest([&] {
                while (!left_.empty()) {
                    if (!entry(v))
                        return false;
                }
                return true;
            });
        } else if constexpr (k == kind::tuple) {
            return nest([&] {
                return std::apply([&](auto&... element) { return (value(element) && ...); }, v);
            });
        } else if constexpr (k == kind::variant) {
            return nest([&] { return alternative(v); });
        } else if constexpr (k == kind::structure) {
            return nest([&] { return structure(v); });
        } else { // strong, enumeration, duration, time_point
            auto represented = bs::initial<bs::represented_type<T>>();
            if (!value(represented))
                return false;
            v = bs::make_represented<T>(std::move(represented));
            if constexpr (k == kind::enumeration) {
                if (!bs::is_enumerator(v))
                    return state_.fail(
                        errc::unknown_enumerator, at, "the number has no enumerator");
            }
            return true;
        }
    }

    template<class Map>
    bool entry(Map& map)
    {
        auto const at = offset();
        auto key = bs::initial<typename Map::key_type>();
        auto mapped = bs::initial<typename Map::mapped_type>();
        std::string text;
        if (!state_.take_items(1, at) ||
            !state_.take_memory(1, sizeof(typename Map::value_type), at) || !value(text))
            return false;
        if (auto const error = bs::parse_key(text, key)) {
            state_.fail(static_cast<errc>(error.value()), at, "the key does not fit");
            return state_.in_entry(text);
        }
        if (!value(mapped))
            return state_.in_entry(text);
        if (!map.try_emplace(std::move(key), std::move(mapped)).second) {
            state_.fail(errc::duplicate_key, at, "the key comes twice");
            return state_.in_entry(text);
        }
        return true;
    }

    template<class Variant>
    bool alternative(Variant& v)
    {
        auto const at = offset();
        std::string_view name;
        if (!leaf(name))
            return false;
        bool known = false;
        bool read = false;
        [&]<std::size_t... I>(std::index_sequence<I...>)
        {
            auto const read_as = [&]<std::size_t J>(std::integral_constant<std::size_t, J>) {
                known = true;
                using type = std::variant_alternative_t<J, Variant>;
                read = value(v.template emplace<J>(bs::initial<type>()));
            };
            (void)((bs::alternative_names<Variant>[I] == name &&
                       (read_as(std::integral_constant<std::size_t, I>()), true)) ||
                ...);
        }
        (std::make_index_sequence<std::variant_size_v<Variant>>());
        if (!known)
            return state_.fail(errc::wrong_type, at, "the variant has no such alternative");
        return read || state_.in_field(name);
    }

    template<class T>
    bool structure(T& v)
    {
        using fields = bs::fields<T>;
        std::uint64_t seen = 0;
        std::size_t expected = 0;
        auto const begin = offset();
        while (!left_.empty()) {
            auto const at = offset();
            std::string_view name;
            if (!leaf(name))
                return false;
            auto const index = fields::index_of(name, expected);
            if (index == fields::npos) {
                std::string_view skipped;
                if (!leaf(skipped))
                    return false;
                continue;
            }
            auto const bit = std::uint64_t{1} << index;
            if ((seen & bit) != 0) {
                state_.fail(errc::duplicate_key, at, "the field comes twice");
                return state_.in_field(name);
            }
            seen |= bit;
            expected = index + 1;
            if (!fields::visit(
                    index, [&](auto i) { return this->value(fields::template get<i>(v)); }))
                return state_.in_field(name);
        }
        for (std::size_t i = 0; i != fields::size; ++i) {
            if ((fields::required_mask & ~seen) >> i & 1) {
                state_.fail(errc::missing_field, begin, "the field is missing");
                return state_.in_field(fields::names[i]);
            }
        }
        return true;
    }

    bs::decoding state_;
    char const* begin_;
    std::string_view left_;
};

//[concept_Codec
struct codec {
    std::string_view name() const { return "plain"; }

    template<class T>
    std::size_t encoded_size(T const& message) const
    {
        static_assert(bs::check_mapped<T>());
        writer out;
        out.value(message);
        return out.text.size();
    }

    template<class T>
    bb::result<std::size_t> encode(
        T const& message, std::span<std::byte> buffer, bb::codec_error* why = nullptr) const
    {
        static_assert(bs::check_mapped<T>());
        writer out;
        if (out.value(message) && out.text.size() > buffer.size())
            out.fail(errc::buffer_too_small, "the message is larger than the buffer");
        if (out.error)
            return bs::report(out.error, bs::coding::encode, name(), bs::name_of<T>, why);
        out.text.copy(reinterpret_cast<char*>(buffer.data()), out.text.size());
        return out.text.size();
    }

    template<class T>
    bb::result<T> decode(std::span<std::byte const> data, bb::decode_limits const& limits = {},
        bb::codec_error* why = nullptr) const
    {
        static_assert(bs::check_mapped<T>());
        auto message = bs::initial<T>();
        reader in(bb::as_text(data), limits);
        if (!in.message(message))
            return bs::report(in.state().error(), bs::coding::decode, name(), bs::name_of<T>, why);
        return message;
    }
};

static_assert(bb::codec<codec>);
//]

} // namespace plain

#endif
