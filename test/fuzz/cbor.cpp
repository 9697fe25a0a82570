// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "target.hpp"
#include <boost_broker/cbor/codec.hpp>

// The highest bits of the first byte, which chooses the message, choose the options.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const options = size == 0 ? 0 : data[0] >> 6;
    return fuzz::read_any(boost_broker::cbor::codec{.deterministic = options == 1,
                              .definite_maps = options == 2,
                              .typed_arrays = options != 0},
        data, size);
}
