// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "options.hpp"
#include "tool.hpp"

#include <exception>
#include <iostream>

int main(int argc, char** argv)
{
    std::ios::sync_with_stdio(false);
    try {
        auto const chosen = codec_tool::parse_options({argv + 1, argv + argc});
        if (!chosen) {
            std::cerr << "codec_tool: " << chosen.error().message() << "; see --help\n";
            return 2;
        }
        return codec_tool::run(*chosen, std::cin, std::cout, std::cerr);
    } catch (std::exception const& error) {
        std::cerr << "codec_tool: " << error.what() << '\n';
    }
    return 1;
}
