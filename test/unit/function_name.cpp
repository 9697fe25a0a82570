// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/detail/function_name.hpp>

#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>
#include <vector>

namespace function_name_test {

using namespace boost_broker::detail;

template<class T>
std::string name_of(T const&)
{
    return readable_name(typeid(T));
}

struct counter {
    auto in_member(int) const
    {
        return [](int) {};
    }
    void member(std::string const&) {}
    void operator()() const {}
};

template<class T>
auto in_template(T, std::vector<T> const&)
{
    return [](std::string const&) { return [] {}; };
}

namespace {
struct hidden {};
} // namespace

} // namespace function_name_test

BOOST_AUTO_TEST_SUITE(function_name)

using namespace function_name_test;

BOOST_AUTO_TEST_CASE(names_are_what_their_author_wrote)
{
    BOOST_TEST(readable_name(typeid(std::string)) == "std::string");
    BOOST_TEST(readable_name(typeid(hidden)) == "function_name_test::hidden");
    BOOST_TEST(name_of(std::function<void(std::string const&)>()) ==
        "std::function<void (std::string const&)>");
    BOOST_TEST(
        name_of(&counter::member) == "void (function_name_test::counter::*)(std::string const&)");
    BOOST_TEST(name_of(counter().in_member(1)) ==
        "function_name_test::counter::in_member(int) const::{lambda(int)#1}");
}

BOOST_AUTO_TEST_CASE(a_function_belongs_to_what_it_is_written_in)
{
    auto const scope = [](auto const& function) {
        return std::string(scope_of(name_of(function)));
    };
    BOOST_TEST(scope(counter()) == "function_name_test::counter");
    BOOST_TEST(scope(&counter::member) == "function_name_test::counter");
    BOOST_TEST(scope(counter().in_member(1)) == "function_name_test::counter::in_member");
    auto const outer = in_template(counter(), {});
    BOOST_TEST(scope(outer) == "function_name_test::in_template");
    BOOST_TEST(scope(outer("")) == "function_name_test::in_template");
    BOOST_TEST(scope(std::function<void()>()) == "");
    BOOST_TEST(scope(std::bind(counter())) == "");
    void (*const pointer)(int) = nullptr;
    BOOST_TEST(scope(pointer) == "");
}

BOOST_AUTO_TEST_CASE(every_form_of_a_name)
{
    struct {
        char const* name;
        char const* scope;
    } const table[] = {
        {"main::{lambda()#1}", "main"},
        {"a::b::b(int)::{lambda()#1}", "a::b"},
        {"a::b<c>::b(int)::{lambda()#1}", "a::b<c>"},
        {"b::b()::{lambda()#1}", "b"},
        {"bb::b()::{lambda()#1}", "bb::b"},
        {"a::f(void (*)(int), b) const::{lambda(int)#2}", "a::f"},
        {"std::map<int, x> a::f<g<1> >(b)::{lambda()#1}", "a::f"},
        {"a::f()::{lambda()#1}::operator()() const::{lambda(int)#1}", "a::f"},
        {"void a::g<a::f()::{lambda()#1}>(b)::{lambda()#1}", "a::g"},
        {"a::operator<(b, c)::{lambda()#1}", "a::operator<(b, c)::{lambda()#1}"},
        {"a::f(int)::$_0", "a::f"},
        {"a::f(int)::$_0::operator()() const::{lambda()#1}", "a::f"},
        {"a::f()::{lambda()#1}::operator()() const::local", "a::f"},
        {"{lambda(int)#1}", ""},
        {"$_0", ""},
        {"a::f(int)::local", "a::f(int)::local"},
        {"int (a::b::*)(c) const", "a::b"},
        {"int (a<void (int)>::*)(c)", "a<void (int)>"},
        {"boost::function<void ()>", ""},
        {"", ""},
    };
    for (auto const& row : table)
        BOOST_TEST(scope_of(row.name) == row.scope, row.name);
}

BOOST_AUTO_TEST_SUITE_END()
