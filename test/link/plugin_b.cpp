// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// emits and answers

#include "plugin.hpp"

#include <vector>

namespace bb = boost_broker;
using namespace plugin_test;

namespace {

std::vector<bb::handle> kept;

} // namespace

void b_provides(bb::context_ref const& ctx)
{
    kept.push_back(
        bb::set_provider<add>(ctx, [](int left, int right) { return left + right; }).value());
    kept.push_back(
        bb::set_provider<greet>(ctx, [](std::string const& name) -> bb::result<std::string> {
            if (name.empty())
                return bb::fail("b does not greet nobody");
            return "good morning, " + name;
        }).value());
}

void b_emits(bb::context_ref const* ctx, bb::emit_result& to)
{
    to = ctx != nullptr ? bb::emit<spoken>(*ctx, 7, spoken_text) : bb::emit<spoken>(8, spoken_text);
}

void b_fails(bb::failure& to)
{
    to = bb::failure(bb::errc::queue_full, "made by b");
}

void b_throws()
{
    bb::result<int> const nothing = bb::failure(bb::errc::would_deadlock, "thrown by b");
    nothing.value();
}

void b_stops()
{
    kept.clear();
}
