// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/detail/wake_storage.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <functional>

namespace wake_storage_test {

namespace detail = boost_broker::detail;

// Whether memory is part of a storage.
bool is_in(void const* memory, detail::wake_storage const& storage)
{
    auto const* const begin = reinterpret_cast<std::byte const*>(&storage);
    auto const* const at = static_cast<std::byte const*>(memory);
    std::less<> const before;
    return !before(at, begin) && before(at, begin + sizeof storage);
}

} // namespace wake_storage_test

BOOST_AUTO_TEST_SUITE(wake_storage)

using namespace wake_storage_test;

BOOST_AUTO_TEST_CASE(two_blocks_are_lent_and_the_heap_has_the_rest)
{
    boost::intrusive_ptr<detail::wake_storage> const storage(new detail::wake_storage);
    void* const first = storage->allocate(100);
    void* const second = storage->allocate(100);
    void* const third = storage->allocate(100);
    void* const large = storage->allocate(10000);
    BOOST_TEST(is_in(first, *storage));
    BOOST_TEST(is_in(second, *storage));
    BOOST_TEST(first != second);
    BOOST_TEST(!is_in(third, *storage));
    BOOST_TEST(!is_in(large, *storage));
    storage->deallocate(third);
    storage->deallocate(large);
    storage->deallocate(first);
    BOOST_TEST(storage->allocate(100) == first);
    storage->deallocate(second);
    storage->deallocate(first);
}

BOOST_AUTO_TEST_CASE(a_block_that_is_lent_keeps_the_storage)
{
    boost::intrusive_ptr<detail::wake_storage> storage(new detail::wake_storage);
    detail::wake_allocator<int> allocator(*storage);
    BOOST_TEST((allocator == detail::wake_allocator<int>(*storage)));
    BOOST_TEST((allocator !=
        detail::wake_allocator<int>(
            *boost::intrusive_ptr<detail::wake_storage>(new detail::wake_storage))));
    int* const lent = allocator.allocate(3);
    BOOST_TEST(storage->use_count() == 2u);
    storage.reset();
    lent[2] = 7; // under the sanitizers this tells whether it lives
    allocator.deallocate(lent, 3);
}

BOOST_AUTO_TEST_SUITE_END()
