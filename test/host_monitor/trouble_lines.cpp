// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "trouble_lines.hpp"

#include "bench.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <stdexcept>
#include <string>

BOOST_FIXTURE_TEST_SUITE(trouble_lines, bench::workbench)

BOOST_AUTO_TEST_CASE(writes_a_line_per_change)
{
    std::ostringstream errors;
    hm::trouble_lines const module(ctx, errors, "/proc");
    emit_value(hm::health_changed{{"disk", false, "gone\n"}});
    emit_value(hm::health_changed{{"disk", true, ""}});
    BOOST_TEST(errors.str() == "host_monitor: /proc: disk: gone?\nhost_monitor: /proc: disk: ok\n");
}

BOOST_AUTO_TEST_CASE(writes_what_the_library_has_caught)
{
    std::ostringstream errors;
    hm::trouble_lines const module(ctx, errors, "/proc");
    bb::handle const listener =
        bb::listen<hm::interval_ended>(ctx, [] { throw std::runtime_error("this is a test"); });
    emit<hm::interval_ended>();
    BOOST_TEST(errors.str().starts_with("host_monitor: /proc: "));
    BOOST_TEST((errors.str().find("this is a test") != std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()
