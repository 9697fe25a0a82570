// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/detail/linked_list.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <vector>

namespace linked_list_test {

struct element : boost_broker::detail::list_hook<element> {
    explicit element(int v) : value(v) {}
    int value;
};

using list_of_elements = boost_broker::detail::linked_list<element>;

std::vector<int> values(list_of_elements const& list)
{
    std::vector<int> all;
    for (auto const& e : list)
        all.push_back(e.value);
    return all;
}

} // namespace linked_list_test

BOOST_AUTO_TEST_SUITE(linked_list)

using namespace linked_list_test;

BOOST_AUTO_TEST_CASE(elements_keep_their_order)
{
    element one(1), two(2), three(3);
    list_of_elements list;
    BOOST_TEST(list.empty());
    list.push_back(one);
    list.push_back(three);
    auto last = list.end();
    list.insert(--last, two);
    BOOST_TEST(values(list) == std::vector({1, 2, 3}), boost::test_tools::per_element());
    BOOST_TEST(list.size() == 3u);
    BOOST_TEST(list.front().value == 1);
    last = list.end();
    BOOST_TEST((--last)->value == 3);
    list.pop_front();
    BOOST_TEST(!one.is_linked());
    BOOST_TEST(values(list) == std::vector({2, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_element_leaves_by_itself)
{
    list_of_elements list;
    element first(1);
    list.push_back(first);
    {
        element second(2);
        list.push_back(second);
        BOOST_TEST(list.size() == 2u);
    }
    BOOST_TEST(values(list) == std::vector({1}), boost::test_tools::per_element());
    first.unlink();
    BOOST_TEST(list.empty());
    BOOST_TEST(!first.is_linked());
}

BOOST_AUTO_TEST_CASE(the_end_of_a_list_unlinks_its_elements)
{
    element one(1), two(2);
    {
        list_of_elements list;
        list.push_back(one);
        list.push_back(two);
    }
    BOOST_TEST(!one.is_linked());
    BOOST_TEST(!two.is_linked());
    list_of_elements other;
    other.push_back(two);
    BOOST_TEST(values(other) == std::vector({2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_current_element_may_leave_while_others_follow)
{
    auto one = std::make_unique<element>(1);
    element two(2);
    list_of_elements list;
    list.push_back(*one);
    list.push_back(two);
    std::vector<int> seen;
    for (auto next = list.begin(); next != list.end();) {
        auto const& current = *next;
        ++next;
        seen.push_back(current.value);
        one.reset();
    }
    BOOST_TEST(seen == std::vector({1, 2}), boost::test_tools::per_element());
    BOOST_TEST(list.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
