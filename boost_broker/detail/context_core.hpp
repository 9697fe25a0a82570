// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_CONTEXT_CORE_HPP
#define BOOST_BROKER_DETAIL_CONTEXT_CORE_HPP

// What is behind a context: its brokers, found by the number of their type, and its inboxes. Its
// memory is used again for later contexts and never given back, so a `context_ref` that outlives
// its context can still ask whether that context is open.

#include <boost_broker/config.hpp>
#include <boost_broker/detail/clock.hpp>
#include <boost_broker/detail/diagnostic_sink.hpp>
#include <boost_broker/detail/inbox.hpp>
#include <boost_broker/detail/registration.hpp>
#include <boost_broker/detail/type_key.hpp>
#include <boost_broker/fwd.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <mutex>
#include <string>
#include <string_view>

namespace boost_broker::detail {

class deadline_queue;
struct part_facts;

class broker_base : public list_hook<broker_base>
{
public:
    explicit inline broker_base(context_core& core) noexcept;
    broker_base(broker_base const&) = delete;
    virtual ~broker_base() = default;

    /// The context; another one, perhaps, once this one has ended. See `is_open`.
    context_core& core() const noexcept { return core_; }
    inline bool is_open() const noexcept;
    /// Where handlers complete that have no executor of their own; null once the context has ended.
    inline inbox_ptr home() const noexcept;
    inline std::string context_name() const;

    virtual broker_kind kind() const noexcept = 0;
    /// The name of the message type, for messages to people.
    virtual std::string_view subject() const noexcept = 0;
    virtual broker_stats stats() const noexcept = 0;
    /// Events that wait, once for each executor.
    virtual std::size_t waiting_events() const noexcept { return 0; }
    /// Whether a registration stands in for others, in a test.
    virtual bool is_mock(registration const&) const noexcept { return false; }
    /// A registration of this broker was stopped.
    virtual void remove(registration& stopped) noexcept = 0;
    /// Stops every registration.
    virtual void close() noexcept = 0;
    /// Nothing of the context runs: what was only marked can be erased.
    virtual void compact() noexcept {}

private:
    context_core& core_;
    std::uint64_t const context_id_;
};

class mt_broker_base;

/// The brokers of a context for messages that cross threads, by the numbers of their types. A
/// larger one takes the place of one that is too small, which stays, as somebody may still read it.
struct mt_broker_table {
    std::size_t size = 0;
    std::atomic<mt_broker_base*>* brokers = nullptr;
};
inline constinit mt_broker_table const empty_mt_broker_table{};

/// What a context has for messages that cross threads, if there are any. It lives as long as the
/// core, and so for ever.
class context_part
{
public:
    /// The context takes no more messages. Called once for each, on any thread.
    virtual void close(std::uint64_t id) noexcept = 0;
    virtual void set_sink(diagnostic_sink_ptr sink) noexcept = 0;
    virtual void set_clock(deadline_queue* clock) noexcept = 0;
    /// Takes down what there is of a context, on any thread.
    virtual void look(std::uint64_t id, part_facts& to) = 0;

protected:
    ~context_part() = default;
};

class context_core
{
public:
    context_core() = default;
    context_core(context_core const&) = delete;

    /// Takes a core from the pool, or makes one.
    /** @param inner Whether it is a part of another context, and has no number that users see. */
    static context_core& acquire(executor_ptr executor, bool inner = false);
    /// Closes and gives back to the pool, now or when the calls on the stack have returned.
    void release() noexcept;

    std::uint64_t id() const noexcept { return id_.load(std::memory_order_relaxed); }
    bool is_open(std::uint64_t id) const noexcept
    {
        return open_id_.load(std::memory_order_relaxed) == id;
    }
    bool is_open() const noexcept { return is_open(id_); }
    /// Whether it is open, and brokers are to be looked for in this core itself.
    bool is_open_itself(std::uint64_t id) const noexcept
    {
        return open_itself_.load(std::memory_order_relaxed) == id;
    }
    void close() noexcept;

    /// "context 3", or the name it was given.
    std::string name() const { return name_of(id()); }
    /// The name of one of the contexts that this was.
    std::string name_of(std::uint64_t id) const;
    void set_name(std::string name);

    static constexpr std::uint64_t first_inner_id = std::uint64_t(1) << 63;
    /// Whether a context is a part of another one.
    static constexpr bool is_inner(std::uint64_t id) noexcept { return id >= first_inner_id; }

    mt_broker_table const& mt_brokers() const noexcept
    {
        return *mt_brokers_.load(std::memory_order_acquire);
    }
    void set_mt_brokers(mt_broker_table const& brokers) noexcept
    {
        mt_brokers_.store(&brokers, std::memory_order_release);
    }
    context_part* part() const noexcept { return part_.load(std::memory_order_acquire); }
    /// Sets the part, if there is none yet, and tells it where to report.
    void set_part(context_part& part) noexcept;

    /// Whether this is the default context, whose local brokers are one per thread.
    bool is_shared_default() const noexcept { return shared_default_; }
    void mark_shared_default() noexcept
    {
        shared_default_ = true;
        open_itself_.store(0, std::memory_order_relaxed);
    }

    /// The broker of a type, or null if the context has none.
    template<class Broker>
    Broker* find() const noexcept
    {
        return find<Broker>(type_key<Broker>::number());
    }
    /// @param number That of the broker type.
    template<class Broker>
    Broker* find(std::uint32_t number) const noexcept
    {
        assert_usable();
        return BOOST_LIKELY(number < table_size_) ? static_cast<Broker*>(table_[number]) : nullptr;
    }

    template<class Broker>
    Broker& get()
    {
        assert_usable();
        auto const number = type_key<Broker>::number();
        if (number >= table_size_)
            grow_table(number + 1);
        if (table_[number] == nullptr) {
            // Making it may make another one, whose table is larger.
            auto* const made = new Broker(typename Broker::found_by_type(), *this);
            table_[number] = made;
            has_brokers_ = true;
        }
        return static_cast<Broker&>(*table_[number]);
    }

    /// A broker that the program owns, and that ends with the context all the same.
    void attach(broker_base& broker) noexcept;
    /// Whether there are brokers that only the context's thread may look at. For any thread.
    bool has_brokers() const noexcept { return has_brokers_; }

    inbox& home() noexcept { return inboxes_.front(); }
    inbox_ptr last_home() noexcept
    {
        return inbox_ptr(inboxes_.empty() ? nullptr : &inboxes_.front());
    }
    /// The inbox of an executor; a new one if this is the first handler on it.
    inbox& inbox_of(executor_ptr executor);

    std::uint64_t next_stamp() noexcept { return ++last_stamp_; }
    std::uint64_t last_stamp() const noexcept { return last_stamp_; }

    // What goes on in this context, in one word, because every emit asks: the number of calls on
    // the stack, without one that an emit makes at home (see `thread_state`), and above it
    static constexpr unsigned calls_on_stack = 0xffffff;
    /// messages wait in the inbox of the context's own executor, perhaps,
    static constexpr unsigned home_waiting = 1u << 24;
    /// an emit is outermost on its thread, and inboxes without an executor wait for its end,
    static constexpr unsigned others_waiting = 1u << 25;
    /// what was only marked is to be erased.
    static constexpr unsigned unclean = 1u << 26;

    unsigned activity() const noexcept { return activity_; }
    void mark(unsigned flag) noexcept { activity_ |= flag; }
    void clear(unsigned flag) noexcept { activity_ &= ~flag; }
    /// Whether a handler of this context is on the stack.
    bool busy() const noexcept { return (activity_ & calls_on_stack) != 0 || calls_at_home(); }
    /// Whether the outermost call of this thread is one of this context's listeners at home.
    bool calls_at_home() const noexcept { return this_thread.outermost == this; }

    void assert_usable() const noexcept
    {
        BOOST_BROKER_ASSERT(registry_ == &type_registry::instance(),
            "a shared object uses a context of another one and does not share the library's data "
            "with it; link the program with -rdynamic (in CMake: ENABLE_EXPORTS)");
        BOOST_BROKER_ASSERT(used_here(),
            "a local broker was used by two threads at once; declare the message type with a "
            "policy for threads, or keep the context on one thread");
    }
    void enter() noexcept
    {
        if (!busy())
            mark_user(&this_thread);
        else
            assert_usable();
        ++activity_;
    }
    void leave() noexcept
    {
        --activity_;
        if (!busy()) {
            mark_user(nullptr);
            if ((activity_ & unclean) != 0)
                clean_up();
        }
    }
    // Who uses it is known as far as all code that does so is compiled with assertions.
#if defined(BOOST_ASSERT_IS_VOID)
    void mark_user(void const*) noexcept {}
#else
    void mark_user(void const* thread) noexcept
    {
        user_.store(thread, std::memory_order_relaxed);
    }
#endif
    void retire_later(registration& r) noexcept;
    void compact_later() noexcept
    {
        compact_pending_ = true;
        mark(unclean);
    }

    diagnostic_sink* sink() const noexcept
    {
        return sink_.get();
    }
    void set_sink(diagnostic_sink_ptr sink);
    void report(diagnostic_kind kind, std::string_view subject, std::string_view text,
        std::exception_ptr const& exception = nullptr) const noexcept;

    deadline_queue* deadlines() const noexcept
    {
        return deadlines_;
    }
    manual_time_ptr const& time() const noexcept
    {
        return time_;
    }
    std::chrono::nanoseconds now() const noexcept
    {
        return time_now(time_);
    }
    void set_clock(deadline_queue* deadlines, manual_time_ptr time) noexcept
    {
        deadlines_ = deadlines;
        time_ = std::move(time);
        if (auto* const crossing = part())
            crossing->set_clock(deadlines);
    }

    /// Calls `visit` for the inbox of each executor with handlers, first for `home`.
    template<class Visitor>
    void for_each_inbox(Visitor visit)
    {
        for (auto& where : inboxes_)
            visit(where);
    }

    /// Calls `visit` for each registration whose handler still exists, also for those that were
    /// stopped and still run.
    template<class Visitor>
    void for_each_registration(Visitor visit)
    {
        for (auto& where : inboxes_)
            where.for_each_registration(visit);
    }

    /// Calls `visit` for each broker, and says whether it is an object of the program.
    template<class Visitor>
    void for_each_broker(Visitor visit) const
    {
        for (std::size_t i = 0; i != table_size_; ++i) {
            if (table_[i] != nullptr)
                visit(*table_[i], false);
        }
        for (auto const& broker : attached_)
            visit(broker, true);
    }

private:
    class pool;

    void open(std::uint64_t id, executor_ptr executor);
    inbox& add_inbox(executor_ptr executor, bool is_home);
    void drop_inbox(inbox& dropped) noexcept;
    void grow_table(std::size_t size);
    void clean_up() noexcept;

    bool used_here() const noexcept
    {
        auto const* const user = user_.load(std::memory_order_relaxed);
        return user == nullptr || user == &this_thread;
    }

    // What an emit reads, together.
    std::atomic<std::uint64_t> open_itself_{0};
    broker_base** table_ = nullptr; // owned, and what it points to; clean_up deletes them
    std::size_t table_size_ = 0;
    unsigned activity_ = 0;
    std::atomic<mt_broker_table const*> mt_brokers_{&empty_mt_broker_table};
    std::atomic<std::uint64_t> open_id_{0};

    type_registry const* const registry_ = &type_registry::instance();
    std::atomic<std::uint64_t> id_{0};
    std::atomic<context_part*> part_{nullptr};
    linked_list<broker_base> attached_;
    std::atomic<bool> has_brokers_{false};
    linked_list<inbox> inboxes_; // owns them; the first is home
    std::uint64_t last_stamp_ = 0;
    bool shared_default_ = false;
    bool compact_pending_ = false;
    bool release_pending_ = false;
    std::atomic<void const*> user_{nullptr};
    registration_ptr retired_;
    diagnostic_sink_ptr sink_;
    deadline_queue* deadlines_ = nullptr; // null: real time
    manual_time_ptr time_;
    std::string name_;
    mutable std::mutex mutex_; // for the name, and for who has the sink

    // Guarded by the pool.
    context_core* next_free_ = nullptr;
    context_core* made_before_ = nullptr;
};

inline broker_base::broker_base(context_core& core) noexcept : core_(core), context_id_(core.id())
{}

inline bool broker_base::is_open() const noexcept
{
    return core_.is_open(context_id_);
}

inline inbox_ptr broker_base::home() const noexcept
{
    return core_.id() == context_id_ ? core_.last_home() : inbox_ptr();
}

inline std::string broker_base::context_name() const
{
    return core_.name_of(context_id_);
}

/// Keeps a context from cleaning up while something of it is on the stack.
class busy_scope
{
public:
    explicit busy_scope(context_core& core) noexcept : core_(core) { core_.enter(); }
    busy_scope(busy_scope const&) = delete;
    ~busy_scope() { core_.leave(); }

private:
    context_core& core_;
};

} // namespace boost_broker::detail

#include <boost_broker/impl/context_core.hpp>
#include <boost_broker/impl/inbox.hpp>
#include <boost_broker/impl/registration.hpp>

#endif
