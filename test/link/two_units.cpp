// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "two_units.hpp"

int main()
{
    boost_broker::broker_context ctx;
    std::string heard;
    boost_broker::handle const on = link_test::listen_in_a(ctx, heard);
    auto const reached = link_test::emit_in_b(ctx);
    return reached.accepted == 1 && heard == "7 from the other translation unit" ? 0 : 1;
}
