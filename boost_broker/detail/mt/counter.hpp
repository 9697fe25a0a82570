// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_COUNTER_HPP
#define BOOST_BROKER_DETAIL_MT_COUNTER_HPP

// A count that one thread at a time changes and any thread reads: two plain instructions, and no
// read-modify-write that would hold up other cores.

#include <atomic>
#include <cstdint>

namespace boost_broker::detail {

class mt_counter
{
public:
    std::uint64_t load() const noexcept { return value_.load(std::memory_order_relaxed); }
    void store(std::uint64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }
    void add(std::uint64_t more) noexcept { store(load() + more); }
    void subtract(std::uint64_t less) noexcept { store(load() - less); }

    // The same in the one order of all such operations, for who then asks whether somebody waits.
    std::uint64_t load_in_order() const noexcept { return value_.load(std::memory_order_seq_cst); }
    void add_in_order(std::uint64_t more) noexcept
    {
        value_.store(load() + more, std::memory_order_seq_cst);
    }

private:
    std::atomic<std::uint64_t> value_{0};
};

} // namespace boost_broker::detail

#endif
