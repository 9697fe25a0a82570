// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_DURATION_TEXT_HPP
#define BOOST_BROKER_DETAIL_DURATION_TEXT_HPP

// How long something took, as reports say it: `250 ms`, `7.5 s`.

#include <chrono>
#include <string>

namespace boost_broker::detail {

inline std::string describe(std::chrono::nanoseconds time)
{
    auto const all = std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
    if (all < 1000)
        return std::to_string(all) + " ms";
    auto const seconds = std::to_string(all / 1000);
    auto const tenths = std::to_string(all % 1000 / 100);
    return seconds + (tenths == "0" ? "" : "." + tenths) + " s";
}

} // namespace boost_broker::detail

#endif
