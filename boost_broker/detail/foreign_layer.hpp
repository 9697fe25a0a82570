// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_FOREIGN_LAYER_HPP
#define BOOST_BROKER_DETAIL_FOREIGN_LAYER_HPP

// Callables of other libraries that hold a function and know whose life it depends on: they count
// as layers around that function. A slot of Boost.Signals2 is one. It is only declared here, so
// that its tracking is honoured in every source that has one, and costs the others nothing.

#include <boost_broker/detail/dependent.hpp>

#include <memory>
#include <new>

namespace boost::signals2 {
template<typename Signature, typename SlotFunction>
class slot;
}

namespace boost_broker::detail {

/// Specialised for a callable of another library: how to take it off, and what it tracks.
template<class H>
struct foreign_layer {};

template<class Signature, class Function>
struct foreign_layer<boost::signals2::slot<Signature, Function>> {
    using target_type = Function;

    template<class Slot>
    static auto& get(Slot& slot) noexcept
    {
        return slot.slot_function();
    }

    template<class Slot>
    static bool expired(Slot const& slot) noexcept
    {
        return slot.expired();
    }

    /// What keeps the tracked objects alive; null if one of them is gone.
    template<class Slot>
    static auto lock(Slot const& slot) -> std::shared_ptr<dependent_t<void const, Slot>>
    {
        static constexpr char nothing = 0;
        if (slot.tracked_objects().empty())
            return {std::shared_ptr<Slot const>(), &nothing};
        if (slot.expired())
            return nullptr;
        try {
            return std::make_shared<typename Slot::locked_container_type>(slot.lock());
        } catch (std::bad_alloc const&) {
            throw;
        } catch (...) { // an object went since: its expired_slot, which has no name here
            return nullptr;
        }
    }
};

template<class H>
concept foreign_layered = requires
{
    typename foreign_layer<H>::target_type;
};

} // namespace boost_broker::detail

#endif
