// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_CONTEXT_HPP
#define BOOST_BROKER_DETAIL_MT_CONTEXT_HPP

// What a context has for the lane `mt`: its brokers, which any thread finds without a lock, and its
// inboxes. It belongs to a core and lives as long, so for ever, and serves one context after the
// other: a thread that comes with the number of an older one finds that it is not served.

#include <boost_broker/detail/deadlines.hpp>
#include <boost_broker/detail/mt/deadlines.hpp>
#include <boost_broker/detail/mt/home.hpp>
#include <boost_broker/detail/mt/inbox.hpp>
#include <boost_broker/detail/mt/registration.hpp>
#include <boost_broker/detail/registering.hpp>
#include <boost_broker/stats.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace boost_broker::detail {

/// What a broker tells of itself.
struct mt_broker_facts {
    struct way {
        mt_inbox const* to;
        mt_registration const* only; // null: to all its handlers there
        std::size_t waiting;
    };
    broker_stats stats = {};
    std::vector<way> ways = {};
};

/// A broker of the lane `mt`. Those that are found by their type live as long as the core.
class mt_broker_base : public list_hook<mt_broker_base>
{
public:
    explicit mt_broker_base(mt_context& context) noexcept : context_(context) {}
    mt_broker_base(mt_broker_base const&) = delete;
    virtual ~mt_broker_base() = default;

    mt_context& context() const noexcept { return context_; }

    virtual broker_kind kind() const noexcept = 0;
    /// The name of the message type, for messages to people.
    virtual std::string_view subject() const noexcept = 0;
    virtual broker_stats stats() const noexcept = 0;

    // Under the mutex of the context.

    /// What it has done in this context, and what waits.
    virtual mt_broker_facts facts() const = 0;
    /// Whether something was registered in a context.
    bool was_used(std::uint64_t context) const noexcept { return used_in_ == context; }
    void mark_used(std::uint64_t context) noexcept { used_in_ = context; }

    /// A handler was stopped.
    virtual void remove(mt_registration& stopped) noexcept = 0;
    /// The context is closed: nobody finds a handler any more.
    virtual void close() noexcept = 0;

    /// Gives up what it has kept for later handlers. Not under the mutex.
    virtual void discard_kept() noexcept {}

private:
    mt_context& context_;
    std::uint64_t used_in_ = 0;
};

/// Where a thread has waited last. An inbox that is closed holds nothing of the user's.
class mt_last_wait
{
public:
    enum class executor { own, of_context, none };

    /// The inbox, if it was for the same, or null.
    mt_inbox* find(mt_context const& context, std::uint64_t id, executor on) const noexcept
    {
        return context_ == &context && id_ == id && on_ == on ? inbox_ : nullptr;
    }
    void keep(mt_context const& context, std::uint64_t id, executor on, mt_inbox& inbox) noexcept
    {
        intrusive_ptr_add_ref(&inbox);
        release();
        context_ = &context;
        id_ = id;
        on_ = on;
        inbox_ = &inbox;
    }
    static mt_last_wait& of_thread() noexcept
    {
        struct release_at_end {
            ~release_at_end() { of_thread_.release(); }
        };
        thread_local release_at_end const ensured;
        static_cast<void>(ensured);
        return of_thread_;
    }

private:
    void release() noexcept
    {
        if (auto* const before = std::exchange(inbox_, nullptr))
            intrusive_ptr_release(before);
    }

    mt_context const* context_ = nullptr;
    std::uint64_t id_ = 0;
    executor on_ = executor::none;
    mt_inbox* inbox_ = nullptr;

    // Has no destructor, so that a thread which is ending can still use it.
    static thread_local constinit mt_last_wait of_thread_;
};

inline thread_local constinit mt_last_wait mt_last_wait::of_thread_{};

class BOOST_BROKER_VISIBLE mt_context final
    : public context_part
    , private hub_member
    , private deadline_watcher
{
public:
    /// That of a core; it is made if there is none.
    static mt_context& of(context_core& core)
    {
        auto* const known = core.part();
        return known != nullptr ? static_cast<mt_context&>(*known) : make(core);
    }
    /// The same where a verb does not need one.
    static mt_context* find(context_core& core) noexcept
    {
        return static_cast<mt_context*>(core.part());
    }

    context_core& core() const noexcept { return core_; }
    std::mutex& mutex() noexcept { return mutex_; }
    std::string name() const { return core_.name(); }

    /// The broker of a type, or null.
    template<class Broker>
    static Broker* find(context_core const& core) noexcept
    {
        auto const& all = core.mt_brokers();
        auto const number = type_key<Broker>::known_number();
        return BOOST_LIKELY(number < all.size)
            ? static_cast<Broker*>(all.brokers[number].load(std::memory_order_acquire))
            : nullptr;
    }
    template<class Broker>
    Broker& get()
    {
        if (auto* const known = find<Broker>(core_))
            return *known;
        std::lock_guard const lock(mutex_);
        auto const number = type_key<Broker>::number();
        auto& place = place_of(number);
        if (auto* const known = place.load(std::memory_order_relaxed))
            return static_cast<Broker&>(*known);
        brokers_.reserve(brokers_.size() + 1);
        brokers_.emplace_back(new Broker(typename Broker::found_by_type(), *this));
        place.store(brokers_.back().get(), std::memory_order_release);
        return static_cast<Broker&>(*brokers_.back());
    }

    // Under the mutex.

    /// Whether the context with this number is open; it is served from now on.
    bool serves(std::uint64_t id);
    /// The last that was.
    std::uint64_t served() const noexcept { return id_; }
    /// A broker that the program owns.
    void attach(mt_broker_base& broker) noexcept { attached_.push_back(broker); }
    /// The inbox for a handler, which is counted there from now on.
    /** On an executor that is not serial each handler has one of its own.
        @param executor Its own, or null: that of the context. */
    mt_inbox_ptr inbox_for(executor_ptr executor, bool is_coroutine);
    /// A handler there.
    mt_registration_ptr make_registration(
        mt_broker_base& broker, executor_ptr executor, bool is_coroutine);
    /// The inbox for somebody who waits on an executor of his own, or on that of the context
    /// (null).
    mt_inbox_ptr inbox_to_wait(executor_ptr executor);
    /// What became of the executor that handlers without one of their own run on.
    enum class home_state { none, alive, gone };
    home_state home() const noexcept { return home_; }
    /// A handler is not counted in its inbox any more.
    /** @return The inbox, if it is to be closed once the mutex is free. */
    mt_inbox_ptr leave(mt_inbox& where) noexcept;

    /// A handler that is not destroyed yet.
    void add(mt_registration& r) noexcept { registrations_.push_back(r); }

    // Any thread.

    void remove(mt_registration& destroyed) noexcept
    {
        std::lock_guard const lock(mutex_);
        if (destroyed.is_linked())
            destroyed.unlink();
    }
    /// On the executor of an inbox: see `mt_registration::look_at_running`.
    void look_at_running(mt_inbox const& where) noexcept
    {
        std::lock_guard const lock(mutex_);
        for (auto& r : registrations_) {
            if (&r.where() == &where)
                r.look_at_running();
        }
    }
    /// The handlers that are not destroyed yet, also those that were stopped.
    std::vector<mt_registration_ptr> registrations()
    {
        std::vector<mt_registration_ptr> all;
        std::lock_guard const lock(mutex_);
        for (auto& r : registrations_)
            all.emplace_back(&r);
        return all;
    }

    /// The inbox for who waits in an open context; null if it is closed.
    /** @param executor That of the handler, or `no_executor`. */
    template<class Executor>
    mt_home find_inbox_to_wait(std::uint64_t id, Executor const& executor);
    /// An inbox for one who waits, also when the context is closed; it ends with the waiting.
    /** @param executor Null if there is none. */
    mt_inbox_ptr inbox_for_late(executor_ptr executor);
    void forget_late(mt_inbox& ended) noexcept;
    /// The inbox of those who have no executor; null if the context is closed.
    mt_inbox_ptr find_inbox_of_nobody(std::uint64_t id);
    /// Calls `visit` for each inbox there is, perhaps more than once.
    template<class Visitor>
    void for_each_inbox(Visitor visit);

    std::chrono::nanoseconds now() const noexcept;
    /// The time that a wait for so long is counted from.
    std::chrono::nanoseconds begin_of_wait(std::chrono::nanoseconds limit) const noexcept;
    bool has_manual_clock() const noexcept
    {
        return clock_.load(std::memory_order_acquire) != nullptr;
    }
    /// Sees to it that `arm` works for an inbox.
    void prepare_deadlines(mt_deadline& inbox);
    /// Sees to it that an inbox is asked for expired deadlines at a time.
    void arm(mt_deadline& inbox, std::chrono::nanoseconds at) noexcept;
    void set_clock(deadline_queue* clock) noexcept override;
    void look(std::uint64_t id, part_facts& to) override;

    void report(diagnostic_kind kind, std::string_view subject, std::string_view text,
        std::exception_ptr const& exception = nullptr) noexcept;
    void close(std::uint64_t id) noexcept override;
    void set_sink(diagnostic_sink_ptr sink) noexcept override;

private:
    struct table : mt_broker_table {
        std::unique_ptr<std::atomic<mt_broker_base*>[]> places;
    };

    explicit mt_context(context_core& core) noexcept : core_(core) {}
    static mt_context& make(context_core& core);
    mt_inbox_ptr waiting_inbox_of(executor_ptr executor);
    void forget_unused() noexcept;
    void execution_context_gone() noexcept override;
    void time_moved(std::chrono::nanoseconds now) noexcept override;
    std::size_t pending() noexcept override;
    std::atomic<mt_broker_base*>& place_of(std::uint32_t number);

    context_core& core_;
    std::mutex mutex_;
    std::uint64_t id_ = 0;
    executor_ptr executor_; // that of the context
    home_state home_ = home_state::none;
    std::vector<std::unique_ptr<table>> tables_; // those before, too: somebody may still read them
    std::vector<std::unique_ptr<mt_broker_base>> brokers_;
    linked_list<mt_broker_base> attached_;
    std::vector<mt_inbox_ptr> inboxes_;
    linked_list<mt_registration> registrations_;
    std::vector<mt_inbox_ptr> late_; // for those who wait for the end of something
    std::uint64_t inboxes_version_ = 1;
    static constexpr std::size_t few_inboxes = 32;
    std::size_t many_inboxes_ = few_inboxes;
    bool has_deadlines_ = false;
    std::atomic<deadline_queue*> clock_{nullptr}; // null: real time
    std::mutex sink_mutex_;
    diagnostic_sink_ptr sink_;
};

/// Reports to the context that users know what happens behind an inbox.
class mt_sink final : public diagnostic_sink
{
public:
    explicit mt_sink(mt_context& to) noexcept : to_(to) {}

    void report(diagnostic_kind kind, std::string_view subject, std::string_view text,
        std::exception_ptr const& exception) noexcept override
    {
        to_.report(kind, subject, text, exception);
    }

private:
    mt_context& to_;
};

} // namespace boost_broker::detail

#include <boost_broker/impl/mt/context.hpp>
#include <boost_broker/impl/mt/deadlines.hpp>
#include <boost_broker/impl/mt/inbox.hpp>
#include <boost_broker/impl/mt/inbox_waiting.hpp>
#include <boost_broker/impl/mt/look.hpp>
#include <boost_broker/impl/mt/registration.hpp>

#endif
