// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "two_units.hpp"

boost_broker::handle link_test::listen_in_a(boost_broker::context_ref ctx, std::string& heard)
{
    return boost_broker::listen<greeting>(ctx,
        [&heard](int number, std::string const& text) { heard = std::to_string(number) + text; });
}
