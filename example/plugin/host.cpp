// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// A program that loads a plugin from a shared object and talks to it by messages only.
//
// Learn here the two rules. The host uses the library itself and exports its symbols
// (ENABLE_EXPORTS in CMake, -rdynamic for the linker), so that all shared objects agree on the
// number of each type. And the context ends before the plugin is unloaded, because it holds
// handlers whose code is the plugin's.

#include "messages.hpp"
#include <boost_broker/event_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/core/lightweight_test.hpp>

#include <dlfcn.h>

#include <iostream>
#include <memory>

namespace bb = boost_broker;
using namespace editor;

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::cerr << "usage: host <plugin>\n";
        return 2;
    }

    //[plugin_host
    std::unique_ptr<void, int (*)(void*)> const plugin(dlopen(argv[1], RTLD_NOW), &dlclose);
    auto* const found = plugin != nullptr ? dlsym(plugin.get(), "plug_in") : nullptr;
    if (found == nullptr) {
        std::cerr << "cannot load the plugin: " << dlerror() << '\n';
        return 2;
    }

    boost::asio::io_context io;
    bb::broker_context ctx(io); // behind the plugin, so that it ends first
    reinterpret_cast<decltype(&plug_in)>(found)(ctx);
    //]

    //[plugin_talk
    std::string entry;
    auto const menu = bb::on_signal<add_menu_entry>(ctx, [&](std::string t) { entry = t; });
    bb::emit<document_opened>(ctx, "letter.txt");

    bool correct = true;
    bb::request<spell>(ctx, "teh", [&](bb::result<bool> r) { correct = r.value(); });
    io.run();
    BOOST_TEST_EQ(entry, "Check letter.txt");
    BOOST_TEST(!correct);
    //]
    return boost::report_errors();
}
