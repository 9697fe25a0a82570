// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// A delivery service with brokers: modules that know their messages and nothing of each other.
//
// Learn here how a program is put together. There is one vocabulary of plain structs. Each module
// gets a context, keeps the handles of what it registers, and can be made, tested and destroyed
// without the others: their order in `main` does not matter. delivery_before.cpp is the same
// program with callbacks.

#include <boost_broker/boost_broker.hpp>

#include <boost/core/lightweight_test.hpp>

#include <string>
#include <vector>

namespace bb = boost_broker;

//[delivery_after_vocabulary
namespace delivery {

struct order_placed { // an event: it happened, whoever listens
    int number = 0;
    std::string dish = {};
};
struct order_cooked { // an event
    int number = 0;
    std::string dish = {};
};
struct find_courier { // a request: somebody needs the answer, here at once
    using broker_policy = bb::local<bb::synchronous>;
    using response = std::string;
};
struct send_text { // a signal: a command that one module carries out
    std::string text = {};
};

} // namespace delivery

BOOST_HANA_ADAPT_STRUCT(delivery::order_placed, number, dish);
BOOST_HANA_ADAPT_STRUCT(delivery::order_cooked, number, dish);
BOOST_HANA_ADAPT_STRUCT(delivery::send_text, text);
//]

namespace {

using namespace delivery;

//[delivery_after_modules
class texts
{
public:
    explicit texts(bb::context_ref ctx)
        : on_send_(bb::on_signal<send_text>(ctx, [this](std::string text) {
            sent_.push_back(std::move(text));
        }).value())
    {}
    std::vector<std::string> const& sent() const { return sent_; }

private:
    std::vector<std::string> sent_;
    bb::handle on_send_; // behind what the handler uses, so that it ends first
};

class kitchen
{
public:
    explicit kitchen(bb::context_ref ctx)
        : on_placed_(bb::listen<order_placed>(ctx, [ctx](int number, std::string const& dish) {
            bb::signal<send_text>(ctx, "order " + std::to_string(number) + " is being cooked");
            bb::emit<order_cooked>(ctx, number, dish);
        }))
    {}

private:
    bb::handle on_placed_;
};

class couriers
{
public:
    explicit couriers(bb::context_ref ctx)
    {
        on_.add(bb::set_provider<find_courier>(ctx, [] { return std::string("Ada"); })).value();
        on_.add(bb::listen<order_cooked>(ctx, [ctx](order_cooked const& o) {
            std::string const courier = bb::request<find_courier>(ctx).value();
            bb::signal<send_text>(
                ctx, courier + " brings order " + std::to_string(o.number) + ": " + o.dish);
        }));
    }

private:
    bb::handle_group on_;
};
//]

} // namespace

int main()
{
    //[delivery_after_main
    bb::broker_context ctx;
    couriers bikes(ctx);
    texts to_customer(ctx);
    kitchen stove(ctx);

    bb::emit<order_placed>(ctx, 1, "soup");
    //]

    std::vector<std::string> const expected{"order 1 is being cooked", "Ada brings order 1: soup"};
    BOOST_TEST(to_customer.sent() == expected);
    return boost::report_errors();
}
