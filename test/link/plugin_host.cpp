// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// loads the two plugins that are named on the command line, a and b, and lets them talk

#include "plugin.hpp"

#include <boost/asio/io_context.hpp>

#include <dlfcn.h>

#include <cstdlib>
#include <iostream>
#include <string>

namespace bb = boost_broker;
using namespace plugin_test;

namespace {

int failures = 0;

void check(bool holds, char const* what)
{
    if (!holds) {
        ++failures;
        std::cerr << "plugin_host: this does not hold: " << what << '\n';
    }
}

[[noreturn]] void give_up(char const* what)
{
    auto const* const why = dlerror();
    std::cerr << "plugin_host: cannot " << what << ": " << (why != nullptr ? why : "") << '\n';
    std::exit(2);
}

// Neither plugin sees the other (RTLD_LOCAL), so what must exist once, such as the numbers of the
// broker types and the default context, is that of the host: it uses the library and is linked with
// -rdynamic. Without the latter the host and the plugins number the types differently, with g++ too
// and whatever the flags say. A plugin stays loaded (RTLD_NODELETE) because the default context
// outlives it and holds brokers whose code is that of the plugin that made them.
class plugin
{
public:
    explicit plugin(char const* file) : loaded_(dlopen(file, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE))
    {
        if (loaded_ == nullptr)
            give_up("load a plugin");
    }
    plugin(plugin const&) = delete;
    plugin& operator=(plugin const&) = delete;
    ~plugin() { dlclose(loaded_); }

    template<class Function>
    Function* find(char const* name) const
    {
        auto* const found = dlsym(loaded_, name);
        if (found == nullptr)
            give_up("find a function of a plugin");
        return reinterpret_cast<Function*>(found);
    }

private:
    void* loaded_;
};

void events_cross(plugin const& a, plugin const& b)
{
    boost::asio::io_context io;
    bb::broker_context ctx(io);
    bb::context_ref const here = ctx;
    heard texts;
    a.find<decltype(a_listens)>("a_listens")(here, texts);

    auto* const emit_in_b = b.find<decltype(b_emits)>("b_emits");
    bb::emit_result reached;
    emit_in_b(&here, reached);
    check(reached.accepted == 2, "an event that b emits reaches the two listeners of a");
    io.run();
    check(texts ==
            heard{"plain: 7" + std::string(spoken_text), "coroutine: 7" + std::string(spoken_text)},
        "the listeners of a hear what b emitted");

    texts.clear();
    emit_in_b(nullptr, reached);
    check(reached.accepted == 1, "b and a have the same default context");
    check(texts == heard{"default: 8" + std::string(spoken_text)},
        "the listener of a in the default context hears what b emitted");

    texts.clear();
    {
        bb::scoped_context const scope(ctx);
        emit_in_b(nullptr, reached);
    }
    io.restart();
    io.run();
    check(reached.accepted == 2 && texts.size() == 2,
        "what b emits while the host has made a context that of the thread stays in it");

    a.find<decltype(a_stops)>("a_stops")();
    emit_in_b(&here, reached);
    check(reached.accepted == 0, "nobody listens once a has stopped");
}

void requests_cross(plugin const& a, plugin const& b)
{
    bb::broker_context ctx;
    bb::context_ref const here = ctx;
    auto* const ask_in_a = a.find<decltype(a_asks)>("a_asks");
    answers got;
    ask_in_a(here, got);
    check(got.sum.has_error() && got.sum.error() == bb::errc::no_provider,
        "nobody answers before b provides");

    b.find<decltype(b_provides)>("b_provides")(here);
    check(bb::is_provided<add>(ctx), "the host sees that b provides");
    ask_in_a(here, got);
    check(got.sum && *got.sum == 42, "a gets the sum that b makes");
    check(got.greeting && *got.greeting == "good morning, " + std::string(greeted_name),
        "a gets the text that b makes");
    check(got.refusal.has_error() && got.refusal.error() == bb::errc::provider_failed &&
            got.refusal.error() == bb::condition::failed &&
            got.refusal.error().detail() == "b does not greet nobody",
        "a gets the failure that b answers with");

    b.find<decltype(b_stops)>("b_stops")();
    check(!bb::is_provided<add>(ctx), "nobody provides once b has stopped");
}

void errors_cross(plugin const& a, plugin const& b)
{
    bb::failure made_by_b;
    b.find<decltype(b_fails)>("b_fails")(made_by_b);
    check(a.find<decltype(a_recognises)>("a_recognises")(made_by_b),
        "a failure that b made is what a takes it for");
    check(made_by_b == bb::errc::queue_full, "... and what the host takes it for");

    bool caught = false;
    try {
        b.find<decltype(b_throws)>("b_throws")();
    } catch (bb::broker_error const& e) {
        caught = true;
        check(e.code() == bb::errc::would_deadlock, "the exception has the code that b gave it");
        check(e.why() == bb::failure(bb::errc::would_deadlock, "thrown by b"),
            "the exception has the failure that b gave it");
    } catch (...) {}
    check(caught, "the host can catch a broker_error that b throws");
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::cerr << "usage: plugin_host <plugin a> <plugin b>\n";
        return 2;
    }
    {
        plugin const a(argv[1]);
        plugin const b(argv[2]);
        events_cross(a, b);
        requests_cross(a, b);
        errors_cross(a, b);
    }
    return failures == 0 ? 0 : 1;
}
