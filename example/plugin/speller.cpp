// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// A plugin: it registers what it can do in the context that the host hands to it.
//
// Learn here that a plugin is a module like any other. Its handles are detached, because they live
// as long as the context, and that ends before the plugin is unloaded.

#include "messages.hpp"
#include <boost_broker/event_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

namespace bb = boost_broker;
using namespace editor;

//[plugin_speller
void plug_in(bb::context_ref const& ctx)
{
    bb::set_provider<spell>(ctx, [](std::string const& word) { return word != "teh"; })
        .value()
        .detach();
    bb::listen<document_opened>(ctx, [here = ctx](std::string const& path) {
        bb::signal<add_menu_entry>(here, "Check " + path);
    }).detach();
}
//]
