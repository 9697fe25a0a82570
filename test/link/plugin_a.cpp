// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// listens and asks

#include "plugin.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace bb = boost_broker;
using namespace plugin_test;

namespace {

std::vector<bb::handle> kept;

} // namespace

void a_listens(bb::context_ref const& ctx, heard& to)
{
    kept.push_back(bb::listen<spoken>(ctx, [&to](int number, std::string const& text) {
        to.push_back("plain: " + std::to_string(number) + text);
    }));
    // What a coroutine is called with has to be kept until it runs: b allocates, a frees.
    kept.push_back(bb::listen<spoken>(ctx, [&to](spoken const& e) -> boost::asio::awaitable<void> {
        to.push_back("coroutine: " + std::to_string(e.number) + e.text);
        co_return;
    }));
    kept.push_back(bb::listen<spoken>(
        [&to](spoken const& e) { to.push_back("default: " + std::to_string(e.number) + e.text); }));
}

void a_asks(bb::context_ref const& ctx, answers& to)
{
    to.sum = bb::request<add>(ctx, 40, 2);
    to.greeting = bb::request<greet>(ctx, greeted_name);
    to.refusal = bb::request<greet>(ctx, "");
}

bool a_recognises(bb::failure const& made_by_b)
{
    return made_by_b == bb::errc::queue_full && !(made_by_b == bb::errc::timed_out) &&
        made_by_b.code() == make_error_code(bb::errc::queue_full) &&
        made_by_b == bb::failure(bb::errc::queue_full, "made by b");
}

void a_stops()
{
    kept.clear();
}
