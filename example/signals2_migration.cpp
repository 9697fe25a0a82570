// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Moving a program from Boost.Signals2 to brokers one module at a time.
//
// Learn here how a module that still has a signal and modules that already use events hear each
// other, that a slot of Boost.Signals2 is a handler as it is, and that what it tracks is honoured.

#include <boost_broker/signals2.hpp>

#include <boost/core/lightweight_test.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/signals2/signal.hpp>

#include <memory>
#include <string>
#include <vector>

namespace bb = boost_broker;
namespace signals2 = boost::signals2;

//[signals2_message
struct price_changed {
    std::string item = {};
    int cents = 0;
};
BOOST_HANA_ADAPT_STRUCT(price_changed, item, cents); // the fields are the signal's arguments
//]

namespace {

struct price_list { // not moved yet
    signals2::signal<void(std::string const&, int)> on_price;
};

struct label { // a receiver that its slot tracks
    std::string text = {};
    void show(std::string const& item, int cents) { text = item + ' ' + std::to_string(cents); }
};

} // namespace

int main()
{
    bb::broker_context ctx;

    //[signals2_emit_from
    // The old module goes on calling its signal; new modules listen to the event.
    price_list old_module;
    signals2::scoped_connection const bridge =
        bb::emit_from<price_changed>(old_module.on_price, ctx);

    std::vector<int> seen;
    bb::handle const on =
        bb::listen<price_changed>(ctx, [&](price_changed const& p) { seen.push_back(p.cents); });
    old_module.on_price("tea", 250);
    BOOST_TEST_EQ(seen.size(), 1u);
    //]

    //[signals2_call_signal
    // The other way round: the emitter has moved, and receivers are still connected to a signal.
    signals2::signal<void(std::string const&, int)> old_receivers;
    bb::handle const forward = bb::listen<price_changed>(ctx, bb::call_signal(old_receivers));
    std::string shown;
    old_receivers.connect([&](std::string const& item, int) { shown = item; });
    bb::emit<price_changed>(ctx, "coffee", 320);
    BOOST_TEST_EQ(shown, "coffee");
    //]

    //[signals2_slot
    // A slot is a handler. The registration ends with what it tracks.
    auto sign = std::make_shared<label>();
    using price_slot = signals2::slot<void(std::string const&, int)>;
    price_slot slot([raw = sign.get()](auto const& item, int cents) { raw->show(item, cents); });
    slot.track_foreign(sign);
    bb::handle const on_sign = bb::listen<price_changed>(ctx, slot);
    bb::emit<price_changed>(ctx, "milk", 119);
    BOOST_TEST_EQ(sign->text, "milk 119");
    sign.reset();
    BOOST_TEST(!on_sign.active());
    //]
    return boost::report_errors();
}
