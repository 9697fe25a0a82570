// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_CELL_HPP
#define BOOST_BROKER_DETAIL_MT_CELL_HPP

#include <boost_broker/detail/cell_pool.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <utility>

namespace boost_broker::detail {

/// A message that several inboxes share, or that is too large for one. The last that has it
/// destroys it.
template<class M>
struct mt_cell final
    : boost::intrusive_ref_counter<mt_cell<M>>
    , cached_object<mt_cell<M>> {
    template<class Message>
    explicit mt_cell(std::in_place_t, Message&& message) : value(std::forward<Message>(message))
    {}
    M value;
    [[no_unique_address]] message_trace<M> trace;
};
template<class M>
using mt_cell_ptr = boost::intrusive_ptr<mt_cell<M>>;

} // namespace boost_broker::detail

#endif
