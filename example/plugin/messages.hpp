// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_PLUGIN_MESSAGES_HPP
#define BOOST_BROKER_EXAMPLE_PLUGIN_MESSAGES_HPP

// All that a host and its plugins share: the vocabulary, and the one function that the host calls.

#include <boost_broker/context_ref.hpp>

#include <boost/config.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <string>

//[plugin_messages
namespace editor {

struct document_opened { // an event of the host
    std::string path = {};
};
struct add_menu_entry { // a signal to the host
    std::string title = {};
};
struct spell { // a request that some plugin answers
    using response = bool;
    std::string word = {};
};

} // namespace editor

BOOST_HANA_ADAPT_STRUCT(editor::document_opened, path);
BOOST_HANA_ADAPT_STRUCT(editor::add_menu_entry, title);
BOOST_HANA_ADAPT_STRUCT(editor::spell, word);

extern "C" BOOST_SYMBOL_EXPORT void plug_in(boost_broker::context_ref const& ctx);
//]

#endif
