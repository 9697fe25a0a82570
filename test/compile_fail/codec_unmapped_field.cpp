// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: a field of the message has a type that no codec carries
// expect: std::function<void
// expect g++: {"buttons[].on_click[]"}
// expect clang++: 'b', 'u', 't', 't', 'o', 'n', 's', '[', ']', '.', 'o', 'n', '_', 'c', 'l', 'i', 'c', 'k'

#include <boost_broker/schema/check.hpp>

#include <boost/hana/adapt_struct.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace app {

struct button {
    std::string text = {};
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    std::map<std::string, std::int32_t> on_click = {};
#else
    std::map<std::string, std::function<void()>> on_click = {};
#endif
};
struct window {
    std::int32_t id = 0;
    std::vector<button> buttons = {};
};

} // namespace app
BOOST_HANA_ADAPT_STRUCT(app::button, text, on_click);
BOOST_HANA_ADAPT_STRUCT(app::window, id, buttons);

static_assert(boost_broker::schema::check_mapped<app::window>());
