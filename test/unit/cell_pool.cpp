// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/detail/cell_pool.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
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

BOOST_AUTO_TEST_CASE(blocks_are_large_enough_and_hardly_larger)
{
    using cache = boost_broker::detail::block_cache;
    for (std::size_t bytes = 1; bytes <= 64 * 1024; ++bytes) {
        auto const index = cache::class_of(bytes);
        BOOST_TEST_REQUIRE(index < cache::classes);
        BOOST_TEST_REQUIRE(cache::size_of(index) >= bytes);
        // the next smaller ones would not do
        BOOST_TEST_REQUIRE((index == 0 || cache::size_of(index - 1) < bytes));
        BOOST_TEST_REQUIRE(cache::size_of(index) - bytes < std::max(cache::granularity, bytes / 4));
        BOOST_TEST_REQUIRE(cache::size_of(index) % cache::granularity == 0u);
        BOOST_TEST_REQUIRE(cache::batch_of(index) != 0u);
    }
    BOOST_TEST(cache::class_of(64 * 1024 + 1) >= cache::classes);
}

BOOST_AUTO_TEST_CASE(blocks_are_kept)
{
    using cache = boost_broker::detail::block_cache;
    for (std::size_t const bytes : {1u, 64u, 1024u, 1025u, 5000u, 64 * 1024u}) {
        auto* const first = cache::allocate(bytes);
        cache::deallocate(first, bytes);
        auto* const second = cache::allocate(bytes);
        BOOST_TEST(second == first);
        cache::deallocate(second, bytes);
    }
    // what is larger comes from the heap
    cache::deallocate(cache::allocate(64 * 1024 + 1), 64 * 1024 + 1);
    cache::trim();
}

BOOST_AUTO_TEST_SUITE_END()
