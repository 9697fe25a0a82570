// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "two_units.hpp"

boost_broker::emit_result link_test::emit_in_b(boost_broker::context_ref ctx)
{
    return boost_broker::emit<greeting>(ctx, 7, " from the other translation unit");
}
