// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_PROTOBUF_IMPL_LOCK_HPP
#define BOOST_BROKER_PROTOBUF_IMPL_LOCK_HPP

#include <boost_broker/protobuf/lock.hpp>
#include <boost_broker/schema/proto.hpp>

#include <boost/system/errc.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <map>
#include <system_error>
#include <utility>

namespace boost_broker::protobuf {

namespace detail {

struct locked_field {
    std::string name;
    std::string type;
    bool gone = false;
};

/// The messages of a lock, and their fields by number.
using locked_messages = std::map<std::string, std::map<std::uint32_t, locked_field>, std::less<>>;

inline failure lock_failure(std::string text)
{
    return failure(make_error_code(boost::system::errc::invalid_argument),
        "field numbers: " + std::move(text));
}

/// Takes a line from a text, without the spaces around it.
inline std::string_view take_line(std::string_view& text)
{
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    line.remove_prefix(std::min(line.size(), line.find_first_not_of(" \t")));
    return line.substr(0, line.find_last_not_of(" \t\r") + 1);
}

/// Takes a number from a text; 0 if there is none.
inline std::uint32_t take_number(std::string_view& text)
{
    std::uint32_t number = 0;
    auto const last = text.data() + text.size();
    auto const [end, error] = std::from_chars(text.data(), last, number);
    if (error != std::errc())
        return 0;
    text = std::string_view(end, static_cast<std::size_t>(last - end));
    return number;
}

/// Reads what is written as messages. That is done with the text, because a .proto file is the one
/// place where all of them are spelt.
inline locked_messages messages_of(schema::description const& types)
{
    locked_messages messages;
    auto const proto = schema::to_proto(types, {});
    std::map<std::uint32_t, locked_field>* fields = nullptr;
    for (std::string_view rest = proto; !rest.empty();) {
        auto const line = detail::take_line(rest);
        if (line.starts_with("message ") && line.ends_with(" {")) {
            fields = &messages[std::string(line.substr(8, line.size() - 10))];
        } else if (line.starts_with("enum ") || line.starts_with("service ")) {
            fields = nullptr;
        } else if (auto const equals = line.rfind(" = "); fields != nullptr &&
                   line.ends_with(';') && !line.starts_with("//") &&
                   equals != std::string_view::npos) {
            // optional bool fresh = 9;
            auto number = line.substr(equals + 3);
            auto const declared = line.substr(0, equals);
            auto const space = declared.rfind(' ');
            (*fields)[detail::take_number(number)] = {std::string(declared.substr(space + 1)),
                std::string(declared.substr(0, space)), false};
        }
    }
    return messages;
}

inline result<locked_messages> parse_lock(std::string_view lock)
{
    locked_messages messages;
    std::map<std::uint32_t, locked_field>* fields = nullptr;
    for (std::size_t count = 1; !lock.empty(); ++count) {
        auto line = detail::take_line(lock);
        if (line.empty() || line.starts_with('#'))
            continue;
        if (line.starts_with("message ")) {
            fields = &messages[std::string(line.substr(8))];
            continue;
        }
        bool const gone = line.starts_with("gone ");
        if (gone)
            line.remove_prefix(5);
        auto const number = detail::take_number(line);
        auto const colon = line.find(": ");
        if (fields == nullptr || number == 0 || !line.starts_with(' ') ||
            colon == std::string_view::npos)
            return detail::lock_failure("line " + std::to_string(count) +
                " of the lock is not of the form '14 id: int64'; take the file from version "
                "control");
        bool const added = fields
                               ->emplace(number,
                                   locked_field{std::string(line.substr(1, colon - 1)),
                                       std::string(line.substr(colon + 2)), gone})
                               .second;
        if (!added)
            return detail::lock_failure("line " + std::to_string(count) +
                " of the lock has a number that its message has already; give one of the fields "
                "another number, in the lock and in the notes of the struct");
    }
    return messages;
}

/// The comment that a lock begins with: its own, or ours.
inline std::string heading_of(std::string_view lock)
{
    std::string heading;
    while (lock.starts_with('#'))
        (heading += detail::take_line(lock)) += '\n';
    return !heading.empty() ? heading
                            : "# The numbers of fields in Protobuf. They must not change; see\n"
                              "# boost_broker::protobuf::update_lock, which writes this file.\n";
}

inline std::string lock_text(std::string text, locked_messages const& messages)
{
    for (auto const& [message, fields] : messages) {
        text += "\nmessage " + message + '\n';
        for (auto const& [number, field] : fields) {
            text += field.gone ? "  gone " : "  ";
            text += std::to_string(number) + ' ' + field.name + ": " + field.type + '\n';
        }
    }
    return text;
}

/// Adds what a message has now to what it had before. Returns what may not be; empty if all may.
inline std::string merge_fields(std::string const& message,
    std::map<std::uint32_t, locked_field>& before, std::map<std::uint32_t, locked_field> const& now)
{
    auto const quoted = [&](std::string const& field) { return message + '.' + field; };
    auto const note = [](std::uint32_t number) {
        return "the note .number = " + std::to_string(number);
    };
    for (auto const& [number, field] : now) {
        for (auto const& [old_number, old] : before) {
            if (!old.gone && old.name == field.name && old_number != number)
                return quoted(field.name) + " had the number " + std::to_string(old_number) +
                    " and has " + std::to_string(number) + " now; give it " + note(old_number);
        }
        auto const [at, added] = before.emplace(number, field);
        auto const& old = at->second;
        if (added)
            continue;
        if (old.gone)
            return quoted(field.name) + " has the number " + std::to_string(number) +
                ", which belonged to " + old.name + "; give it another one with the note .number";
        if (old.name != field.name)
            return "the number " + std::to_string(number) + " belongs to " + quoted(old.name) +
                " and not to " + field.name +
                "; give the field another number with the note .number, or rename it in the lock";
        if (old.type != field.type)
            return quoted(field.name) + " was '" + old.type + "' and is '" + field.type +
                "' now; give the field another name and another number";
    }
    for (auto& [number, field] : before)
        field.gone = field.gone || now.count(number) == 0;
    return {};
}

} // namespace detail

inline result<std::string> update_lock(schema::description const& types, std::string_view lock)
{
    auto messages = detail::parse_lock(lock);
    if (!messages)
        return messages.error();
    for (auto const& [name, fields] : detail::messages_of(types)) {
        // a message that is gone keeps its numbers, in case that it comes back
        if (auto problem = detail::merge_fields(name, (*messages)[name], fields); !problem.empty())
            return detail::lock_failure(std::move(problem));
    }
    return detail::lock_text(detail::heading_of(lock), *messages);
}

inline result<void> check_lock(schema::description const& types, std::string_view lock)
{
    auto const updated = protobuf::update_lock(types, lock);
    if (!updated)
        return updated.error();
    std::string_view old_rest = lock;
    std::string_view new_rest = *updated;
    while (!old_rest.empty() || !new_rest.empty()) {
        auto const before = detail::take_line(old_rest);
        auto const now = detail::take_line(new_rest);
        if (before != now)
            return detail::lock_failure("the lock is out of date: where it says '" +
                std::string(before) + "', it should say '" + std::string(now) +
                "'; write what update_lock returns into it");
    }
    return {};
}

} // namespace boost_broker::protobuf

#endif
