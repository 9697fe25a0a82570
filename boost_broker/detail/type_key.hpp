// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_TYPE_KEY_HPP
#define BOOST_BROKER_DETAIL_TYPE_KEY_HPP

// A small dense number for each broker type: the index of its broker in every context. The number
// is found by the name of the type, once per shared object, so that a plugin whose copy of the
// variable is its own still gets the same one.

#include <boost_broker/config.hpp>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <typeinfo>

namespace boost_broker::detail {

class BOOST_BROKER_VISIBLE type_registry
{
public:
    // Never destroyed: brokers may be used while static objects are being destroyed.
    static type_registry& instance()
    {
        static type_registry& registry = *new type_registry;
        return registry;
    }

    std::uint32_t number_of(std::type_info const& type)
    {
        std::lock_guard const lock(mutex_);
        for (auto* known = last_; known != nullptr; known = known->before) {
            if (known->name == type.name())
                return known->number;
        }
        last_ = new entry{type.name(), last_ != nullptr ? last_->number + 1 : 1, last_};
        return last_->number;
    }

private:
    struct entry {
        std::string name; // a copy, because the type_info may be that of a plugin that is unloaded
        std::uint32_t number;
        entry* before;
    };

    std::mutex mutex_;
    entry* last_ = nullptr; // a list is enough: each shared object asks once for each type
};

template<class Broker>
class type_key
{
public:
    /// The number of the broker type, or 0 if this shared object has not asked for it yet.
    static std::uint32_t known_number() noexcept { return number_.load(std::memory_order_relaxed); }

    /// The number of the broker type, from 1.
    static std::uint32_t number()
    {
        auto const known = known_number();
        return known != 0 ? known : assign();
    }

private:
    // The same number is stored by everyone who comes here, so the order does not matter.
    BOOST_NOINLINE static std::uint32_t assign()
    {
        auto const number = type_registry::instance().number_of(typeid(Broker));
        number_.store(number, std::memory_order_relaxed);
        return number;
    }

    static inline std::atomic<std::uint32_t> number_{0};
};

} // namespace boost_broker::detail

#endif
