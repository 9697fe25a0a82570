// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Any number of listeners on one executor, and what they do to their own table while it is called.

#include <boost_broker/detail/listener_table.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/event_broker.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

namespace listener_table_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct rang {
    int number = 0;
};

/// Listeners that note which of them was called, either where the emitter runs or elsewhere.
struct table {
    explicit table(bool waits) : waits_(waits) {}

    void add(std::function<void()> also = nullptr)
    {
        auto const index = handles.size();
        auto call = [this, index, also = std::move(also)] {
            called.push_back(index);
            if (also)
                also();
        };
        if (waits_)
            handles.push_back(bb::listen<rang>(ctx, asio::bind_executor(strand_, std::move(call))));
        else
            handles.push_back(bb::listen<rang>(ctx, std::move(call)));
    }
    /// Returns how many listeners the emit has reached, and notes whom it has called.
    std::size_t emit()
    {
        called.clear();
        auto const reached = bb::emit<rang>(ctx, 1).accepted;
        io_.restart();
        io_.run();
        return reached;
    }
    std::size_t delivered() const { return bb::stats<bb::event_broker<rang>>(ctx).delivered; }

private:
    asio::io_context io_;
    asio::strand<asio::io_context::executor_type> strand_ = asio::make_strand(io_);
    bool waits_;

public:
    bb::broker_context ctx{io_};
    std::vector<bb::handle> handles;
    std::vector<std::size_t> called;
};

std::vector<std::size_t> first(std::size_t count)
{
    std::vector<std::size_t> all(count);
    std::iota(all.begin(), all.end(), std::size_t(0));
    return all;
}
std::vector<std::size_t> first_without(std::size_t count, std::size_t missing)
{
    auto all = first(count);
    std::erase(all, missing);
    return all;
}

// As many as fill a turn of the loop that calls them, one more, and one less, twice.
constexpr std::size_t most = 9;

} // namespace listener_table_test

BOOST_HANA_ADAPT_STRUCT(listener_table_test::rang, number);

BOOST_AUTO_TEST_SUITE(listener_table)

using namespace listener_table_test;

BOOST_AUTO_TEST_CASE(any_number_is_called_in_the_order_of_registration)
{
    for (bool const waits : {false, true}) {
        table t(waits);
        BOOST_TEST(t.emit() == 0u);
        std::size_t delivered = 0;
        for (std::size_t count = 1; count <= most; ++count) {
            t.add();
            BOOST_TEST(t.emit() == count);
            BOOST_TEST(t.called == first(count), boost::test_tools::per_element());
            BOOST_TEST(t.delivered() == (delivered += count));
        }
    }
}

BOOST_AUTO_TEST_CASE(whoever_leaves_is_missing_and_nobody_else)
{
    for (bool const waits : {false, true}) {
        for (std::size_t count = 1; count <= most; ++count) {
            for (std::size_t gone = 0; gone != count; ++gone) {
                table t(waits);
                for (std::size_t i = 0; i != count; ++i)
                    t.add();
                t.handles[gone].stop();
                BOOST_TEST(t.emit() == count - 1);
                BOOST_TEST(
                    t.called == first_without(count, gone), boost::test_tools::per_element());
                BOOST_TEST(t.delivered() == count - 1);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_listener_may_leave_while_it_is_called)
{
    for (bool const waits : {false, true}) {
        for (std::size_t own = 0; own != most; ++own) {
            table t(waits);
            for (std::size_t i = 0; i != most; ++i) {
                if (i == own)
                    t.add([&t, own] { t.handles[own].stop(); });
                else
                    t.add();
            }
            t.emit();
            BOOST_TEST(t.called == first(most), boost::test_tools::per_element());
            BOOST_TEST(t.emit() == most - 1);
            BOOST_TEST(t.called == first_without(most, own), boost::test_tools::per_element());
            BOOST_TEST(t.delivered() == 2 * most - 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_listener_may_drop_another_whose_turn_is_still_to_come)
{
    for (bool const waits : {false, true}) {
        for (std::size_t dropped = 1; dropped != most; ++dropped) {
            table t(waits);
            t.add([&t, dropped] { t.handles[dropped].stop(); });
            for (std::size_t i = 1; i != most; ++i)
                t.add();
            t.emit();
            BOOST_TEST(t.called == first_without(most, dropped), boost::test_tools::per_element());
            BOOST_TEST(t.delivered() == most - 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_listener_may_drop_all)
{
    for (bool const waits : {false, true}) {
        for (std::size_t last = 0; last != most; ++last) {
            table t(waits);
            for (std::size_t i = 0; i != most; ++i) {
                if (i == last)
                    t.add([&t] { bb::drop_all_listeners<rang>(t.ctx, [](bb::result<void>) {}); });
                else
                    t.add();
            }
            t.emit();
            BOOST_TEST(t.called == first(last + 1), boost::test_tools::per_element());
            BOOST_TEST(t.delivered() == last + 1);
            BOOST_TEST(t.emit() == 0u);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_listener_may_end_the_context)
{
    for (bool const waits : {false, true}) {
        for (bool const destroys : {false, true}) {
            for (std::size_t last = 0; last != most; ++last) {
                table t(waits);
                for (std::size_t i = 0; i != most; ++i) {
                    if (i != last)
                        t.add();
                    else if (destroys)
                        t.add([&t] { t.ctx = bb::broker_context(); });
                    else
                        t.add([&t] { t.ctx.close(); });
                }
                t.emit();
                BOOST_TEST(t.called == first(last + 1), boost::test_tools::per_element());
                BOOST_TEST(t.emit() == 0u);
                BOOST_TEST(!t.handles[0].active());
            }
        }
    }
}

// Closing stops the last one first, and what that one owns may stop any of the others.
BOOST_AUTO_TEST_CASE(the_end_of_a_listener_may_drop_others_while_all_are_stopped)
{
    for (std::size_t first_dropped = 0; first_dropped != most; ++first_dropped) {
        table t(false);
        for (std::size_t i = 1; i != most; ++i)
            t.add();
        auto dropping = std::shared_ptr<int>(new int(0), [&t, first_dropped](int const* p) {
            delete p;
            for (std::size_t i = first_dropped; i < most - 1; ++i)
                t.handles[i].stop();
        });
        t.add([dropping] {});
        dropping.reset();
        t.ctx.close();
        for (auto const& h : t.handles)
            BOOST_TEST(!h.active());
        BOOST_TEST(t.emit() == 0u);
    }
}

// The table moves to other memory while it is being called.
BOOST_AUTO_TEST_CASE(a_listener_may_add_many)
{
    for (bool const waits : {false, true}) {
        for (std::size_t adds = 0; adds != most; ++adds) {
            table t(waits);
            for (std::size_t i = 0; i != most; ++i) {
                if (i == adds) {
                    t.add([&t] {
                        if (t.handles.size() == most) {
                            for (int more = 0; more != 100; ++more)
                                t.add();
                        }
                    });
                } else {
                    t.add();
                }
            }
            BOOST_TEST(t.emit() == most);
            BOOST_TEST(t.called == first(most), boost::test_tools::per_element());
            BOOST_TEST(t.emit() == most + 100);
            BOOST_TEST(t.called == first(most + 100), boost::test_tools::per_element());
            BOOST_TEST(t.delivered() == 2 * most + 100);
        }
    }
}

// An entry that was dropped stays while the table is called; one that is added then comes behind.
BOOST_AUTO_TEST_CASE(a_listener_may_replace_itself)
{
    for (bool const waits : {false, true}) {
        table t(waits);
        std::function<void()> const replace = [&t, &replace] {
            t.handles.back().stop();
            t.add(replace);
        };
        t.add();
        t.add(replace);
        for (std::size_t i = 1; i != 20; ++i) {
            BOOST_TEST(t.emit() == 2u);
            BOOST_TEST(
                t.called == (std::vector<std::size_t>{0, i}), boost::test_tools::per_element());
        }
        BOOST_TEST(t.delivered() == 38u);
    }
}

BOOST_AUTO_TEST_SUITE_END()
