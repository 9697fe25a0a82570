// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What the chapter on lifetime shows.

#include <boost_broker/drop.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/handle_group.hpp>
#include <boost_broker/request_broker.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>

namespace asio = boost::asio;
namespace bb = boost_broker;

namespace archive {

struct page_came {
    std::string text = {};
};
struct count_pages {
    using broker_policy = bb::local<bb::synchronous>;
    using response = int;
};

} // namespace archive

BOOST_HANA_ADAPT_STRUCT(archive::page_came, text);

namespace archive {

namespace {

//[lifetime_members
class counter
{
public:
    explicit counter(bb::context_ref ctx)
    {
        on_.add(bb::listen<page_came>(ctx, [this] { ++pages_; }));
        on_.add(bb::set_provider<count_pages>(ctx, [this] { return pages_; })).value();
    }
    counter(counter const&) = delete; // the handlers hold `this`
    counter& operator=(counter const&) = delete;

private:
    int pages_ = 0;
    bb::handle_group on_; // the last member: it ends before what its handlers use
};
//]

//[lifetime_drop
class writer // its listener is a coroutine, which may be suspended when the writer is to end
{
public:
    explicit writer(bb::context_ref ctx)
        : on_page_(bb::listen<page_came>(ctx, [this](page_came const& p) { return write(p); }))
    {}
    asio::awaitable<void> stop() // await it, then destroy the writer
    {
        bb::result<void> const done = co_await bb::drop_listener(std::move(on_page_));
        done.value(); // throws if a page still is not written after 5 seconds
    }
    std::string const& text() const { return text_; }

private:
    asio::awaitable<void> write(page_came const& p)
    {
        co_await asio::post(asio::use_awaitable); // stands for a slow disk
        text_ += p.text;
    }

    std::string text_;
    bb::handle on_page_;
};
//]

asio::awaitable<void> end(std::unique_ptr<writer> w, std::string& text)
{
    co_await w->stop();
    text = w->text();
}

} // namespace

} // namespace archive

BOOST_AUTO_TEST_SUITE(lifetime)

using namespace archive;

BOOST_AUTO_TEST_CASE(members_end_in_reverse)
{
    bb::broker_context ctx;
    {
        counter const c(ctx);
        bb::emit<page_came>(ctx, "one");
        BOOST_TEST(bb::request<count_pages>(ctx).value() == 1);
    }
    BOOST_TEST(bb::emit<page_came>(ctx, "two").accepted == 0u);
}

BOOST_AUTO_TEST_CASE(a_drop_waits_for_its_coroutines)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto w = std::make_unique<writer>(ctx);
    bb::emit<page_came>(ctx, "a page");
    io.poll_one(); // the listener has started
    std::string text;
    asio::co_spawn(io, end(std::move(w), text), asio::detached);
    io.run();
    BOOST_TEST(text == "a page");
}

BOOST_AUTO_TEST_CASE(everything_in_one_scope)
{
    //[lifetime_order
    asio::io_context io;        // 1. ends last: queued handlers die with it
    bb::broker_context ctx(io); // 2. closes what modules have left
    counter const pages(ctx);   // 3. modules, in any order among themselves
    bb::emit<page_came>(ctx, "one");
    io.run();
    //]
    BOOST_TEST(bb::request<count_pages>(ctx).value() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
