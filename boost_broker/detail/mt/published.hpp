// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_PUBLISHED_HPP
#define BOOST_BROKER_DETAIL_MT_PUBLISHED_HPP

// A value that is read for every message and changes seldom. A reader compares one number with that
// of the copy its thread has kept, and so writes nothing that other readers see. What a thread
// keeps may be old, and is kept until the thread reads another: so a value holds nothing of the
// user's.

#include <boost_broker/config.hpp>
#include <boost_broker/detail/mt/spin_lock.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>

namespace boost_broker::detail {

/// Numbers that tell every published value from every other, of whatever type.
class BOOST_BROKER_VISIBLE publication_number
{
public:
    static std::uint64_t next() noexcept
    {
        return last_.fetch_add(1, std::memory_order_relaxed) + 1;
    }

private:
    static inline std::atomic<std::uint64_t> last_{0};
};

/// @tparam Value Counts its owners atomically.
template<class Value>
class published
{
public:
    using pointer = boost::intrusive_ptr<Value const>;

    published() = default;
    published(published const&) = delete;
    published& operator=(published const&) = delete;

    /// The value, or null. It is valid until this thread reads one of this type again, or ends.
    Value const* read() const noexcept
    {
        auto const number = number_.load(std::memory_order_acquire);
        if (number == 0)
            return nullptr;
        auto const& kept = kept_[place()];
        return BOOST_LIKELY(kept.number == number) ? kept.value : refresh();
    }

    /// The same for who reads seldom, and keeps it.
    pointer get() const noexcept
    {
        std::lock_guard const lock(lock_);
        return current_;
    }

    /// Lets readers see another value, or none. One thread at a time.
    void publish(pointer next) noexcept
    {
        std::lock_guard const lock(lock_);
        auto const number = next != nullptr ? publication_number::next() : 0;
        current_.swap(next);
        number_.store(number, std::memory_order_release);
    }

private:
    // A thread that uses the same type in a few contexts keeps the value of each.
    static constexpr std::size_t places = 8;

    struct copy {
        std::uint64_t number = 0;
        Value const* value = nullptr; // counted
    };

    std::size_t place() const noexcept
    {
        return reinterpret_cast<std::uintptr_t>(this) / 64 % places; // some of them fall together
    }

    BOOST_NOINLINE Value const* refresh() const noexcept
    {
        struct release_at_end {
            ~release_at_end()
            {
                for (auto& kept : kept_) {
                    if (auto const* const value = std::exchange(kept, {}).value)
                        intrusive_ptr_release(value);
                }
            }
        };
        thread_local release_at_end const ensured;
        static_cast<void>(ensured);

        pointer value;
        std::uint64_t number = 0;
        {
            std::lock_guard const lock(lock_);
            value = current_;
            number = number_.load(std::memory_order_relaxed);
        }
        if (value == nullptr)
            return nullptr;
        auto const old = std::exchange(kept_[place()], copy{number, value.detach()});
        if (old.value != nullptr)
            intrusive_ptr_release(old.value);
        return kept_[place()].value;
    }

    std::atomic<std::uint64_t> number_{0};
    mutable spin_lock lock_;
    pointer current_;

    static inline thread_local constinit std::array<copy, places> kept_{};
};

} // namespace boost_broker::detail

#endif
