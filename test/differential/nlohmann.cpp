// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Reads CBOR into nlohmann's tree, and writes that.

#include "frames.hpp"

#include <nlohmann/json.hpp>

#include <iostream>
#include <string>

int main()
{
    std::ios::sync_with_stdio(false);
    for (std::string data; differential::read_frame(std::cin, data);) {
        std::string written;
        nlohmann::json::to_cbor(nlohmann::json::from_cbor(data), written);
        differential::write_frame(std::cout, written);
    }
    return std::cout.flush() ? 0 : 1;
}
