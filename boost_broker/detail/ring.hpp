// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_RING_HPP
#define BOOST_BROKER_DETAIL_RING_HPP

// A queue of pointers and other small things, in a ring of places that are used again. Prefer
// `event_queue` for what is expensive to move. A `boost::circular_buffer` would do, but it made
// including this library take a sixth longer, and a `std::deque` up to a twentieth.

#include <cstddef>
#include <utility>
#include <vector>

namespace boost_broker::detail {

/// @tparam T A free place holds a `T()`.
template<class T>
class ring
{
public:
    bool empty() const noexcept { return size_ == 0; }
    std::size_t size() const noexcept { return size_; }

    /// Makes room for so many, so that entering one allocates nothing.
    void reserve(std::size_t count)
    {
        if (count <= places_.size())
            return;
        std::vector<T> larger(count);
        for (std::size_t i = 0; i != size_; ++i)
            larger[i] = std::move(places_[index(i)]);
        places_.swap(larger);
        first_ = 0;
    }

    void push_back(T added)
    {
        if (size_ == places_.size())
            reserve(size_ == 0 ? 4 : 2 * size_);
        places_[index(size_)] = std::move(added);
        ++size_;
    }

    /// Takes the first out; there is one.
    T take_front() noexcept
    {
        T taken = std::exchange(places_[first_], T());
        first_ = index(1);
        --size_;
        return taken;
    }

    /// What is destroyed may enter more, which is then destroyed too.
    void clear() noexcept
    {
        while (!empty())
            take_front();
    }

private:
    std::size_t index(std::size_t behind_first) const noexcept
    {
        auto const i = first_ + behind_first;
        return i < places_.size() ? i : i - places_.size();
    }

    std::vector<T> places_;
    std::size_t first_ = 0;
    std::size_t size_ = 0;
};

} // namespace boost_broker::detail

#endif
