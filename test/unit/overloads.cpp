// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/overloads.hpp>
#include <boost_broker/thread_context.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#pragma push_macro("emit")
#undef emit

namespace overloads_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;

// events and signals
struct moved {
    int distance = 0;
};
struct scaled {
    double factor = 0;
};
struct renamed {
    std::string to = {};
};
struct placed {
    int x = 0;
    int y = 0;
};
struct labelled {
    int x = 0;
    std::string label = {};
};
struct reset {};
struct boxed {
    std::unique_ptr<int> content = {};
};

// requests
struct device_info {
    std::string name = {};
};
struct get_device {
    using response = device_info;
    std::int64_t id = 0;
};
struct get_device_by_name {
    using response = device_info;
    std::string name = {};
};
struct get_port {
    using response = int;
    std::string device = {};
    std::string port = {};
};
struct half {
    using broker_policy = bb::local<bb::synchronous>;
    using response = int;
    int number = 0;
};
struct half_of_text {
    using broker_policy = bb::local<bb::synchronous>;
    using response = std::string;
    std::string text = {};
};

using change = bb::overloads<moved, scaled, renamed>;
using place = bb::overloads<placed, labelled, reset>;
using find_device = bb::overloads<get_device, get_device_by_name>;
using find = bb::overloads<get_device, get_device_by_name, get_port>;
using halve = bb::overloads<half, half_of_text>;

std::string id_text(std::int64_t id)
{
    return "#" + std::to_string(id);
}

// Handlers of all the messages, each registered under its own name.
struct fixture {
    template<class... Args>
    void note(Args const&... args)
    {
        std::string line;
        auto const add = [&](auto const& arg) {
            if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(arg)>>)
                line += std::to_string(arg).substr(0, 3) + ' ';
            else
                line += std::string(arg) + ' ';
        };
        (add(args), ...);
        seen.push_back(line);
    }

    asio::io_context io;
    bb::broker_context ctx{io};
    std::vector<std::string> seen;
    bb::handle one = bb::listen<moved>(ctx, [this](int d) { note("moved", d); });
    bb::handle two = bb::listen<scaled>(ctx, [this](double f) { note("scaled", f); });
    bb::handle three =
        bb::listen<renamed>(ctx, [this](std::string const& to) { note("renamed", to); });
    bb::handle four = bb::listen<placed>(ctx, [this](int x, int y) { note("placed", x, y); });
    bb::handle five = bb::listen<labelled>(
        ctx, [this](int x, std::string const& label) { note("labelled", x, label); });
    bb::handle six = bb::listen<reset>(ctx, [this] { note("reset"); });

    bb::handle seven = bb::set_provider<get_device>(ctx, [](std::int64_t id) {
        return device_info{id_text(id)};
    }).value();
    bb::handle eight = bb::set_provider<get_device_by_name>(ctx, [](std::string const& name) {
        return device_info{name};
    }).value();
    bb::handle nine =
        bb::set_provider<get_port>(ctx, [](std::string const& device, std::string const& port) {
            return static_cast<int>(device.size() + port.size());
        }).value();

    auto names()
    {
        return [this](bb::result<device_info> const& r) { note("name", r.value().name); };
    }
    bool saw(std::vector<std::string> const& expected)
    {
        io.restart();
        io.run();
        BOOST_TEST(seen == expected, boost::test_tools::per_element());
        return std::exchange(seen, {}) == expected;
    }
};

} // namespace overloads_test

BOOST_HANA_ADAPT_STRUCT(overloads_test::moved, distance);
BOOST_HANA_ADAPT_STRUCT(overloads_test::scaled, factor);
BOOST_HANA_ADAPT_STRUCT(overloads_test::renamed, to);
BOOST_HANA_ADAPT_STRUCT(overloads_test::placed, x, y);
BOOST_HANA_ADAPT_STRUCT(overloads_test::labelled, x, label);
BOOST_HANA_ADAPT_STRUCT(overloads_test::boxed, content);
BOOST_HANA_ADAPT_STRUCT(overloads_test::get_device, id);
BOOST_HANA_ADAPT_STRUCT(overloads_test::get_device_by_name, name);
BOOST_HANA_ADAPT_STRUCT(overloads_test::get_port, device, port);
BOOST_HANA_ADAPT_STRUCT(overloads_test::half, number);
BOOST_HANA_ADAPT_STRUCT(overloads_test::half_of_text, text);

BOOST_AUTO_TEST_SUITE(overloads)

using namespace overloads_test;

BOOST_FIXTURE_TEST_CASE(the_types_of_arguments_choose_an_event, fixture)
{
    std::string const text = "text";
    BOOST_TEST((bb::emit<change>(ctx, text) == bb::emit_result{1, 0}));
    bb::emit<change>(ctx, "literal");
    bb::emit<change>(ctx, std::string_view("view").data());
    bb::emit<change>(ctx, 7); // also fills a double, but int is the type of the one field
    bb::emit<change>(ctx, 0.5);
    bb::emit<change>(ctx, 0.5F); // widens to a double, and would be narrowed to an int
    short const s = 3;
    bb::emit<bb::overloads<moved, renamed>>(ctx, s);
    BOOST_TEST(saw({"renamed text ", "renamed literal ", "renamed view ", "moved 7 ", "scaled 0.5 ",
        "scaled 0.5 ", "moved 3 "}));
}

BOOST_FIXTURE_TEST_CASE(the_number_of_arguments_chooses_an_event, fixture)
{
    bb::emit<place>(ctx, 1, 2);
    bb::emit<place>(ctx, 1, "here");
    bb::emit<place>(ctx);
    bb::emit<bb::overloads<moved, placed>>(ctx, 1);
    bb::emit<bb::overloads<moved, placed>>(ctx, 1, 2);
    BOOST_TEST(saw({"placed 1 2 ", "labelled 1 here ", "reset ", "moved 1 ", "placed 1 2 "}));
}

BOOST_FIXTURE_TEST_CASE(a_value_of_one_of_them_is_sent, fixture)
{
    moved const kept{4};
    bb::emit<change>(ctx, kept);
    bb::emit<change>(ctx, renamed{"value"});
    bb::publish<place>(ctx, labelled{1, "value"});
    bb::emit<place>(ctx, reset{});
    BOOST_TEST(saw({"moved 4 ", "renamed value ", "labelled 1 value ", "reset "}));
}

BOOST_FIXTURE_TEST_CASE(the_context_may_be_left_out, fixture)
{
    bb::scoped_context const here(ctx);
    bb::emit<change>(7);
    bb::publish<change>("x");
    bb::publish<place>(1, 2);
    bb::emit<place>();
    bb::emit<change>(scaled{0.5});
    bb::context_ref const ref = ctx;
    bb::emit<change>(ref, 8);
    bb::publish<place>(ref);
    bb::request<find_device>(7, names());
    bb::request<find>("x", names());
    bb::handle const on = bb::listen<change>([this](int d) { note("again", d); });
    bb::emit<change>(9);
    BOOST_TEST(saw({"moved 7 ", "renamed x ", "placed 1 2 ", "reset ", "scaled 0.5 ", "moved 8 ",
        "reset ", "moved 9 ", "again 9 ", "name #7 ", "name x "}));
}

BOOST_FIXTURE_TEST_CASE(an_argument_is_moved_from_only_if_somebody_gets_it, fixture)
{
    using pack = bb::overloads<boxed, moved>;
    auto content = std::make_unique<int>(5);
    bb::emit<pack>(ctx, std::move(content));
    BOOST_TEST(content != nullptr);
    int got = 0;
    bb::handle const on = bb::listen<pack>(ctx, [&](boxed const& b) { got = *b.content; });
    bb::emit<pack>(ctx, std::move(content));
    BOOST_TEST(content == nullptr);
    BOOST_TEST(got == 5);
}

BOOST_FIXTURE_TEST_CASE(signals_too, fixture)
{
    BOOST_TEST((bb::signal<change>(ctx, 7).error() == bb::errc::no_handler));
    auto const a = bb::on_signal<change>(ctx, [this](int d) { note("move", d); });
    auto const b = bb::on_signal<change>(ctx, [this](renamed&& r) { note("rename", r.to); });
    auto const second = bb::on_signal<change>(ctx, [](int) {});
    BOOST_TEST((second.error() == bb::errc::handler_exists));
    BOOST_TEST(bb::signal<change>(ctx, 7).has_value());
    BOOST_TEST(bb::signal<change>(ctx, "x").has_value());
    BOOST_TEST(bb::signal<change>(ctx, renamed{"y"}).has_value());
    BOOST_TEST((bb::signal<change>(ctx, 0.5).error() == bb::errc::no_handler));
    BOOST_TEST(saw({"move 7 ", "rename x ", "rename y "}));
    auto const c = bb::replace_signal_handler<change>(ctx, [this](int d) { note("go", d); });
    bb::scoped_context const here(ctx);
    BOOST_TEST(bb::signal<change>(8).has_value());
    auto const d = bb::on_signal<change>([this](double f) { note("scale", f); });
    BOOST_TEST(bb::signal<change>(0.5).has_value());
    auto const e = bb::replace_signal_handler<change>([this](double) { note("shrink"); });
    BOOST_TEST(bb::signal<change>(0.5).has_value());
    BOOST_TEST(saw({"go 8 ", "scale 0.5 ", "shrink "}));
}

BOOST_FIXTURE_TEST_CASE(requests_take_a_token_behind_the_fields, fixture)
{
    bb::request<find_device>(ctx, 7, names());
    bb::request<find_device>(ctx, "core-router", names());
    bb::request<find_device>(ctx, get_device{8}, names());
    get_device_by_name const kept{"kept"};
    bb::request<find_device>(ctx, kept, names());
    // What a generic handler does with the answer may not compile for the other responses.
    bb::request<find>(ctx, "ab", "cde", [this](auto const& r) { note("port", r.value() + 0); });
    bb::request<find>(ctx, "x", [this](auto const& r) { note("name", r.value().name); });
    bb::request<find>(ctx, 9)(names()); // deferred
    auto const strand = asio::make_strand(io);
    bb::request<find>(ctx, 10, bb::timeout(1s, asio::bind_executor(strand, names())));
    auto future = bb::request<find>(ctx, "ab", "c", asio::use_future);
    BOOST_TEST(saw({"name #7 ", "name core-router ", "name #8 ", "name kept ", "port 5 ", "name x ",
        "name #9 ", "name #10 "}));
    BOOST_TEST(future.get().value() == 3);
    BOOST_TEST(bb::request<find>(ctx, 11, bb::blocking).value().name == "#11");
    BOOST_TEST(bb::request<find>(ctx, get_port{"a", "b"}, bb::blocking(1s)).value() == 2);
}

BOOST_FIXTURE_TEST_CASE(requests_are_awaited, fixture)
{
    asio::co_spawn(
        io,
        [&]() -> asio::awaitable<void> {
            bb::result<device_info> const by_id = co_await bb::request<find>(ctx, 7);
            bb::result<device_info> const by_name = co_await bb::request<find>(ctx, "a long name");
            bb::result<int> const port =
                co_await bb::request<find>(ctx, "ab", "cde", asio::use_awaitable);
            note(by_id.value().name, by_name.value().name, port.value());
        },
        asio::detached);
    BOOST_TEST(saw({"#7 a long name 5 "}));
}

BOOST_AUTO_TEST_CASE(synchronous_requests_return_the_answer)
{
    bb::broker_context ctx;
    auto const a = bb::set_provider<halve>(ctx, [](int n) { return n / 2; });
    auto const b =
        bb::set_provider<halve>(ctx, [](std::string const& t) { return t.substr(t.size() / 2); });
    BOOST_TEST(bb::request<halve>(ctx, 8).value() == 4);
    BOOST_TEST(bb::request<halve>(ctx, "abcd").value() == "cd");
    BOOST_TEST(bb::request<halve>(ctx, half{6}).value() == 3);
}

BOOST_FIXTURE_TEST_CASE(requests_to_many, fixture)
{
    auto const a =
        bb::add_provider<find>(ctx, [](std::int64_t id) { return device_info{id_text(id)}; });
    auto const b =
        bb::add_provider<find>(ctx, [](std::int64_t id) { return device_info{id_text(id + 1)}; });
    auto const c =
        bb::add_provider<find>(ctx, [](std::string_view, std::string_view) { return 5; });
    auto const all = [this](bb::result<std::vector<device_info>> const& r) {
        for (auto const& info : r.value())
            note("all", info.name);
    };
    auto const each = [this](bb::result<std::vector<bb::result<int>>> const& r) {
        for (auto const& port : r.value())
            note("each", port.value());
    };
    bb::request_all<find>(ctx, 1, all);
    bb::request_all<find>(ctx, "nobody", all);
    bb::request_all<find>(ctx, get_device{2}, all);
    bb::request_each<find>(ctx, "a", "b", each);
    bb::request_each<find>(ctx, "a", "b")(each);
    // With a quorum the completion is another one.
    bb::request_all<find>(
        ctx, "a", "b", bb::quorum(1, [this](bb::result<std::vector<bb::result<int>>> const& r) {
            note("quorum", r.value().at(0).value());
        }));
    bb::scoped_context const here(ctx);
    bb::request_all<find>(3, all);
    bb::request_each<find>(get_port{}, each);
    auto const d = bb::add_provider<find>([](std::string const&) { return device_info{"d"}; });
    bb::request_all<find>("x", all);
    BOOST_TEST(saw({"all #1 ", "all #2 ", "all #2 ", "all #3 ", "each 5 ", "each 5 ", "quorum 5 ",
        "all #3 ", "all #4 ", "each 5 ", "all d "}));
}

BOOST_FIXTURE_TEST_CASE(a_handler_is_registered_for_what_it_fits, fixture)
{
    seven.stop();
    eight.stop();
    nine.stop();
    // by one field, converting; by one field and a reply; by the message
    auto const a = bb::set_provider<find>(ctx, [](int id) { return device_info{id_text(id)}; });
    auto const b =
        bb::set_provider<find>(ctx, [](std::string_view name, bb::reply<get_device_by_name> r) {
            r(device_info{std::string(name)});
        });
    auto const c =
        bb::set_provider<find>(ctx, [](get_port const&) -> asio::awaitable<int> { co_return 4; });
    BOOST_TEST((a.has_value() && bb::is_provided<get_device>(ctx)));
    BOOST_TEST((b.has_value() && bb::is_provided<get_device_by_name>(ctx)));
    BOOST_TEST((c.has_value() && bb::is_provided<get_port>(ctx)));
    auto const second = bb::set_provider<find>(ctx, [](get_device&&) { return device_info{}; });
    BOOST_TEST((second.error() == bb::errc::provider_exists));

    auto const d = bb::replace_provider<find>(ctx, [](std::int64_t) { return device_info{"new"}; });
    bb::request<find>(ctx, 7, names());
    bb::request<find>(ctx, "x", names());
    bb::request<find>(ctx, "a", "b", [this](bb::result<int> const& r) { note("port", r.value()); });
    bb::scoped_context const here(ctx);
    auto const e =
        bb::replace_provider<find>([](std::string const&, std::string const&) { return 1; });
    BOOST_TEST((e.has_value() && c->active()));
    BOOST_TEST(saw({"name new ", "name x ", "port 4 "}));
}

struct service {
    void on_moved(int distance) { total += distance; }
    void on_renamed(renamed const& r) { name = r.to; }
    int total = 0;
    std::string name = {};
};

BOOST_FIXTURE_TEST_CASE(handlers_fit_inside_their_adaptors, fixture)
{
    auto const owner = std::make_shared<service>();
    auto const strand = asio::make_strand(io);
    bb::handle const a = bb::listen<change>(ctx, bb::track(owner, &service::on_moved));
    bb::handle const b = bb::listen<change>(
        ctx, asio::bind_executor(strand, bb::track(owner, &service::on_renamed)));
    std::function<void(double)> const scale = [this](double f) { note("function", f); };
    bb::handle const c =
        bb::listen<change>(ctx, bb::when([](scaled const& s) { return s.factor > 1; }, scale));
    bb::handle const d = bb::listen<place>(ctx, [this] { note("nothing at all"); });
    bb::handle const e = bb::listen<bb::overloads<moved, labelled>>(
        ctx, bb::by_fields([this](auto x, auto label) { note("generic", x, label); }));
    bb::emit<change>(ctx, 7);
    bb::emit<change>(ctx, "x");
    bb::emit<change>(ctx, 2.5);
    bb::emit<change>(ctx, 0.5);
    bb::emit<place>(ctx, 1, 2); // d listens for what has no fields
    bb::emit<place>(ctx);
    bb::emit<place>(ctx, 1, "here");
    BOOST_TEST(saw({"moved 7 ", "renamed x ", "scaled 2.5 ", "function 2.5 ", "scaled 0.5 ",
        "placed 1 2 ", "reset ", "nothing at all ", "labelled 1 here ", "generic 1 here "}));
    BOOST_TEST(owner->total == 7);
    BOOST_TEST(owner->name == "x");
}

BOOST_FIXTURE_TEST_CASE(a_parameter_of_exactly_the_type_of_the_field_decides, fixture)
{
    bb::handle const a = bb::listen<change>(ctx, [this](double const& f) { note("double", f); });
    bb::handle const b = bb::listen<change>(ctx, [this](int d) { note("int", d); });
    bb::emit<change>(ctx, 1);
    bb::emit<change>(ctx, 0.5);
    BOOST_TEST(saw({"moved 1 ", "int 1 ", "scaled 0.5 ", "double 0.5 "}));
}

BOOST_AUTO_TEST_SUITE_END()

#pragma pop_macro("emit")
