// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Contexts: which brokers a verb talks to. What is sent in one context is never seen in another.
//
// Learn here to make a context for each thing that could exist twice, to hand a `context_ref` to
// modules, what closing does, and how code that names no context is served.

#include <boost_broker/event_broker.hpp>
#include <boost_broker/handle_group.hpp>
#include <boost_broker/request_broker.hpp>

#include <boost/core/lightweight_test.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <string>

namespace bb = boost_broker;

struct moved {
    int steps = 0;
};
struct get_position {
    using broker_policy = bb::local<bb::synchronous>;
    using response = int;
};
BOOST_HANA_ADAPT_STRUCT(moved, steps);

namespace {

//[contexts_module
class robot
{
public:
    explicit robot(bb::context_ref ctx) // a reference: the module does not own the context
    {
        on_.add(bb::listen<moved>(ctx, [this](int steps) { position_ += steps; }));
        on_.add(bb::set_provider<get_position>(ctx, [this] { return position_; })).value();
    }

private:
    int position_ = 0;
    bb::handle_group on_;
};
//]

//[contexts_library
void step() // code that names no context
{
    bb::emit<moved>(1);
}
//]

} // namespace

int main()
{
    //[contexts_two
    bb::broker_context left;
    bb::broker_context right;
    robot const left_robot(left);
    robot const right_robot(right);

    bb::emit<moved>(left, 3);
    BOOST_TEST_EQ(bb::request<get_position>(left).value(), 3);
    BOOST_TEST_EQ(bb::request<get_position>(right).value(), 0); // another world
    //]

    //[contexts_scoped
    step(); // goes to the default context, where nobody listens
    {
        bb::scoped_context const scope(right);
        step(); // goes to `right`
    }
    BOOST_TEST_EQ(bb::request<get_position>(right).value(), 1);
    BOOST_TEST(bb::thread_context() == bb::default_context());
    //]

    //[contexts_close
    bb::context_ref const there = left;
    left.close();
    BOOST_TEST(!there.is_open());
    BOOST_TEST_EQ(bb::emit<moved>(there, 1).accepted, 0u);
    BOOST_TEST(bb::request<get_position>(there).error() == bb::errc::context_closed);
    //]
    return boost::report_errors();
}
