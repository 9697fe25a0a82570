// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/diagnostics.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <string>
#include <vector>

namespace resources_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct noted {
    int number = 0;
};
struct newest {
    using broker_policy = bb::local<bb::queue_depth<1>, bb::overflow<bb::drop_newest>>;
    std::string text = {};
};
struct store {
    using broker_policy = bb::local<bb::queue_depth<1>>;
    std::string text = {};
};
struct get_name {
    using response = std::string;
};

/// An executor of somebody else's: it has no allocator of its own, and it can fail.
class moody_executor
{
public:
    struct mood {
        explicit mood(asio::io_context& where) : io(where) {}
        asio::io_context& io;
        bool fails = false;
    };

    explicit moody_executor(std::shared_ptr<mood> m) : mood_(std::move(m)) {}

    template<class F>
    void execute(F f) const
    {
        if (mood_->fails)
            throw std::bad_alloc();
        asio::post(mood_->io, std::move(f));
    }
    static constexpr asio::execution::blocking_t::never_t query(
        asio::execution::blocking_t) noexcept
    {
        return {};
    }
    friend bool operator==(moody_executor const& a, moody_executor const& b) noexcept
    {
        return a.mood_ == b.mood_;
    }

private:
    std::shared_ptr<mood> mood_;
};

/// Counts what it hands out.
template<class T>
struct counting_allocator {
    using value_type = T;
    explicit counting_allocator(std::size_t& count) : allocated(&count) {}
    template<class U>
    counting_allocator(counting_allocator<U> const& other) : allocated(other.allocated)
    {}
    T* allocate(std::size_t n)
    {
        ++*allocated;
        return std::allocator<T>().allocate(n);
    }
    void deallocate(T* memory, std::size_t n) { std::allocator<T>().deallocate(memory, n); }
    friend bool operator==(counting_allocator, counting_allocator) = default;
    std::size_t* allocated;
};

std::string const long_text = "a text that does not fit into the small buffer of a string";

} // namespace resources_test

BOOST_HANA_ADAPT_STRUCT(resources_test::noted, number);
BOOST_HANA_ADAPT_STRUCT(resources_test::newest, text);
BOOST_HANA_ADAPT_STRUCT(resources_test::store, text);

BOOST_AUTO_TEST_SUITE(resources)

using namespace resources_test;

BOOST_AUTO_TEST_CASE(what_nobody_receives_leaves_its_arguments_intact)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::string text = long_text;
    bb::emit<newest>(ctx, std::move(text));
    BOOST_TEST(text == long_text); // nobody listens
    BOOST_TEST(bb::signal<store>(ctx, std::move(text)).has_error());
    BOOST_TEST(text == long_text); // nobody handles

    auto const strand = asio::make_strand(io);
    bb::handle const on =
        bb::listen<newest>(ctx, asio::bind_executor(strand, [](newest const&) {}));
    auto const handler =
        bb::on_signal<store>(ctx, asio::bind_executor(strand, [](store const&) {}));
    BOOST_TEST(bb::emit<newest>(ctx, long_text).accepted == 1u);
    BOOST_TEST((bb::emit<newest>(ctx, std::move(text)) == bb::emit_result{0, 1}));
    BOOST_TEST(text == long_text); // the queue is full
    BOOST_TEST(bb::signal<store>(ctx, long_text).has_value());
    BOOST_TEST((bb::signal<store>(ctx, std::move(text)).error() == bb::errc::queue_full));
    BOOST_TEST(text == long_text);
}

BOOST_AUTO_TEST_CASE(a_replaced_provider_ends_with_its_last_answer)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    asio::steady_timer gate(io, asio::steady_timer::time_point::max());
    auto owned = std::make_shared<std::string>("the first");
    std::weak_ptr<std::string> const alive = owned;
    bb::set_provider<get_name>(ctx,
        [owned = std::move(owned), &gate]() -> asio::awaitable<std::string> {
            co_await gate.async_wait(asio::as_tuple(asio::use_awaitable));
            co_return *owned;
        })
        .value()
        .detach();
    std::string answer;
    bb::request<get_name>(ctx, [&](bb::result<std::string> r) { answer = r.value(); });
    io.poll();
    bb::replace_provider<get_name>(ctx, [] { return "the second"; }).value().detach();
    BOOST_TEST(!alive.expired());
    gate.cancel();
    io.restart();
    io.run();
    BOOST_TEST(answer == "the first");
    BOOST_TEST(alive.expired());
}

BOOST_AUTO_TEST_CASE(a_replaced_signal_handler_ends_with_its_last_signal)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const strand = asio::make_strand(io);
    auto owned = std::make_shared<int>(0);
    std::weak_ptr<int> const alive = owned;
    bb::on_signal<noted>(
        ctx, asio::bind_executor(strand, [owned = std::move(owned)](int n) { *owned += n; }))
        .value()
        .detach();
    BOOST_TEST(bb::signal<noted>(ctx, 1).has_value());
    bb::replace_signal_handler<noted>(ctx, [] {}).value().detach();
    BOOST_TEST(!alive.expired());
    io.run();
    BOOST_TEST(alive.expired());
}

BOOST_AUTO_TEST_CASE(executors_that_nobody_uses_any_more_are_let_go)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::vector<std::weak_ptr<moody_executor::mood>> moods;
    for (int i = 0; i != 100; ++i) {
        auto const mood = std::make_shared<moody_executor::mood>(io);
        moods.push_back(mood);
        bb::handle const on =
            bb::listen<noted>(ctx, asio::bind_executor(moody_executor(mood), [](int) {}));
        bb::emit<noted>(ctx, i);
        io.restart();
        io.run();
    }
    BOOST_TEST(bb::stats<bb::event_broker<noted>>(ctx).delivered == 100u);
    auto const kept =
        std::count_if(moods.begin(), moods.end(), [](auto const& mood) { return !mood.expired(); });
    BOOST_TEST(kept <= 2);
}

BOOST_AUTO_TEST_CASE(an_execution_context_may_end_while_a_strand_holds_a_wake_up)
{
    for (bool const context_first : {true, false}) {
        auto io = std::make_unique<asio::io_context>();
        auto ctx = std::make_unique<bb::broker_context>(*io);
        int called = 0;
        bb::handle const on = bb::listen<noted>(
            *ctx, asio::bind_executor(asio::make_strand(*io), [&](int) { ++called; }));
        BOOST_TEST(bb::emit<noted>(*ctx, 1).accepted == 1u);
        if (context_first)
            ctx.reset();
        io.reset();
        BOOST_TEST(!on.active());
        ctx.reset();
        BOOST_TEST(called == 0);
    }
}

BOOST_AUTO_TEST_CASE(an_executor_that_cannot_be_woken_is_reported_and_gets_its_messages_later)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::vector<bb::diagnostic_kind> reports;
    ctx.diagnostics().connect([&](bb::diagnostic const& d) { reports.push_back(d.kind); });
    auto const mood = std::make_shared<moody_executor::mood>(io);
    std::vector<int> seen;
    bb::handle const on = bb::listen<noted>(
        ctx, asio::bind_executor(moody_executor(mood), [&](int n) { seen.push_back(n); }));
    mood->fails = true;
    BOOST_TEST(bb::emit<noted>(ctx, 1).accepted == 1u);
    BOOST_TEST((reports == std::vector{bb::diagnostic_kind::not_woken}));
    mood->fails = false;
    bb::emit<noted>(ctx, 2);
    io.run();
    BOOST_TEST(seen == (std::vector<int>{1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_completion_uses_the_allocator_of_its_handler)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const provider = bb::set_provider<get_name>(ctx, [] { return long_text; });
    std::size_t allocated = 0;
    std::string answer;
    bb::request<get_name>(ctx,
        asio::bind_allocator(counting_allocator<char>(allocated),
            [&](bb::result<std::string> r) { answer = r.value(); }));
    BOOST_TEST(answer.empty());
    io.run();
    BOOST_TEST(answer == long_text);
    BOOST_TEST(allocated != 0u);
}

BOOST_AUTO_TEST_SUITE_END()
