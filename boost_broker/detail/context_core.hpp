// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_CONTEXT_CORE_HPP
#define BOOST_BROKER_DETAIL_CONTEXT_CORE_HPP

// What is behind a context: its brokers, found by the number of their type, and its inboxes. Its
// memory is used again for later contexts and never given back, so a `context_ref` that outlives
// its context can still ask whether that context is open.

#include <boost_broker/config.hpp>
#include <boost_broker/detail/diagnostic_sink.hpp>
#include <boost_broker/detail/inbox.hpp>
#include <boost_broker/detail/registration.hpp>
#include <boost_broker/detail/type_key.hpp>
#include <boost_broker/result.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace boost_broker::detail {

class deadline_queue;

class broker_base : public list_hook
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

class context_core
{
public:
    context_core() = default;
    context_core(context_core const&) = delete;

    /// Takes a core from the pool, or makes one.
    static context_core& acquire(std::unique_ptr<executor_base> executor);
    /// Closes and gives back to the pool, now or when the calls on the stack have returned.
    void release() noexcept;

    std::uint64_t id() const noexcept { return id_; }
    bool is_open(std::uint64_t id) const noexcept
    {
        return open_id_.load(std::memory_order_relaxed) == id;
    }
    bool is_open() const noexcept { return is_open(id_); }
    void close() noexcept;

    /// "context 3", or the name it was given.
    std::string name() const;
    void set_name(std::string name) { name_ = std::move(name); }

    /// Whether this is the default context, whose local brokers are one per thread.
    bool is_shared_default() const noexcept { return shared_default_; }
    void mark_shared_default() noexcept { shared_default_ = true; }

    template<class Broker>
    Broker* find() const noexcept
    {
        assert_usable();
        auto const number = type_key<Broker>::number();
        return number < brokers_.size() ? static_cast<Broker*>(brokers_[number].get()) : nullptr;
    }

    template<class Broker>
    Broker& get()
    {
        assert_usable();
        auto const number = type_key<Broker>::number();
        if (number >= brokers_.size())
            brokers_.resize(number + 1);
        if (brokers_[number] == nullptr)
            brokers_[number].reset(new Broker(typename Broker::found_by_type(), *this));
        return static_cast<Broker&>(*brokers_[number]);
    }

    /// A broker that the program owns, and that ends with the context all the same.
    void attach(broker_base& broker) noexcept { attached_.push_back(broker); }

    inbox& home() const noexcept { return *inboxes_.front(); }
    inbox_ptr last_home() const noexcept
    {
        return inboxes_.empty() ? inbox_ptr() : inboxes_.front();
    }
    /// The inbox of an executor; a new one if this is the first handler on it.
    inbox& inbox_of(std::unique_ptr<executor_base> executor);

    std::uint64_t next_stamp() noexcept { return ++last_stamp_; }
    std::uint64_t last_stamp() const noexcept { return last_stamp_; }

    /// Whether a handler of this context is on the stack.
    bool busy() const noexcept { return depth_ != 0; }
    void assert_usable() const noexcept
    {
        BOOST_BROKER_ASSERT(registry_ == &type_registry::instance(),
            "a shared object uses a context of another one and does not share the library's data "
            "with it; link the program with -rdynamic (in CMake: ENABLE_EXPORTS)");
        BOOST_BROKER_ASSERT(
            depth_ == 0 || user_.load(std::memory_order_relaxed) == std::this_thread::get_id(),
            "a local broker was used by two threads at once; declare the message type with a "
            "policy for threads, or keep the context on one thread");
    }
    void enter() noexcept
    {
        if (depth_++ == 0)
            user_.store(std::this_thread::get_id(), std::memory_order_relaxed);
        else
            assert_usable();
    }
    void leave() noexcept
    {
        if (--depth_ == 0 && (retired_ != nullptr || compact_pending_ || release_pending_))
            clean_up();
    }
    void retire_later(registration& r) noexcept;
    void compact_later() noexcept { compact_pending_ = true; }

    diagnostic_sink* sink() const noexcept { return sink_.get(); }
    void set_sink(std::unique_ptr<diagnostic_sink> sink) { sink_ = std::move(sink); }
    void report(diagnostic_kind kind, std::string_view subject, std::string_view text,
        std::exception_ptr const& exception = nullptr) const noexcept;

    deadline_queue* deadlines() const noexcept { return deadlines_; }
    void set_deadlines(deadline_queue* deadlines) noexcept { deadlines_ = deadlines; }

private:
    class pool;

    void open(std::uint64_t id, std::unique_ptr<executor_base> executor);
    void clean_up() noexcept;

    type_registry const* const registry_ = &type_registry::instance();
    std::atomic<std::uint64_t> open_id_{0};
    std::uint64_t id_ = 0;
    std::vector<std::unique_ptr<broker_base>> brokers_;
    linked_list<broker_base> attached_;
    std::vector<inbox_ptr> inboxes_;
    std::uint64_t last_stamp_ = 0;
    std::uint32_t depth_ = 0;
    bool shared_default_ = false;
    bool compact_pending_ = false;
    bool release_pending_ = false;
    std::atomic<std::thread::id> user_{};
    registration_ptr retired_;
    std::unique_ptr<diagnostic_sink> sink_;
    deadline_queue* deadlines_ = nullptr; // null: real time
    std::string name_;
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
    return core_.id() == context_id_ ? core_.name() : "context " + std::to_string(context_id_);
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
