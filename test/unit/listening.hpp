// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_UNIT_LISTENING_HPP
#define BOOST_BROKER_TEST_UNIT_LISTENING_HPP

#include <boost_broker/event_broker.hpp>

#include <optional>
#include <utility>

namespace unit_listening {

namespace bb = boost_broker;

// The last event of a type in a context and in the default context.
template<class E>
struct listening {
    bb::broker_context ctx;
    std::optional<E> got = {};
    std::optional<E> got_by_default = {};
    bb::handle in_ctx = bb::listen<E>(ctx, [this](E const& e) { got = e; });
    bb::handle in_default = bb::listen<E>([this](E const& e) { got_by_default = e; });

    // Whether one emit reached this context, or the default one, and that alone.
    bool reached(bb::emit_result r, bool by_default = false)
    {
        bool const ok = r == bb::emit_result{1, 0} && got.has_value() != by_default &&
            got_by_default.has_value() == by_default;
        last = std::move(by_default ? got_by_default : got);
        got.reset();
        got_by_default.reset();
        return ok && last.has_value();
    }
    bool reached_default(bb::emit_result r) { return reached(r, true); }

    std::optional<E> last = {};
};

} // namespace unit_listening

#endif
