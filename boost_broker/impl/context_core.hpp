// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_CONTEXT_CORE_HPP
#define BOOST_BROKER_IMPL_CONTEXT_CORE_HPP

#include <boost_broker/detail/context_core.hpp>
#include <boost_broker/detail/sentence.hpp>

namespace boost_broker::detail {

class BOOST_BROKER_VISIBLE context_core::pool
{
public:
    // Never destroyed, and with it no core: static objects may hold a context.
    static pool& instance()
    {
        static pool& the_pool = *new pool;
        return the_pool;
    }

    /// @param inner Those that users do not see have numbers of their own.
    context_core& take(std::uint64_t& id, bool inner)
    {
        std::lock_guard const lock(mutex_);
        auto* core = free_;
        if (core != nullptr) {
            free_ = core->next_free_;
        } else {
            core = new context_core;
            core->made_before_ = last_made_;
            last_made_ = core;
        }
        id = inner ? ++last_inner_id_ : ++last_id_;
        return *core;
    }

    void give_back(context_core& core) noexcept
    {
        std::lock_guard const lock(mutex_);
        core.next_free_ = free_;
        free_ = &core;
    }

private:
    std::mutex mutex_;
    std::uint64_t last_id_ = 0;
    std::uint64_t last_inner_id_ = first_inner_id;
    context_core* free_ = nullptr;
    context_core* last_made_ = nullptr; // leads to all, so that none looks leaked
};

inline context_core& context_core::acquire(executor_ptr executor, bool inner)
{
    std::uint64_t id = 0;
    auto& core = pool::instance().take(id, inner);
    try {
        core.open(id, std::move(executor));
    } catch (...) {
        pool::instance().give_back(core);
        throw;
    }
    return core;
}

inline void context_core::open(std::uint64_t id, executor_ptr executor)
{
    add_inbox(std::move(executor), true);
    id_.store(id, std::memory_order_relaxed);
    last_stamp_ = 0;
    release_pending_ = false;
    open_itself_.store(id, std::memory_order_relaxed);
    open_id_.store(id, std::memory_order_release);
}

inline void context_core::close() noexcept
{
    auto const id = open_id_.exchange(0, std::memory_order_acq_rel);
    if (id == 0)
        return;
    open_itself_.store(0, std::memory_order_relaxed);
    busy_scope const busy(*this);
    {
        // Whoever makes the part now finds the context closed, or the part is found here.
        std::lock_guard const lock(mutex_);
    }
    if (auto* const crossing = part())
        crossing->close(id);
    // What is told to requesters may run their code here, and that may run executors.
    for (auto& where : inboxes_)
        where.stop_delivering();
    // Providers first: those who wait for them are told before their messages are discarded. A
    // handler's destructor may register something elsewhere, so the tables are not iterated.
    for (std::size_t i = 0; i != table_size_; ++i) {
        if (table_[i] != nullptr)
            table_[i]->close();
    }
    while (!attached_.empty()) {
        auto& broker = attached_.front();
        broker.unlink();
        broker.close();
    }
    for (auto& where : inboxes_)
        where.close();
}

inline void context_core::release() noexcept
{
    close();
    release_pending_ = true;
    mark(unclean);
    if (!busy())
        clean_up();
}

BOOST_NOINLINE inline void context_core::clean_up() noexcept
{
    // What is destroyed here is the user's, and may use the context again; while it does, the
    // context counts as busy, so this function is not entered twice.
    enter();
    while (retired_ != nullptr || compact_pending_) {
        if (std::exchange(compact_pending_, false)) {
            for (std::size_t i = 0; i != table_size_; ++i) {
                if (table_[i] != nullptr)
                    table_[i]->compact();
            }
            for (auto& broker : attached_)
                broker.compact();
        }
        if (registration_ptr const next = std::move(retired_)) {
            retired_ = std::move(next->next_retired_);
            next->retire();
        }
    }
    --activity_;
    mark_user(nullptr);
    clear(unclean);
    if (!release_pending_)
        return;
    release_pending_ = false;
    for (auto& where : inboxes_)
        where.forget_registrations();
    for (std::size_t i = 0; i != table_size_; ++i)
        delete table_[i];
    delete[] table_;
    table_ = nullptr;
    table_size_ = 0;
    has_brokers_ = false;
    while (!inboxes_.empty())
        drop_inbox(inboxes_.front());
    activity_ = 0;
    set_sink(nullptr);
    set_clock(nullptr, nullptr);
    set_name({});
    pool::instance().give_back(*this);
}

BOOST_NOINLINE inline void context_core::grow_table(std::size_t size)
{
    auto** const larger = new broker_base* [size] {};
    for (std::size_t i = 0; i != table_size_; ++i)
        larger[i] = table_[i];
    delete[] table_;
    table_ = larger;
    table_size_ = size;
}

inline void context_core::attach(broker_base& broker) noexcept
{
    attached_.push_back(broker);
    has_brokers_ = true;
}

inline void context_core::retire_later(registration& r) noexcept
{
    r.next_retired_ = std::move(retired_);
    retired_ = &r;
    mark(unclean);
}

inline inbox& context_core::inbox_of(executor_ptr executor)
{
    for (auto& known : inboxes_) {
        if (known.executor() != nullptr && known.executor()->equals(*executor))
            return known;
    }
    // What nobody uses any more makes room: a strand for each connection must not add up. While a
    // handler runs, its inbox is in use without being counted.
    if (!busy()) {
        for (auto next = inboxes_.begin(); next != inboxes_.end();) {
            auto& known = *next;
            ++next;
            if (!known.is_home() && known.use_count() == 1)
                drop_inbox(known);
        }
    }
    return add_inbox(std::move(executor), false);
}

inline inbox& context_core::add_inbox(executor_ptr executor, bool is_home)
{
    inbox_ptr added(new inbox(*this, std::move(executor), is_home));
    inboxes_.push_back(*added);
    return *added.detach(); // given back by drop_inbox
}

inline void context_core::drop_inbox(inbox& dropped) noexcept
{
    dropped.list_hook<inbox>::unlink();
    intrusive_ptr_release(&dropped);
}

inline std::string context_core::name_of(std::uint64_t id) const
{
    std::lock_guard const lock(mutex_);
    if (is_inner(id))
        return name_; // that of the context it is a part of, whole
    bool const named = id == this->id() && !name_.empty();
    return named ? sentence({"context '", name_, "'"}) : sentence({"context ", std::to_string(id)});
}

inline void context_core::set_name(std::string name)
{
    std::lock_guard const lock(mutex_);
    name_ = std::move(name);
}

inline void context_core::set_part(context_part& part) noexcept
{
    std::lock_guard const lock(mutex_);
    part.set_sink(sink_);
    part.set_clock(deadlines_);
    part_.store(&part, std::memory_order_release);
}

inline void context_core::set_sink(diagnostic_sink_ptr sink)
{
    std::lock_guard const lock(mutex_);
    sink_.swap(sink); // the end of the old one is the user's code, and so comes behind the lock
    if (auto* const crossing = part())
        crossing->set_sink(sink_);
}

inline void context_core::report(diagnostic_kind kind, std::string_view subject,
    std::string_view text, std::exception_ptr const& exception) const noexcept
{
    if (sink_ == nullptr)
        return;
    busy_scope const keeps(const_cast<context_core&>(*this)); // a slot may end the context
    sink_->report(kind, subject, text, exception);
}

} // namespace boost_broker::detail

#endif
