// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// A delivery service without brokers: modules that hold each other's callbacks.
//
// Learn here what the callbacks cost. Somebody has to know every module to tie them together; each
// callback has room for one receiver; the order of construction and destruction matters; and a
// module can be tested only together with what it calls. delivery_after.cpp is the same program.

#include <boost/core/lightweight_test.hpp>

#include <functional>
#include <string>
#include <vector>

namespace {

//[delivery_before_modules
struct order {
    int number = 0;
    std::string dish = {};
};

class texts // the module that tells the customer
{
public:
    void send(std::string text) { sent_.push_back(std::move(text)); }
    std::vector<std::string> const& sent() const { return sent_; }

private:
    std::vector<std::string> sent_;
};

class kitchen
{
public:
    std::function<void(order const&)> on_cooked; // one receiver, and it must not be forgotten

    void cook(order const& o)
    {
        if (on_cooked)
            on_cooked(o);
    }
};

class couriers
{
public:
    explicit couriers(texts& t) : texts_(t) {} // it sends texts, so it has to know who does

    std::string free_courier() const { return "Ada"; }
    void deliver(order const& o, std::string const& courier)
    {
        texts_.send(courier + " brings order " + std::to_string(o.number) + ": " + o.dish);
    }

private:
    texts& texts_;
};
//]

//[delivery_before_shop
class shop // it knows everybody, and changes with everybody
{
public:
    shop(kitchen& k, couriers& c, texts& t) : kitchen_(k), texts_(t)
    {
        // `c` must outlive the kitchen, and a second receiver would have to be called from here.
        kitchen_.on_cooked = [&c](order const& o) { c.deliver(o, c.free_courier()); };
    }

    void place(order const& o)
    {
        texts_.send("order " + std::to_string(o.number) + " is being cooked");
        kitchen_.cook(o);
    }

private:
    kitchen& kitchen_;
    texts& texts_;
};
//]

} // namespace

int main()
{
    texts to_customer;
    kitchen stove;
    couriers bikes(to_customer);
    shop counter(stove, bikes, to_customer);

    counter.place(order{1, "soup"});

    std::vector<std::string> const expected{"order 1 is being cooked", "Ada brings order 1: soup"};
    BOOST_TEST(to_customer.sent() == expected);
    return boost::report_errors();
}
