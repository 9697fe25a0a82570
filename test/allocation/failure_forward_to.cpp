// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Lets every allocation of what is passed on to another context fail in turn, in both contexts.

#include "injection.hpp"
#include <boost_broker/diagnostics.hpp>
#include <boost_broker/forward_to.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/multi_request_broker.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#pragma push_macro("emit")
#undef emit

namespace failure_forward_to_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using injection::fate;
using injection::life;
using injection::probe;
using namespace std::chrono_literals;

std::string const long_text = "long enough that a string has to allocate";

struct note {
    int id = 0;
    std::string text = {};
};
struct ask {
    using response = int;
    int id = 0;
};
struct ask_now {
    using broker_policy = bb::local<bb::synchronous>;
    using response = int;
    int id = 0;
};

} // namespace failure_forward_to_test

BOOST_HANA_ADAPT_STRUCT(failure_forward_to_test::note, id, text);
BOOST_HANA_ADAPT_STRUCT(failure_forward_to_test::ask, id);
BOOST_HANA_ADAPT_STRUCT(failure_forward_to_test::ask_now, id);

namespace failure_forward_to_test {

struct fixture {
    explicit fixture(probe& given) : p(given)
    {
        front.use_clock(clock);
        back.use_clock(clock);
        front.diagnostics().connect([this](bb::diagnostic const&) { ++reports; });
    }

    void run()
    {
        io.restart();
        io.poll();
    }

    probe& p;
    asio::io_context io;
    bb::manual_clock clock;
    bb::broker_context front{io};
    bb::broker_context back{io};
    asio::strand<asio::io_context::executor_type> strand = asio::make_strand(io);
    int reports = 0;
};

auto handler(life const& l)
{
    return [l](note const& n) {
        if (n.text == long_text)
            l.called();
    };
}

/// What is sent arrives once; or the verb throws, or the failure is reported, and it never arrives.
template<class Send>
void arrives(probe& p, fixture& f, fate const& there, Send send)
{
    bool const threw = p.throws(send);
    f.run();
    bool const reported = f.reports == 1;
    p.expect(there.calls + (threw ? 1 : 0) + (reported ? 1 : 0) == 1, "it is lost, or there twice");
    p.expect(!reported || p.failed(), "there was no reason for a report");
    send();
    f.run();
    p.expect(there.calls == (threw || reported ? 1 : 2), "the next one did not arrive");
}

/// @param listen Registers a listener in the back.
template<class Listen>
void emits(probe& p, Listen listen)
{
    fixture f(p);
    fate there;
    bb::handle const in_back = listen(f, handler(life(there)));
    bb::handle const on = bb::listen<note>(f.front, bb::forward_to(f.back));
    arrives(p, f, there, [&] { bb::emit<note>(f.front, 1, long_text); });
}

template<class Register>
void signals(probe& p, Register on_signal)
{
    fixture f(p);
    fate there;
    auto const in_back = on_signal(f, handler(life(there)));
    auto const on = bb::on_signal<note>(f.front, bb::forward_to(f.back));
    arrives(p, f, there, [&] { (void)bb::signal<note>(f.front, 1, long_text); });
}

/// A request completes once, with a failure only if an allocation has failed.
template<class Provide>
void requests(probe& p, Provide provide)
{
    fate waiting;
    {
        fixture f(p);
        fate there;
        auto const in_back = provide(f, [l = life(there)] {
            l.called();
            return 7;
        });
        auto const on = bb::set_provider<ask>(f.front, bb::forward_to(f.back));
        std::optional<bb::result<int>> got;
        auto const start = [&] {
            bb::request<ask>(f.front, 1, [&got, l = life(waiting)](bb::result<int> const& r) {
                l.called();
                got = r;
            });
        };
        bool const threw = p.throws([&] {
            start();
            f.run();
        });
        f.run();
        p.expect(waiting.calls == (threw ? 0 : 1), "it did not complete once");
        p.expect(!got || got->has_value() || p.failed(), "it failed without a reason");
        p.expect(there.calls <= 1, "the provider was called twice");
        start();
        f.run();
        p.expect(got && got->has_value(), "the next one was not answered");
        p.expect(f.clock.pending() == 0, "a deadline is left");
    }
    p.expect(waiting.alive == 0, "the handler is left");
}

} // namespace failure_forward_to_test

BOOST_AUTO_TEST_SUITE(failure_forward_to)

using namespace failure_forward_to_test;

BOOST_AUTO_TEST_CASE(what_is_sent_arrives_or_its_loss_is_reported)
{
    injection::run_rows({
        {"an event, direct",
            [](probe& p) {
                emits(p, [](fixture& f, auto h) { return bb::listen<note>(f.back, h); });
            }},
        {"an event, to a strand",
            [](probe& p) {
                emits(p, [](fixture& f, auto h) {
                    return bb::listen<note>(f.back, asio::bind_executor(f.strand, h));
                });
            }},
        {"a signal, direct",
            [](probe& p) {
                signals(p, [](fixture& f, auto h) { return bb::on_signal<note>(f.back, h); });
            }},
        {"a signal, to a strand",
            [](probe& p) {
                signals(p, [](fixture& f, auto h) {
                    return bb::on_signal<note>(f.back, asio::bind_executor(f.strand, h));
                });
            }},
        // The sender is told that it is accepted, whatever happens to the report.
        {"a signal, to nobody",
            [](probe& p) {
                fixture f(p);
                auto const on = bb::on_signal<note>(f.front, bb::forward_to(f.back));
                std::optional<bb::result<void>> sent;
                bool const threw = p.throws([&] { sent = bb::signal<note>(f.front, 1, ""); });
                p.expect(threw || sent->has_value(), "it was refused");
                p.expect(f.reports == (threw ? 0 : 1), "it was not reported");
            }},
    });
}

BOOST_AUTO_TEST_CASE(a_request_completes_once)
{
    injection::run_rows({
        {"direct",
            [](probe& p) {
                requests(p, [](fixture& f, auto h) { return bb::set_provider<ask>(f.back, h); });
            }},
        {"to a strand",
            [](probe& p) {
                requests(p, [](fixture& f, auto h) {
                    return bb::set_provider<ask>(f.back, asio::bind_executor(f.strand, h));
                });
            }},
        {"synchronous",
            [](probe& p) {
                fixture f(p);
                auto const in_back = bb::set_provider<ask_now>(f.back, [] { return 7; });
                auto const on = bb::set_provider<ask_now>(f.front, bb::forward_to(f.back));
                p.expect(!p.throws([&] {
                    p.expect(bb::request<ask_now>(f.front, 1).value() == 7, "another answer");
                }),
                    "it threw");
            },
            false},
        {"to many",
            [](probe& p) {
                fixture f(p);
                auto const in_back = bb::set_provider<ask>(f.back, [] { return 7; });
                auto const one = bb::add_provider<ask>(f.front, [] { return 6; });
                auto const two = bb::add_provider<ask>(f.front, bb::forward_to(f.back));
                int answers = 0;
                bool const threw = p.throws([&] {
                    bb::request_each<ask>(
                        f.front, 1, [&](bb::result<std::vector<bb::result<int>>> const& r) {
                            ++answers;
                            p.expect(r.value().size() == 2, "an answer is missing");
                        });
                    f.run();
                });
                f.run();
                p.expect(answers == (threw ? 0 : 1), "it did not complete once");
            }},
    });
}

BOOST_AUTO_TEST_CASE(it_is_registered_or_not)
{
    injection::run_rows({
        {"as all of them",
            [](probe& p) {
                fixture f(p);
                fate there;
                bb::handle const in_back = bb::listen<note>(f.back, handler(life(there)));
                bb::handle event;
                bb::result<bb::handle> signal = bb::handle();
                bb::result<bb::handle> request = bb::handle();
                bool const threw = p.throws([&] {
                    event = bb::listen<note>(f.front, bb::forward_to(f.back));
                    signal = bb::on_signal<note>(f.front, bb::forward_to(f.back));
                    request = bb::set_provider<ask>(f.front, bb::forward_to(f.back));
                });
                p.expect(request->active() != threw, "it is half registered");
                p.expect(bb::is_provided<ask>(f.front) != threw, "it is half registered");
                if (!event.active())
                    event = bb::listen<note>(f.front, bb::forward_to(f.back));
                bb::emit<note>(f.front, 1, long_text);
                p.expect(there.calls == 1, "it was not passed on");
            }},
    });
}

BOOST_AUTO_TEST_SUITE_END()

#pragma pop_macro("emit")
