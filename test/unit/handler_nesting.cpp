// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/event_broker.hpp>
#include <boost_broker/handler_adaptors.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace handler_nesting_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct found {
    int number = 0;
    std::string name = {};
};

using numbers = std::vector<int>;

} // namespace handler_nesting_test

BOOST_HANA_ADAPT_STRUCT(handler_nesting_test::found, number, name);

BOOST_AUTO_TEST_SUITE(handler_nesting)

using namespace handler_nesting_test;
using boost::test_tools::per_element;

// One layer each; the test puts them around a handler in every order.
struct layers {
    asio::io_context io;
    asio::strand<asio::io_context::executor_type> strand = asio::make_strand(io);
    std::shared_ptr<int> owner = std::make_shared<int>();

    auto bound(auto h) const { return asio::bind_executor(strand, std::move(h)); }
    auto tracked(auto h) const { return bb::track(owner, std::move(h)); }
    auto even(auto h) const
    {
        return bb::when([](found const& f) { return f.number % 2 == 0; }, std::move(h));
    }
    auto serial(auto h) const { return bb::serial(std::move(h)); }
    auto fields(auto h) const { return bb::by_fields(std::move(h)); }
};

// Emits 1 to 4 and checks that the handler got the even ones on the strand while the owner lived.
template<class Handler>
void check_even_on_strand(layers& l, Handler handler, numbers& seen)
{
    bb::broker_context ctx;
    seen.clear();
    l.owner = std::make_shared<int>();
    bb::handle const on = bb::listen<found>(ctx, handler(l));
    BOOST_TEST(on.active());
    for (int n = 1; n != 5; ++n)
        bb::emit<found>(ctx, n, "x");
    BOOST_TEST(seen.empty());
    l.io.restart();
    l.io.run();
    BOOST_TEST(seen == (numbers{2, 4}), per_element());
    l.owner.reset();
    bb::emit<found>(ctx, 6, "x");
    l.io.restart();
    l.io.run();
    BOOST_TEST(seen.size() == 2u);
    BOOST_TEST(!on.active());
}

BOOST_AUTO_TEST_CASE(adaptors_nest_in_every_order)
{
    layers l;
    numbers seen;
    auto const f = [&](int n, std::string const&) {
        BOOST_TEST(l.strand.running_in_this_thread());
        seen.push_back(n);
    };
    check_even_on_strand(
        l, [&](auto& a) { return a.bound(a.tracked(a.even(f))); }, seen);
    check_even_on_strand(
        l, [&](auto& a) { return a.bound(a.even(a.tracked(f))); }, seen);
    check_even_on_strand(
        l, [&](auto& a) { return a.tracked(a.bound(a.even(f))); }, seen);
    check_even_on_strand(
        l, [&](auto& a) { return a.tracked(a.even(a.bound(f))); }, seen);
    check_even_on_strand(
        l, [&](auto& a) { return a.even(a.bound(a.tracked(f))); }, seen);
    check_even_on_strand(
        l, [&](auto& a) { return a.even(a.tracked(a.bound(f))); }, seen);
}

BOOST_AUTO_TEST_CASE(coroutines_nest_in_every_order)
{
    layers l;
    numbers seen;
    auto const f = [&](found const& e) -> asio::awaitable<void> {
        BOOST_TEST(l.strand.running_in_this_thread());
        seen.push_back(e.number);
        co_return;
    };
    check_even_on_strand(
        l, [&](auto& a) { return a.serial(a.bound(a.tracked(a.even(f)))); }, seen);
    check_even_on_strand(
        l, [&](auto& a) { return a.bound(a.serial(a.even(a.tracked(f)))); }, seen);
    check_even_on_strand(
        l, [&](auto& a) { return a.tracked(a.even(a.serial(a.bound(f)))); }, seen);
    check_even_on_strand(
        l, [&](auto& a) { return a.even(a.tracked(a.bound(a.serial(f)))); }, seen);
}

BOOST_AUTO_TEST_CASE(generic_handlers_take_the_fields_in_every_order)
{
    layers l;
    numbers seen;
    auto const f = [&](auto const& number, auto const&... rest) {
        static_assert(sizeof...(rest) == 1);
        seen.push_back(number);
    };
    check_even_on_strand(
        l, [&](auto& a) { return a.fields(a.bound(a.tracked(a.even(f)))); }, seen);
    check_even_on_strand(
        l, [&](auto& a) { return a.bound(a.fields(a.even(a.tracked(f)))); }, seen);
    check_even_on_strand(
        l, [&](auto& a) { return a.tracked(a.even(a.bound(a.fields(f)))); }, seen);
}

BOOST_AUTO_TEST_CASE(two_predicates_are_both_asked_from_outside_in)
{
    bb::broker_context ctx;
    numbers asked;
    int calls = 0;
    auto const admits = [&](int id, bool answer) {
        return [&asked, id, answer](found const&) {
            asked.push_back(id);
            return answer;
        };
    };
    bb::handle const both = bb::listen<found>(
        ctx, bb::when(admits(1, true), bb::when(admits(2, true), [&] { ++calls; })));
    bb::handle const neither = bb::listen<found>(
        ctx, bb::when(admits(3, false), bb::when(admits(4, true), [&] { calls += 10; })));
    bb::emit<found>(ctx, 1, "x");
    BOOST_TEST(calls == 1);
    BOOST_TEST(asked == (numbers{1, 2, 3}), per_element());
}

BOOST_AUTO_TEST_CASE(a_handler_may_be_of_any_kind)
{
    bb::broker_context ctx;
    static numbers seen;
    seen.clear();
    void (*const pointer)(found const&) = [](found const& f) { seen.push_back(f.number); };
    std::function<void(int, std::string)> const function = [](int n, std::string const&) {
        seen.push_back(10 * n);
    };
    auto const mutable_and_noexcept = [calls = 0]() mutable noexcept { seen.push_back(--calls); };
    auto const move_only = [p = std::make_unique<int>(5)](found const&) { seen.push_back(*p); };
    auto owned = [p = std::make_unique<int>(6)](found const&) { seen.push_back(*p); };
    std::vector<bb::handle> handles;
    handles.push_back(bb::listen<found>(ctx, pointer));
    handles.push_back(bb::listen<found>(ctx, function));
    handles.push_back(bb::listen<found>(ctx, mutable_and_noexcept));
    handles.push_back(bb::listen<found>(ctx, std::ref(move_only)));
    handles.push_back(bb::listen<found>(ctx, std::move(owned)));
    handles.push_back(
        bb::listen<found>(ctx, asio::bind_allocator(std::allocator<void>(), pointer)));
    bb::emit<found>(ctx, 7, "x");
    BOOST_TEST(seen == (numbers{7, 70, -1, 5, 6, 7}), per_element());
}

BOOST_AUTO_TEST_SUITE_END()
