// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_FUNCTION_NAME_HPP
#define BOOST_BROKER_DETAIL_FUNCTION_NAME_HPP

// What a handler is called, for people: registered functions have no names, but their types have,
// and that of a lambda says in which function it was written.

#include <cxxabi.h>

#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <typeinfo>

namespace boost_broker::detail {

inline void replace_all(std::string& text, std::string_view old, std::string_view by)
{
    for (auto at = text.find(old); at != std::string::npos; at = text.find(old, at + by.size()))
        text.replace(at, old.size(), by);
}

/// The name of a type as its author would write it. Unlike `type_name`, it is the same with every
/// compiler, also for a lambda.
inline std::string readable_name(std::type_info const& type)
{
    int status = 0;
    std::unique_ptr<char, decltype(&std::free)> const demangled(
        abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free);
    if (status == -1)
        throw std::bad_alloc();
    std::string name = demangled != nullptr ? demangled.get() : type.name();
    for (std::string_view const unwritten : {"__cxx11::", "__1::", "(anonymous namespace)::"})
        replace_all(name, unwritten, "");
    replace_all(name, " >", ">");
    replace_all(name, "basic_string<char, std::char_traits<char>, std::allocator<char>>", "string");
    replace_all(name, "boost_broker::detail::", "boost_broker::");
    return name;
}

/// Where the parenthesis is that the one at `closing` belongs to.
inline std::size_t opening_parenthesis(std::string_view name, std::size_t closing) noexcept
{
    int depth = 0;
    for (auto at = closing + 1; at-- != 0;) {
        depth += name[at] == ')' ? 1 : name[at] == '(' ? -1 : 0;
        if (depth == 0)
            return at;
    }
    return std::string_view::npos;
}

/// What stands before `<...>` at the end of a name.
inline std::string_view without_template_arguments(std::string_view name) noexcept
{
    int depth = 0;
    for (auto at = name.size(); at-- != 0;) {
        depth += name[at] == '>' ? 1 : name[at] == '<' ? -1 : 0;
        if (depth == 0)
            return name[at] == '<' ? name.substr(0, at) : name;
    }
    return name;
}

/// `a::b` of `int a::b<x y>(c, d) const`, and `a::b` also of its constructor `a::b::b(c, d)`.
inline std::string_view without_parameters(std::string_view function) noexcept
{
    auto const closing = function.rfind(')');
    auto const opening = closing != std::string_view::npos ? opening_parenthesis(function, closing)
                                                           : std::string_view::npos;
    if (opening == std::string_view::npos)
        return function;
    auto name = without_template_arguments(function.substr(0, opening));
    int depth = 0;
    for (auto at = name.size(); at-- != 0;) {
        depth += name[at] == '>' || name[at] == ')' ? 1
            : name[at] == '<' || name[at] == '('    ? -1
                                                    : 0;
        if (name[at] == ' ' && depth == 0) {
            name.remove_prefix(at + 1); // behind the type that it returns
            break;
        }
    }
    if (auto const last = name.rfind("::"); last != std::string_view::npos) {
        auto const of_class = without_template_arguments(name.substr(0, last));
        auto const class_name = of_class.rfind("::");
        if (of_class.substr(class_name != std::string_view::npos ? class_name + 2 : 0) ==
            name.substr(last + 2))
            return name.substr(0, last);
    }
    return name;
}

/// Where the outermost lambda begins, outside of template arguments. Clang also calls one `$_0`.
inline std::size_t find_lambda(std::string_view name) noexcept
{
    int depth = 0;
    for (std::size_t at = 0; at != name.size(); ++at) {
        auto const rest = name.substr(at);
        if (depth == 0 && (rest.starts_with("::{lambda(") || rest.starts_with("::$_")))
            return at;
        depth += name[at] == '<' || name[at] == '(' ? 1
            : name[at] == '>' || name[at] == ')'    ? -1
                                                    : 0;
    }
    return std::string_view::npos;
}

/// Where a function belongs, by its readable name: the function that a lambda was written in (a
/// class, if that is its constructor), the class of a member function, or the class that the
/// function is an object of. Empty where its type does not tell.
inline std::string_view scope_of(std::string_view name) noexcept
{
    if (auto const member = name.find("::*)"); member != std::string_view::npos) {
        auto const opening = opening_parenthesis(name, member + 3);
        return name.substr(opening + 1, member - opening - 1);
    }
    if (auto const lambda = find_lambda(name); lambda != std::string_view::npos)
        return without_parameters(name.substr(0, lambda));
    bool const may_be_any = name.find("(*") != std::string_view::npos ||
        name.starts_with("std::") || name.starts_with("boost::function<") ||
        name.starts_with("{lambda(") || name.starts_with("$_");
    return may_be_any ? std::string_view() : name;
}

} // namespace boost_broker::detail

#endif
