// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/trace.hpp>

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <string>
#include <thread>

namespace trace_test {

namespace bb = boost_broker;

// the example of the specification
constexpr auto text = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
constexpr bb::trace_context known{{0x0af7651916cd43ddu, 0x8448eb211c80319cu}, 0xb7ad6b7169203331u};

std::string written(bb::trace_context const& trace)
{
    std::ostringstream out;
    out << trace;
    return out.str();
}

} // namespace trace_test

BOOST_AUTO_TEST_SUITE(trace)

using namespace trace_test;

BOOST_AUTO_TEST_CASE(it_is_written_as_a_traceparent)
{
    BOOST_TEST(written(known) == text);
    BOOST_TEST(written({{0, 1}, 2}) == "00-00000000000000000000000000000001-0000000000000002-01");
}

BOOST_AUTO_TEST_CASE(a_traceparent_is_read)
{
    static_assert(bb::parse_trace(text) == known);
    std::string other = text;
    other.back() = '0'; // not sampled
    BOOST_TEST((bb::parse_trace(other) == known));
    // of a later version, which may have more
    other.replace(0, 2, "cc");
    BOOST_TEST((bb::parse_trace(other) == known));
    BOOST_TEST((bb::parse_trace(other + "-what-the-future-brings") == known));
}

BOOST_AUTO_TEST_CASE(what_is_no_traceparent_is_not_read)
{
    std::string const good = text;
    BOOST_TEST(!bb::parse_trace("").has_value());
    BOOST_TEST(!bb::parse_trace(good.substr(0, good.size() - 1)).has_value());
    BOOST_TEST(!bb::parse_trace(good + "-00").has_value()); // this version has no more
    BOOST_TEST(!bb::parse_trace("ff" + good.substr(2)).has_value());
    BOOST_TEST(!bb::parse_trace("cc" + good.substr(2) + "more").has_value());
    for (std::size_t const at : {0u, 2u, 3u, 19u, 35u, 36u, 51u, 52u, 53u, 54u}) {
        auto bad = good;
        bad[at] = 'X';
        BOOST_TEST_CONTEXT(bad) BOOST_TEST(!bb::parse_trace(bad).has_value());
        bad[at] = 'A'; // capitals are not allowed
        BOOST_TEST_CONTEXT(bad) BOOST_TEST(!bb::parse_trace(bad).has_value());
    }
    auto const zeros = [](std::size_t count) { return std::string(count, '0'); };
    BOOST_TEST(!bb::parse_trace("00-" + zeros(32) + good.substr(35)).has_value());
    BOOST_TEST(!bb::parse_trace(good.substr(0, 36) + zeros(16) + "-01").has_value());
}

BOOST_AUTO_TEST_CASE(a_scope_sets_the_trace_of_its_thread)
{
    BOOST_TEST(!bb::current_trace());
    {
        bb::scoped_trace const outer(known);
        BOOST_TEST((bb::current_trace() == known));
        {
            bb::trace_context const other{{1, 2}, 3};
            bb::scoped_trace const inner(other);
            BOOST_TEST((bb::current_trace() == other));
        }
        BOOST_TEST((bb::current_trace() == known));
        bb::trace_context elsewhere = known;
        std::thread([&] { elsewhere = bb::current_trace(); }).join();
        BOOST_TEST(!elsewhere);
    }
    BOOST_TEST(!bb::current_trace());
}

BOOST_AUTO_TEST_CASE(nothing_is_identified_without_all_numbers)
{
    BOOST_TEST(!bb::trace_context());
    BOOST_TEST(!(bb::trace_context{{0, 0}, 1}));
    BOOST_TEST(!(bb::trace_context{{1, 1}, 0}));
    BOOST_TEST(bool(bb::trace_context{{0, 1}, 1}));
    BOOST_TEST(bool(bb::trace_context{{1, 0}, 1}));
}

BOOST_AUTO_TEST_SUITE_END()
