// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Qt turns `emit`, `signals` and `slots` into macros; a program may see them first.
#include <QObject>

#define AS_WRITTEN(text) #text
#define AS_EXPANDED(text) AS_WRITTEN(text)

constexpr char emit_before[] = AS_EXPANDED(emit);
constexpr char signals_before[] = AS_EXPANDED(signals);
constexpr char slots_before[] = AS_EXPANDED(slots);

// what is tested: the headers of the library behind those of Qt
#include <boost_broker/boost_broker.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>
#include <optional>
#include <string>
#include <string_view>

namespace qt_test {

struct button_pressed {
    int button = 0;
    std::string label = {};
};
struct close_window {
    std::string reason = {};
};
struct get_title {
    using response = std::string;
    int window = 0;
};

} // namespace qt_test

BOOST_HANA_ADAPT_STRUCT(qt_test::button_pressed, button, label);
BOOST_HANA_ADAPT_STRUCT(qt_test::close_window, reason);
BOOST_HANA_ADAPT_STRUCT(qt_test::get_title, window);

namespace {

namespace bb = boost_broker;

int failures = 0;

void check(bool holds, char const* what)
{
    if (!holds) {
        ++failures;
        std::cerr << "qt_first: this does not hold: " << what << '\n';
    }
}

void events_are_published()
{
    bb::broker_context ctx;
    std::string heard;
    bb::handle const on = bb::listen<qt_test::button_pressed>(ctx,
        [&](int button, std::string const& label) { heard += std::to_string(button) + label; });
    auto const by_fields = bb::publish<qt_test::button_pressed>(ctx, 1, " open ");
    auto const by_name =
        bb::publish<qt_test::button_pressed>(ctx, {.button = 2, .label = " save "});
    qt_test::button_pressed const value{3, " close"};
    auto const by_value = bb::publish(ctx, value);
    check(by_fields.accepted == 1 && by_name.accepted == 1 && by_value.accepted == 1,
        "each form of publish reaches the listener");
    check(heard == "1 open 2 save 3 close", "the listener hears what was published");

    bb::scoped_context const scope(ctx);
    check(bb::publish<qt_test::button_pressed>(4, " quit").accepted == 1,
        "publish without a context reaches the context of the thread");
    check(heard == "1 open 2 save 3 close4 quit", "the listener hears it");
}

void signals_are_sent()
{
    bb::broker_context ctx;
    std::string reason;
    check(!bb::signal<qt_test::close_window>(ctx, "nobody").has_value(),
        "a signal without a handler is refused");
    auto const on = bb::on_signal<qt_test::close_window>(
        ctx, [&](std::string text) { reason = std::move(text); });
    check(on.has_value(), "the signal handler is registered");
    check(bb::signal<qt_test::close_window>(ctx, "the user asked for it").has_value(),
        "a signal with a handler is accepted");
    check(reason == "the user asked for it", "the handler gets what was sent");
}

void requests_are_answered()
{
    boost::asio::io_context io;
    bb::broker_context ctx(io);
    auto const provider = bb::set_provider<qt_test::get_title>(
        ctx, [](int window) { return "window " + std::to_string(window); });
    check(bb::request<qt_test::get_title>(ctx, 5, bb::blocking).value() == "window 5",
        "a blocking request is answered");
    std::optional<bb::result<std::string>> answer;
    bb::request<qt_test::get_title>(
        ctx, 6, [&](bb::result<std::string> r) { answer = std::move(r); });
    io.run();
    check(answer && answer->has_value() && **answer == "window 6",
        "a request with a callback is answered");
}

} // namespace

#if !defined(emit) || !defined(signals) || !defined(slots)
#error the library took a macro of Qt away
#endif

static_assert(std::string_view(AS_EXPANDED(emit)) == emit_before);
static_assert(std::string_view(AS_EXPANDED(signals)) == signals_before);
static_assert(std::string_view(AS_EXPANDED(slots)) == slots_before);

int main()
{
    events_are_published();
    signals_are_sent();
    requests_are_answered();
    return failures == 0 ? 0 : 1;
}
