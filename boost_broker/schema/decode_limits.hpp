// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_DECODE_LIMITS_HPP
#define BOOST_BROKER_SCHEMA_DECODE_LIMITS_HPP

// How much a message from outside may cost.

#include <cstddef>

namespace boost_broker {

/// How much decoding one message may cost, whatever the message says of itself.
/** What goes beyond is refused with `errc::limit_exceeded`, before the memory is taken. The
   defaults suit messages between programs that trust each other; tighten them for input from
   elsewhere. */
struct decode_limits {
    /// How many bytes a message may have.
    std::size_t max_bytes = std::size_t{64} << 20;
    /// How deep structures, sequences, maps and optionals may be nested in each other.
    std::size_t max_depth = 64;
    /// How many elements all sequences, arrays and maps may have together, unknown fields included.
    std::size_t max_items = 10'000'000;
    /// How many bytes of memory texts, bytes, sequences and maps may take together: the size of
    /// their elements in C++, without what an allocator adds.
    std::size_t max_memory = std::size_t{256} << 20;
};

} // namespace boost_broker

#endif
