// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/detail/cell_pool.hpp>

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace cell_pool_test {

struct content {
    explicit content(bool fails)
    {
        if (fails)
            throw std::runtime_error("not made");
    }
};
struct narrow_object
    : content
    , boost_broker::detail::cached_object<narrow_object> {
    using content::content;
};
struct alignas(64) aligned_object
    : content
    , boost_broker::detail::cached_object<aligned_object> {
    using content::content;
};

} // namespace cell_pool_test

BOOST_AUTO_TEST_SUITE(cell_pool)

using namespace cell_pool_test;

// Telling where leaks are looked for.
BOOST_AUTO_TEST_CASE(what_is_not_made_leaves_no_memory)
{
    BOOST_CHECK_THROW(delete new narrow_object(true), std::runtime_error);
    BOOST_CHECK_THROW(delete new aligned_object(true), std::runtime_error);
    delete new narrow_object(false);
    delete new aligned_object(false);
}

BOOST_AUTO_TEST_SUITE_END()
