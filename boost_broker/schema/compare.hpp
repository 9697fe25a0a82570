// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_COMPARE_HPP
#define BOOST_BROKER_SCHEMA_COMPARE_HPP

// What changed between two schemas, and whether programs that use the one and the other still
// understand each other.

#include <boost_broker/schema/description.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace boost_broker::schema {

/// What a change means for programs that use the schemas before and after it.
enum class impact : unsigned char {
    /// Nothing: a type has another name, and nobody sends it.
    naming = 0,
    /// They understand each other; one of them knows something more: a new message, a new field
    /// that may be absent.
    additive = 1,
    /// One of them refuses what the other sends, or misses what it needs.
    breaking = 2
};

/// Returns the name of an impact.
constexpr std::string_view to_string(impact i) noexcept
{
    return i == impact::naming ? "naming" : i == impact::additive ? "additive" : "breaking";
}

/// One change.
struct difference {
    /// What it means.
    schema::impact impact = schema::impact::naming;
    /// Where it is: a message, or a field such as `get_device.tags[].key`; what belongs to the
    /// response of a request begins with `get_device:response`.
    std::string where;
    /// What it is: "the field is new and required".
    std::string what;

    /// Compares by value.
    friend bool operator==(difference const&, difference const&) = default;
};

/// What `compare` looks at.
struct compare_options {
    /// Whether a field may not change its number. Only Protobuf uses the numbers.
    bool numbers = true;
};

/// All changes between two schemas.
class comparison
{
public:
    /// The changes, message by message, in the order of the fields.
    std::vector<difference> differences;

    /// Tells whether the schemas are the same but for doc strings, initialisers and the order of
    /// fields and enumerators.
    bool identical() const noexcept { return differences.empty(); }

    /// Tells whether programs with the one and the other schema understand each other.
    bool compatible() const noexcept
    {
        auto const* worst = first();
        return worst == nullptr || worst->impact != impact::breaking;
    }

    /// Returns the first of the worst differences, or null if there is none.
    difference const* first() const noexcept
    {
        difference const* found = nullptr;
        for (auto const& d : differences) {
            if (found == nullptr || d.impact > found->impact)
                found = &d;
        }
        return found;
    }

    /// Returns a line about the first of the worst differences: "get_device.id: the type is int64,
    /// and was int32"; empty if there is none.
    std::string message() const
    {
        auto const* d = first();
        return d == nullptr ? std::string() : d->where + ": " + d->what;
    }
};

namespace detail {

/// Compares two types and all they are made of.
class comparer
{
public:
    comparer(description const& before, description const& after, compare_options options)
        : before_(before)
        , after_(after)
        , options_(options)
    {}

    comparison run();

private:
    // What is still to be done: to compare two types, or to report a difference that was found. A
    // stack of them, because what came from elsewhere may be nested as deep as it likes, and
    // differences are told in the order of the fields.
    struct step {
        type_index before = 0;
        type_index after = 0;
        std::string where;
        std::optional<difference> found;
    };

    void report(impact i, std::string const& where, std::string what);
    void message(message_description const& before, message_description const& after);
    void run_from(type_index before, type_index after, std::string where);
    void type(step const& both);
    void later(type_index before, type_index after, std::string where);
    void parts(type_description const& b, type_description const& a, std::string const& where);
    void structure(type_description const& b, type_description const& a, std::string const& where);
    void enumeration(
        type_description const& b, type_description const& a, std::string const& where);
    void variant(type_description const& b, type_description const& a, std::string const& where);

    description before_;
    description after_;
    compare_options options_;
    comparison result_;
    std::vector<step> stack_;
    std::unordered_set<std::uint64_t> compared_; // pairs of types, so that recursive ones end
};

} // namespace detail

/// Returns what changed between two schemas.
/** Types are compared by what travels: a strong typedef in place of its type is a matter of naming.
    Two schemas with the same structural hash are identical.

    @param before The schema as it was, or the peer's.
    @param after The schema as it is.
    @param options What to look at. */
inline comparison compare(
    description const& before, description const& after, compare_options options = {});

} // namespace boost_broker::schema

#include <boost_broker/schema/impl/compare.hpp>

#endif
