// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_PART_FACTS_HPP
#define BOOST_BROKER_DETAIL_PART_FACTS_HPP

// What a `context_part` tells of itself to who inspects it. Nothing in here belongs to it, so that
// it can be read while the part goes on.

#include <boost_broker/broker_kind.hpp>
#include <boost_broker/stats.hpp>

#include <chrono>
#include <cstddef>
#include <string_view>
#include <typeinfo>
#include <vector>

namespace boost_broker::detail {

struct part_facts {
    static constexpr auto none = static_cast<std::size_t>(-1);

    struct broker {
        broker_kind kind;
        std::string_view subject;
        bool own_object;
        broker_stats stats;
        std::size_t waiting; // for no handler in particular
    };
    struct inbox {
        std::type_info const* executor; // null if there is none, or no longer
        bool home;
        bool executor_gone;
        bool delivering;
        std::size_t waiting;
    };
    struct handler {
        broker_kind kind;
        std::string_view subject;
        std::size_t broker; // `none`: it was stopped
        std::size_t inbox;
        std::type_info const* function; // null for a `next`
        bool is_coroutine;
        bool replies;
        bool replaced;
        bool mock;
        std::size_t waiting;
        std::size_t in_flight;
        std::size_t coroutines;
        std::chrono::nanoseconds oldest;
    };

    std::vector<broker> brokers;
    std::vector<inbox> inboxes; // those with handlers, the context's own first
    std::vector<handler> handlers;

    // Of the executor that handlers without one of their own run on, if anybody has asked for it.
    bool home_known = false;
    std::type_info const* home = nullptr;
    bool home_gone = false;
};

} // namespace boost_broker::detail

#endif
