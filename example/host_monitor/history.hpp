// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_HISTORY_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_HISTORY_HPP

#include "health_reporter.hpp"
#include "vocabulary.hpp"

#include <boost/circular_buffer.hpp>

#include <array>
#include <cstddef>
#include <map>

namespace host_monitor {

/// Keeps the last values of every metric and answers `get_history`.
class history
{
public:
    explicit history(place const& at, std::size_t capacity = 300);

private:
    void keep(metric what, double value);
    bb::result<std::vector<double>> last(metric what, std::int64_t count) const;

    std::size_t capacity_;
    std::map<metric, boost::circular_buffer<double>> values_;
    health_reporter health_;
    std::array<bb::handle, 4> listeners_;
    bb::handle provider_;
};

} // namespace host_monitor

#endif
