// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_LINK_PLUGIN_HPP
#define BOOST_BROKER_TEST_LINK_PLUGIN_HPP

// What the host and two plugins share: the messages, and the functions that the host looks up by
// name. The plugins hide everything else, and neither knows the other.

#include <boost_broker/event_broker.hpp>
#include <boost_broker/request_broker.hpp>

#include <boost/config.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <string>
#include <vector>

namespace plugin_test {

struct spoken {
    int number = 0;
    std::string text = {};
};
struct add {
    using broker_policy = boost_broker::local<boost_broker::synchronous>;
    using response = int;
    int left = 0;
    int right = 0;
};
struct greet {
    using broker_policy = boost_broker::local<boost_broker::synchronous>;
    using response = std::string;
    std::string name = {};
};

/// What a heard, in the order in which it heard it.
using heard = std::vector<std::string>;

/// What b answered to the questions of a.
struct answers {
    boost_broker::result<int> sum = 0;
    boost_broker::result<std::string> greeting = std::string();
    boost_broker::result<std::string> refusal = std::string();
};

// Both texts are too long for the small buffer of a string, so that memory crosses the plugins too.
inline constexpr char spoken_text[] = " times the same sentence, which is long enough for the heap";
inline constexpr char greeted_name[] =
    "somebody whose name does not fit into the buffer of a string";

} // namespace plugin_test

BOOST_HANA_ADAPT_STRUCT(plugin_test::spoken, number, text);
BOOST_HANA_ADAPT_STRUCT(plugin_test::add, left, right);
BOOST_HANA_ADAPT_STRUCT(plugin_test::greet, name);

extern "C" {

/// Registers listeners in a context and in the default context.
BOOST_SYMBOL_EXPORT void a_listens(boost_broker::context_ref const& ctx, plugin_test::heard& to);
/// Asks what b provides.
BOOST_SYMBOL_EXPORT void a_asks(boost_broker::context_ref const& ctx, plugin_test::answers& to);
/// Tells whether a failure that b made is what a takes it for.
BOOST_SYMBOL_EXPORT bool a_recognises(boost_broker::failure const& made_by_b);
/// Gives up everything that a has registered.
BOOST_SYMBOL_EXPORT void a_stops();

/// Registers providers in a context.
BOOST_SYMBOL_EXPORT void b_provides(boost_broker::context_ref const& ctx);
/// Emits an event in a context, or in that of the thread if there is none.
BOOST_SYMBOL_EXPORT void b_emits(
    boost_broker::context_ref const* ctx, boost_broker::emit_result& to);
/// Makes a failure.
BOOST_SYMBOL_EXPORT void b_fails(boost_broker::failure& to);
/// Leaves by the exception of a result that has no value.
BOOST_SYMBOL_EXPORT void b_throws();
/// Gives up everything that b has registered.
BOOST_SYMBOL_EXPORT void b_stops();
}

#endif
