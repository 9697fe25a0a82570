// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_MODEL_EXPLORER_HPP
#define BOOST_BROKER_TEST_MODEL_EXPLORER_HPP

// Runs a few threads in every order that there is, up to a number of preemptions (after Relacy by
// D. Vyukov and CHESS by M. Musuvathi and S. Qadeer). One thread runs at a time; wherever it is
// about to use an atomic object or a mutex, another may go on instead. A run is repeated with the
// next of the orders until there is no other. The memory is sequentially consistent: what a weaker
// order of memory allows is left to ThreadSanitizer.
//
// Threads are real ones, so that each has its `thread_local` objects, and live for one run.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <latch>
#include <semaphore>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace model {

class explorer
{
public:
    using body = std::function<void()>;

    /// @param preemptions How often in one run a thread is held up although it could go on.
    explicit explorer(unsigned preemptions) noexcept : most_preemptions_(preemptions) {}
    explorer(explorer const&) = delete;

    /// Runs what `make` returns in every order.
    /** @param make Makes the objects of one run, and returns the threads and, last, what is to be
        called when all have ended: it returns what is wrong, or nothing.
        @return What was wrong in the first run in which something was; empty if nothing ever. */
    template<class Make>
    std::string explore(Make const& make)
    {
        // What the program makes once is made before.
        for (int warm_up = 0; warm_up != 2; ++warm_up) {
            auto [threads, check] = make();
            for (auto const& t : threads)
                std::thread(t).join();
            check();
        }
        do {
            ++runs_;
            auto [threads, check] = make();
            run(threads);
            if (auto const wrong = check(); !wrong.empty())
                return wrong + "; the order was " + trace();
        } while (next());
        return {};
    }

    std::uint64_t runs() const noexcept { return runs_; }

    // For the objects that threads share.

    /// Something that others see is about to happen.
    static void point()
    {
        if (me_ != nullptr)
            me_->in->switch_from(*me_, false);
    }
    /// Nothing goes on here until something changes.
    template<class Ready>
    static void wait(Ready ready)
    {
        if (ready())
            return;
        if (me_ == nullptr)
            fail("the only thread waits");
        me_->ready = ready;
        me_->in->switch_from(*me_, false);
        me_->ready = nullptr;
    }
    /// Somebody else is to go on first.
    static void yield()
    {
        if (me_ != nullptr)
            me_->in->switch_from(*me_, true);
    }

private:
    struct slot {
        explorer* in = nullptr;
        std::size_t number = 0;
        std::binary_semaphore go{0};
        std::function<bool()> ready; // where it waits
        bool ended = false;
        std::thread thread;
    };
    struct choice {
        std::size_t taken;
        std::size_t count;
    };

    [[noreturn]] static void fail(std::string const& what)
    {
        std::fprintf(stderr, "model: %s\n", what.c_str());
        std::_Exit(3);
    }

    void run(std::vector<body> const& threads)
    {
        depth_ = 0;
        preemptions_ = 0;
        steps_ = 0;
        order_.clear();
        slots_ = std::vector<slot>(threads.size());
        // All are there before one goes: who begins when another has ended may get its addresses.
        std::latch all_there(static_cast<std::ptrdiff_t>(threads.size()));
        for (std::size_t i = 0; i != threads.size(); ++i) {
            auto& mine = slots_[i];
            mine.in = this;
            mine.number = i;
            // What a thread does at its end is a part of the run.
            mine.thread = std::thread([this, &mine, &all_there, &run = threads[i]] {
                std::thread([&] {
                    all_there.count_down();
                    mine.go.acquire();
                    me_ = &mine;
                    run();
                }).join();
                mine.ended = true;
                pass_on(nullptr, false);
            });
        }
        all_there.wait();
        pass_on(nullptr, false);
        for (auto& s : slots_)
            s.thread.join();
    }

    void switch_from(slot& from, bool yields)
    {
        auto* const to = choose(&from, yields);
        if (to == &from)
            return;
        to->go.release();
        from.go.acquire();
    }

    void pass_on(slot* from, bool yields)
    {
        if (auto* const to = choose(from, yields))
            to->go.release();
    }

    slot* choose(slot* from, bool yields)
    {
        if (++steps_ > 100'000)
            fail("a run does not end; the order was " + trace());
        bool const could_go_on = from != nullptr && can_go_on(*from);
        std::vector<slot*> options;
        if (could_go_on && !yields)
            options.push_back(from);
        if (!could_go_on || yields || preemptions_ < most_preemptions_) {
            for (auto& s : slots_) {
                if (&s != from && can_go_on(s))
                    options.push_back(&s);
            }
        }
        if (options.empty() && could_go_on)
            options.push_back(from);
        if (options.empty()) {
            for (auto const& s : slots_) {
                if (!s.ended)
                    fail("no thread can go on; the order was " + trace());
            }
            return nullptr;
        }
        auto* const to = options[decide(options.size())];
        if (could_go_on && !yields && to != from)
            ++preemptions_;
        if (order_.empty() || order_.back().first != to->number)
            order_.emplace_back(to->number, 0);
        ++order_.back().second;
        return to;
    }

    static bool can_go_on(slot const& s) { return !s.ended && (!s.ready || s.ready()); }

    std::size_t decide(std::size_t count)
    {
        if (count == 1)
            return 0;
        if (depth_ == choices_.size())
            choices_.push_back({0, count});
        if (choices_[depth_].count != count)
            fail("the same order has led elsewhere; it was " + trace());
        return choices_[depth_++].taken;
    }

    /// Whether there is another order.
    bool next()
    {
        choices_.resize(depth_);
        while (!choices_.empty() && choices_.back().taken + 1 == choices_.back().count)
            choices_.pop_back();
        if (choices_.empty())
            return false;
        ++choices_.back().taken;
        return true;
    }

    /// Which thread has gone how many steps.
    std::string trace() const
    {
        std::string text;
        for (auto const& [thread, steps] : order_)
            text += std::string(1, static_cast<char>('a' + thread)) + std::to_string(steps) + ' ';
        return text;
    }

    unsigned const most_preemptions_;
    std::vector<slot> slots_;
    std::vector<choice> choices_;
    std::size_t depth_ = 0;
    unsigned preemptions_ = 0;
    std::size_t steps_ = 0;
    std::vector<std::pair<std::size_t, std::size_t>> order_;
    std::uint64_t runs_ = 0;

    static inline thread_local slot* me_ = nullptr;
};

} // namespace model

#endif
