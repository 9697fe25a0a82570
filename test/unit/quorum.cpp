// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/canceller.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/quorum.hpp>
#include <boost_broker/throwing.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace quorum_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;

struct read_key {
    using response = std::string;
};
struct touch {
    using response = void;
};

// Cannot be made from nothing and not be copied.
class leader
{
public:
    explicit leader(int id) : id_(std::make_unique<int>(id)) {}
    int id() const { return *id_; }

private:
    std::unique_ptr<int> id_;
};
struct find_leader {
    using response = leader;
};

using answers = std::vector<bb::result<std::string>>;

// Three providers, whom the test lets answer.
struct fixture {
    asio::io_context io;
    bb::manual_clock clock;
    bb::broker_context ctx{io};
    std::vector<std::optional<bb::reply<read_key>>> waiting{3};
    std::vector<bb::handle> providers;
    std::optional<bb::result<answers>> got;
    int completions = 0;

    fixture()
    {
        ctx.use_clock(clock);
        ctx.set_name("store");
        for (auto& w : waiting) {
            auto provider = bb::add_provider<read_key>(
                ctx, [&w](bb::reply<read_key> r) { w.emplace(std::move(r)); });
            providers.push_back(std::move(provider.value()));
        }
    }

    auto keep()
    {
        return [this](bb::result<answers> r) {
            ++completions;
            got = std::move(r);
        };
    }

    void poll()
    {
        io.restart();
        io.poll();
    }

    void answer(std::size_t provider, bb::result<std::string> with)
    {
        (*waiting[provider])(std::move(with));
        poll();
    }

    auto failed() const { return got.value().error(); }
    auto const& element(std::size_t i) const { return got.value().value().at(i); }
    auto late() { return bb::stats<bb::multi_request_broker<read_key>>(ctx).late_answers; }
};

} // namespace quorum_test

BOOST_AUTO_TEST_SUITE(quorum)

using namespace quorum_test;

BOOST_FIXTURE_TEST_CASE(enough_answers_complete_the_request, fixture)
{
    bb::request_all<read_key>(ctx, bb::quorum(2, keep()));
    poll();
    answer(2, "c");
    BOOST_TEST(!got.has_value());
    answer(0, "a");
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST_REQUIRE(got->value().size() == 3u);
    BOOST_TEST(element(0).value() == "a");
    BOOST_TEST((element(1).error() == bb::errc::not_needed));
    BOOST_TEST(element(1).error().detail() ==
        "provider 2 of 3 of quorum_test::read_key in context 'store' had not answered when the "
        "quorum was reached, and was not waited for");
    BOOST_TEST(element(2).value() == "c");
    BOOST_TEST(clock.pending() == 0u);
    BOOST_TEST(late() == 0u);
    answer(1, "too late");
    BOOST_TEST(late() == 1u);
    BOOST_TEST(completions == 1);
}

BOOST_FIXTURE_TEST_CASE(a_failure_keeps_its_place, fixture)
{
    bb::request_all<read_key>(ctx, bb::quorum(2, keep()));
    poll();
    answer(0, bb::fail("no disk"));
    answer(1, "b");
    BOOST_TEST(!got.has_value());
    answer(2, "c");
    BOOST_TEST(element(0).error().detail() == "no disk");
    BOOST_TEST((element(0).error() == bb::errc::provider_failed));
    BOOST_TEST(element(1).value() == "b");
    BOOST_TEST(element(2).value() == "c");
}

BOOST_FIXTURE_TEST_CASE(a_quorum_out_of_reach_fails_at_once_and_says_why, fixture)
{
    bb::request_all<read_key>(ctx, bb::quorum(2, keep()));
    poll();
    answer(2, bb::fail("no disk"));
    BOOST_TEST(!got.has_value());
    providers[0].stop();
    poll();
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST((failed() == bb::errc::no_quorum));
    BOOST_TEST((failed() == bb::condition::failed));
    BOOST_TEST(failed().detail() ==
        "the quorum of 2 for quorum_test::read_key in context 'store' cannot be reached: 0 of 3 "
        "providers succeeded; provider 1 failed: the provider of quorum_test::read_key in context "
        "'store' went away before it answered; provider 3 failed: no disk");
    answer(1, "too late");
    BOOST_TEST(late() == 1u);
    BOOST_TEST(completions == 1);
}

BOOST_FIXTURE_TEST_CASE(at_the_deadline_it_fails_and_names_everybody, fixture)
{
    bb::request_all<read_key>(ctx, bb::quorum(2, bb::timeout(20ms, keep())));
    poll();
    answer(1, "b");
    answer(2, bb::fail("no disk"));
    clock.advance(20ms - 1ns);
    poll();
    BOOST_TEST(!got.has_value());
    clock.advance(1ns);
    poll();
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST((failed() == bb::errc::timed_out));
    BOOST_TEST(failed().detail() ==
        "the quorum of 2 for quorum_test::read_key in context 'store' was not reached before the "
        "deadline: 1 of 3 providers succeeded; provider 1 failed: nobody answered "
        "quorum_test::read_key in context 'store' before its deadline; provider 3 failed: no disk");
    answer(0, "too late");
    BOOST_TEST(late() == 1u);
    BOOST_TEST(completions == 1);
}

BOOST_FIXTURE_TEST_CASE(
    the_deadline_keeps_the_error_of_each_also_if_several_had_not_answered, fixture)
{
    bb::request_all<read_key>(ctx, bb::timeout(20ms, bb::quorum(2, keep())));
    poll();
    clock.advance(20ms);
    poll();
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST((failed() == bb::errc::timed_out));
    auto const text = failed().detail();
    for (char const* provider :
        {"; provider 1 failed", "; provider 2 failed", "; provider 3 failed"})
        BOOST_TEST(text.find(provider) != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(each_completes_at_the_same_moments_and_does_not_fail, fixture)
{
    bb::request_each<read_key>(ctx, bb::quorum(2, keep()));
    poll();
    answer(0, "a");
    BOOST_TEST(!got.has_value());
    answer(2, "c");
    BOOST_TEST(element(0).value() == "a");
    BOOST_TEST((element(1).error() == bb::errc::not_needed));
    BOOST_TEST(element(2).value() == "c");

    got.reset();
    bb::request_each<read_key>(ctx, bb::quorum(2, keep()));
    poll();
    answer(0, bb::fail("no disk"));
    answer(1, bb::fail("no power"));
    BOOST_TEST(element(0).error().detail() == "no disk");
    BOOST_TEST(element(1).error().detail() == "no power");
    BOOST_TEST((element(2).error() == bb::errc::not_needed));
    BOOST_TEST(element(2).error().detail() ==
        "provider 3 of 3 of quorum_test::read_key in context 'store' had not answered when the "
        "quorum could not be reached any more, and was not waited for");

    got.reset();
    bb::request_each<read_key>(ctx, bb::quorum(2, bb::timeout(20ms, keep())));
    poll();
    answer(0, "a");
    clock.advance(20ms);
    poll();
    BOOST_TEST(element(0).value() == "a");
    BOOST_TEST((element(1).error() == bb::errc::timed_out));
    BOOST_TEST((element(2).error() == bb::errc::timed_out));
}

BOOST_FIXTURE_TEST_CASE(more_than_there_are_is_out_of_reach_and_nobody_is_asked, fixture)
{
    bb::request_all<read_key>(ctx, bb::quorum(4, keep()));
    BOOST_TEST(!got.has_value());
    poll();
    BOOST_TEST((failed() == bb::errc::no_quorum));
    BOOST_TEST(failed().detail() ==
        "the quorum of 4 for quorum_test::read_key in context 'store' cannot be reached: the "
        "number of registered providers is 3, and none was asked");
    bb::request_each<read_key>(ctx, bb::quorum(4, keep()));
    poll();
    BOOST_TEST_REQUIRE(got->value().size() == 3u);
    BOOST_TEST((element(1).error() == bb::errc::not_needed));
    for (auto const& w : waiting)
        BOOST_TEST(!w.has_value());

    providers.clear();
    bb::request_all<read_key>(ctx, bb::quorum(1, keep()));
    poll();
    BOOST_TEST((failed() == bb::errc::no_quorum));
    bb::request_each<read_key>(ctx, bb::quorum(1, keep()));
    poll();
    BOOST_TEST(got->value().empty());
    BOOST_TEST(completions == 4);
}

BOOST_FIXTURE_TEST_CASE(none_are_there_at_once_and_nobody_is_asked, fixture)
{
    bb::request_all<read_key>(ctx, bb::quorum(0, keep()));
    BOOST_TEST(!got.has_value());
    poll();
    BOOST_TEST_REQUIRE(got->value().size() == 3u);
    BOOST_TEST((element(0).error() == bb::errc::not_needed));
    for (auto const& w : waiting)
        BOOST_TEST(!w.has_value());
}

BOOST_FIXTURE_TEST_CASE(a_provider_whose_turn_has_not_come_is_not_called, fixture)
{
    bb::broker_context other(io);
    int called = 0;
    auto const strand = asio::make_strand(io);
    auto const direct = [&] {
        ++called;
        return std::string("direct");
    };
    auto const a = bb::add_provider<read_key>(other, direct);
    auto const b = bb::add_provider<read_key>(other, asio::bind_executor(strand, direct));
    asio::post(io, [&] { bb::request_all<read_key>(other, bb::quorum(1, keep())); });
    poll();
    BOOST_TEST(element(0).value() == "direct");
    BOOST_TEST((element(1).error() == bb::errc::not_needed));
    BOOST_TEST(called == 1);
    BOOST_TEST(bb::stats<bb::multi_request_broker<read_key>>(other).cancelled == 1u);
}

BOOST_FIXTURE_TEST_CASE(it_can_be_cancelled, fixture)
{
    asio::cancellation_signal stop;
    bb::request_all<read_key>(
        ctx, bb::quorum(2, asio::bind_cancellation_slot(stop.slot(), keep())));
    poll();
    answer(0, "a");
    stop.emit(asio::cancellation_type::total);
    stop.emit(asio::cancellation_type::none);
    poll();
    BOOST_TEST(!got.has_value());
    stop.emit(asio::cancellation_type::partial);
    poll();
    BOOST_TEST((failed() == bb::errc::cancelled));
    BOOST_TEST(failed().detail().find("was not reached before it was cancelled: 1 of 3") !=
        std::string::npos);

    providers.clear();
    auto const strand = asio::make_strand(io);
    auto const a = bb::add_provider<read_key>(
        ctx, asio::bind_executor(strand, [] { return std::string("a"); }));
    bb::request_each<read_key>(
        ctx, bb::quorum(1, asio::bind_cancellation_slot(stop.slot(), keep())));
    stop.emit(asio::cancellation_type::total); // it is queued
    poll();
    BOOST_TEST((element(0).error() == bb::errc::cancelled));
    BOOST_TEST(completions == 2);
}

BOOST_FIXTURE_TEST_CASE(a_void_response_has_elements_too, fixture)
{
    auto const a = bb::add_provider<touch>(ctx, [] {});
    auto const b = bb::add_provider<touch>(ctx, [] { throw std::runtime_error("boom"); });
    std::optional<bb::result<std::vector<bb::result<void>>>> touched;
    bb::request_all<touch>(ctx, bb::quorum(1, [&](bb::result<std::vector<bb::result<void>>> r) {
        touched = std::move(r);
    }));
    poll();
    BOOST_TEST_REQUIRE(touched->value().size() == 2u);
    BOOST_TEST(touched->value()[0].has_value());
    BOOST_TEST((touched->value()[1].error() == bb::errc::not_needed));
}

BOOST_FIXTURE_TEST_CASE(a_response_may_be_hard_to_make_and_to_copy, fixture)
{
    auto const a = bb::add_provider<find_leader>(
        ctx, []() -> bb::result<leader> { return bb::fail("not me"); });
    auto const b = bb::add_provider<find_leader>(ctx, [] { return leader(7); });
    auto future = bb::request_all<find_leader>(ctx, bb::quorum(1, bb::throwing(asio::use_future)));
    poll();
    auto const found = future.get();
    BOOST_TEST(found[0].error().detail() == "not me");
    BOOST_TEST(found[1]->id() == 7);
}

BOOST_FIXTURE_TEST_CASE(an_object_takes_it_too, fixture)
{
    bb::multi_request_broker<read_key> broker(ctx);
    auto const a = broker.add_provider([] { return std::string("a"); });
    auto const b = broker.add_provider([]() -> bb::result<std::string> { return bb::fail("b"); });
    broker.request_all({}, bb::quorum(1, keep()));
    poll();
    BOOST_TEST(element(0).value() == "a");
    broker.request_each({}, bb::quorum(2, keep()));
    poll();
    BOOST_TEST(element(1).error().detail() == "b");
    broker.request_all({}, bb::quorum(2, keep()));
    poll();
    BOOST_TEST((failed() == bb::errc::no_quorum));
}

BOOST_FIXTURE_TEST_CASE(it_nests_in_any_order, fixture)
{
    auto const strand = asio::make_strand(io);
    asio::cancellation_signal signal;
    bb::canceller stop;
    auto const completes = [&](auto&& token) {
        got.reset();
        bb::request_all<read_key>(ctx, std::forward<decltype(token)>(token));
        poll();
        answer(1, "b");
        return got.has_value() && element(1).value() == "b" &&
            element(0).error() == bb::errc::not_needed;
    };
    auto const bound = [&](auto token) { return asio::bind_executor(strand, std::move(token)); };
    auto const slotted = [&](auto token) {
        return asio::bind_cancellation_slot(signal.slot(), std::move(token));
    };
    auto const allocated = [&](auto token) {
        return asio::bind_allocator(std::allocator<void>(), std::move(token));
    };
    auto const limited = [](auto token) { return bb::timeout(1s, std::move(token)); };
    BOOST_TEST(completes(bb::quorum(1, keep())));
    BOOST_TEST(completes(bb::quorum(1, bound(slotted(allocated(keep()))))));
    BOOST_TEST(completes(bound(slotted(allocated(bb::quorum(1, keep()))))));
    BOOST_TEST(completes(limited(stop(bb::quorum(1, bound(keep()))))));
    BOOST_TEST(completes(bb::quorum(1, limited(stop(bound(keep()))))));
    BOOST_TEST(completes(bb::quorum(1, bb::quorum(3, keep())))); // the outer one counts
    auto const throws = [this](std::exception_ptr why, answers a) {
        BOOST_TEST(!why);
        got = std::move(a);
    };
    BOOST_TEST(completes(bb::throwing(bb::quorum(1, throws))));
    BOOST_TEST(completes(bb::quorum(1, bb::throwing(bound(throws)))));
    auto named = bb::quorum(1, keep());
    BOOST_TEST(completes(named));
    BOOST_TEST(completes(std::as_const(named)));
    BOOST_TEST(named.wanted() == 1u);
    bb::request_all<read_key>(ctx, bb::quorum(1))(keep());
    poll();
    got.reset();
    answer(0, "a");
    BOOST_TEST(element(0).value() == "a");
}

BOOST_FIXTURE_TEST_CASE(a_coroutine_awaits_it, fixture)
{
    int checked = 0;
    auto const body = [&]() -> asio::awaitable<void> {
        auto const by_default = co_await bb::request_all<read_key>(ctx, bb::quorum(1));
        BOOST_TEST(by_default.value()[0].value() == "a");
        ++checked;
        auto const awaited =
            co_await bb::request_all<read_key>(ctx, bb::quorum(1, asio::use_awaitable));
        BOOST_TEST(awaited.value()[0].value() == "a");
        ++checked;
        auto const [tuple] = co_await bb::request_all<read_key>(
            ctx, asio::as_tuple(bb::quorum(1, asio::use_awaitable)));
        BOOST_TEST(tuple.value()[0].value() == "a");
        ++checked;
        try {
            co_await bb::request_all<read_key>(
                ctx, bb::throwing(bb::quorum(9, asio::use_awaitable)));
        } catch (bb::broker_error const& e) {
            checked += e.why() == bb::errc::no_quorum ? 1 : 100;
        }
    };
    asio::co_spawn(io, body(), [](std::exception_ptr e) { BOOST_TEST(!e); });
    poll();
    for (int i = 0; i != 3; ++i) {
        BOOST_TEST(checked == i);
        answer(0, "a");
    }
    BOOST_TEST(checked == 4);
}

BOOST_AUTO_TEST_CASE(what_a_handler_carries_can_be_asked)
{
    auto const token = bb::quorum(2, [](bb::result<answers> const&) {});
    using carrying = bb::detail::carrying_handler<bb::detail::carried_quorum, void (*)()>;
    BOOST_TEST(bb::associated_quorum<carrying>::get(carrying({2}, nullptr)) == 2u);
    BOOST_TEST((bb::associated_quorum<void (*)()>::get(nullptr, 5u) == 5u));
    BOOST_TEST(token.wanted() == 2u);
    BOOST_TEST((std::is_same_v<bb::associated_quorum<int, bool>::type, bool>));
}

BOOST_AUTO_TEST_SUITE_END()
