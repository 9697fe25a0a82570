// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What gdb shows of a program that uses the library. Wherever it stops, the comment that follows
// says what is typed and what the answer is; `...` stands for any text.

#include <boost_broker/boost_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>

#include <cstring>
#include <initializer_list>
#include <memory>
#include <new>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace bb = boost_broker;

namespace app {

struct ticked {
    int count = 0;
};
struct device_info {
    std::string name = {};
    bool online = false;
};
struct get_device {
    using response = device_info;
    std::int64_t device_id = 0;
};
struct get_health {
    using response = std::string;
};
struct rotate_log {
    std::string path = {};
};
struct slow_copy { // may throw when it is moved
    slow_copy() = default;
    slow_copy(slow_copy const& other) : value(other.value) {}
    int value = 5;
};

} // namespace app

BOOST_HANA_ADAPT_STRUCT(app::ticked, count);
BOOST_HANA_ADAPT_STRUCT(app::device_info, name, online);
BOOST_HANA_ADAPT_STRUCT(app::get_device, device_id);
BOOST_HANA_ADAPT_STRUCT(app::rotate_log, path);

namespace shown {

// The debugger stops here and looks at the caller. What is given must be in memory by then, however
// much is optimised.
[[gnu::noinline]] void stop(std::initializer_list<void const*> shown)
{
    asm volatile("" : : "r"(shown.begin()) : "memory");
}

// Memory in which no object was constructed.
template<class T>
class raw
{
public:
    explicit raw(int byte) { std::memset(bytes_, byte, sizeof bytes_); }
    T const& get() const { return *std::launder(reinterpret_cast<T const*>(bytes_)); }

private:
    alignas(T) unsigned char bytes_[sizeof(T)];
};

void contexts()
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::context_ref const nowhere;
    bb::context_ref const here = ctx;
    stop({&ctx, &nowhere, &here});
    // > print ctx
    // context 1, open: 1 inbox =
    //   {inbox[0] = inbox of io_context, the context's own, nothing waits}
    // > print here
    // context 1, open: 1 inbox
    // > print nowhere
    // no context
    // > print *here.core_
    // context 1, open: 1 inbox = {inbox[0] = ...}

    ctx.set_name("house");
    bb::broker_context other;
    bb::handle const on = bb::listen<app::ticked>(ctx, [](int) {});
    stop({&ctx, &other});
    // > print ctx
    // context 1 'house', open: 1 broker, 1 listener, 1 inbox = {
    //   broker[0] = events of app::ticked: 1 listener = {
    //     listener[0] = listener of app::ticked (active, in context 1 'house')},
    //   inbox[0] = inbox of io_context, the context's own, nothing waits}
    // > print other
    // context 2, open: 1 inbox =
    //   {inbox[0] = inbox without an executor, the context's own, nothing waits}

    bb::broker_context const taken = std::move(ctx);
    stop({&ctx, &taken});
    // > print ctx
    // no context
    // > print taken.ref_
    // context 1 'house', open: 1 broker, 1 listener, 1 inbox

    other.close();
    auto ended = std::make_unique<bb::broker_context>();
    bb::context_ref const before = *ended;
    ended.reset();
    stop({&other, &before});
    // > print other
    // context 2, closed = {inbox[0] = inbox without an executor, the context's own, nothing waits}
    // > print before
    // context 3, ended

    bb::broker_context const next;
    stop({&next, &before});
    // > print next.ref_
    // context 4, open: 1 inbox
    // > print before
    // context 3, ended

    bb::context_ref const everywhere = bb::default_context();
    bb::listen<app::ticked>(everywhere, [] {}).detach();
    stop({&everywhere});
    // > print everywhere
    // context ... 'default', open: 1 broker, 1 listener, 1 inbox
}

void handles()
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::handle empty;
    bb::handle on = bb::listen<app::ticked>(ctx, [](app::ticked const&) {});
    bb::broker_context const quiet(io);
    bb::handle both = bb::listen<app::ticked>(
        ctx, asio::bind_executor(asio::make_strand(io), [&quiet](int) -> asio::awaitable<void> {
            (void)co_await bb::next<app::ticked>(quiet);
        }));
    auto provider = bb::set_provider<app::get_device>(ctx, [](std::int64_t) {
        return app::device_info{"core-router", true};
    });
    auto health =
        bb::add_provider<app::get_health>(ctx, [](bb::reply<app::get_health> r) { r("fine"); });
    auto signals = bb::on_signal<app::rotate_log>(ctx, [] {});
    stop({&ctx, &empty, &on, &both, &provider, &health, &signals});
    // > print empty
    // empty handle
    // > print on
    // handle of a listener of app::ticked (active, in context ...)
    // > print both
    // handle of a listener of app::ticked (active, a coroutine, in context ...)
    // > print provider
    // result<boost_broker::handle> =
    //   {[value] = handle of a provider of app::get_device (active, in context ...)}
    // > print health
    // result<boost_broker::handle> = {[value] = handle of a
    //   provider of app::get_health (active, answers by reply, in context ...)}
    // > print signals
    // result<boost_broker::handle> =
    //   {[value] = handle of a signal handler of app::rotate_log (active, in context ...)}
    // > print ctx
    // context ..., open: 4 brokers, 2 listeners, 2 providers, 1 signal handler, 2 inboxes = {
    //   broker[0] = events of app::ticked: 2 listeners = {
    //     listener[0] = listener of app::ticked (active, in context ...),
    //     listener[1] = listener of app::ticked (active, a coroutine, in context ...)},
    //   broker[1] = requests of app::get_device: 1 provider = {
    //     provider = provider of app::get_device (active, in context ...)},
    //   broker[2] = multi-requests of app::get_health: 1 provider = {
    //     provider[0] = provider of app::get_health (active, answers by reply, in context ...)},
    //   broker[3] = signals of app::rotate_log: 1 signal handler = {
    //     signal handler = signal handler of app::rotate_log (active, in context ...)},
    //   inbox[0] = inbox of io_context, the context's own, nothing waits,
    //   inbox[1] = inbox of strand<io_context>, nothing waits}

    bb::emit<app::ticked>(ctx, 1);
    io.poll();
    stop({&both, &quiet});
    // > print both
    // handle of a listener of app::ticked
    //   (active, a coroutine, 1 coroutine running, in context ...)
    // > print quiet
    // context ..., open: 1 broker, 1 listener, 1 inbox = {
    //   broker[0] = events of app::ticked: 1 listener = {
    //     listener[0] = next of app::ticked (active, in context ...)},
    //   inbox[0] = inbox of io_context, the context's own, nothing waits}

    bb::handle const taken = std::move(on);
    both.stop();
    (*signals).stop();
    stop({&on, &taken, &both, &signals});
    // > print on
    // empty handle
    // > print taken
    // handle of a listener of app::ticked (active, in context ...)
    // > print both
    // empty handle

    bb::handle_group group;
    stop({&group});
    // > print group
    // group of 0 handles
    // > print *taken.registration_.px
    // ...listener of app::ticked (active, in context ...)

    group.add(bb::listen<app::ticked>(ctx, [] {}));
    (void)group.add(std::move(provider));
    bb::mock_provider<app::get_device> const mock(ctx, [] { return app::device_info(); });
    ctx.close();
    stop({&group, &mock, &taken});
    // > print group
    // group of 2 handles = {[0] = handle of a listener of app::ticked (stopped),
    //   [1] = handle of a provider of app::get_device (stopped)}
    // > print taken
    // handle of a listener of app::ticked (stopped)
    // > info locals
    // ... empty = empty handle ...
}

void messages()
{
    asio::io_context io;
    bb::broker_context ctx;
    bb::event_broker<app::ticked> channel(ctx);
    bb::result<bb::handle> const in_loop =
        channel.listen(asio::bind_executor(io.get_executor(), [](app::ticked const&) {}));
    bb::result<bb::handle> const signals =
        bb::on_signal<app::rotate_log>(ctx, asio::bind_executor(io.get_executor(), [] {}));
    bb::result<bb::handle> const devices = bb::set_provider<app::get_device>(
        ctx, asio::bind_executor(io.get_executor(), [] { return app::device_info(); }));

    channel.emit({1});
    channel.emit({2});
    (void)bb::signal<app::rotate_log>(ctx, "/var/log/messages");
    bb::emit_result const emitted = channel.emit({3});
    bb::request<app::get_device>(ctx, 7, [](bb::result<app::device_info>) {});
    stop({&ctx, &channel, &emitted, &devices, &in_loop});
    // > print emitted
    // 1 accepted, 0 dropped
    // > print channel
    // events of app::ticked: 1 listener, 3 waiting =
    //   {listener[0] = listener of app::ticked (active, in context ...)}
    // > print *channel.groups_._M_impl._M_start->px
    // 1 listener of app::ticked, 3 waiting =
    //   {listener[0] = listener of app::ticked (active, in context ...)}
    // > print devices
    // result<boost_broker::handle> = {[value] = handle of a provider of app::get_device
    //   (active, 1 request unanswered, in context ...)}
    // > print signals
    // result<boost_broker::handle> = {[value] = handle of a signal handler of app::rotate_log
    //   (active, 1 waiting, in context ...)}
    // > print ctx
    // context ..., open: 3 brokers, 1 listener, 1 provider, 1 signal handler, 2 inboxes,
    //   4 messages = {broker[0] = requests of app::get_device: 1 provider = {...},
    //   broker[1] = signals of app::rotate_log: 1 signal handler = {...},
    //   broker[2] = events of app::ticked: 1 listener, 3 waiting = {...},
    //   inbox[0] = inbox without an executor, the context's own, nothing waits,
    //   inbox[1] = inbox of io_context, 4 messages = {
    //     [0] = events of app::ticked, [1] = signal of app::rotate_log,
    //     [2] = events of app::ticked, [3] = request of app::get_device}}

    ctx.close();
    stop({&ctx, &channel});
    // > print channel
    // events of app::ticked: nobody = {listener[0] = listener of app::ticked (stopped)}
}

void results()
{
    bb::failure const none;
    bb::failure const known = bb::errc::queue_full;
    bb::failure const failed = bb::fail("no such device");
    bb::failure const system(
        boost::system::error_code(2, boost::system::system_category()), "the log is gone\n");
    bb::result<app::device_info> const device = app::device_info{"core-router", true};
    bb::result<app::device_info> const missing = failed;
    bb::result<void> const done;
    bb::result<void> const refused = known;
    bb::result<std::string> const text("text");
    bb::result<int> const number = 42;
    app::slow_copy const slow;
    bb::result<app::slow_copy> buffered(slow);
    stop({&none, &known, &failed, &system, &device, &missing, &done, &refused, &text, &number,
        &buffered});
    // > print none
    // no failure
    // > print known
    // queue_full
    // > print failed
    // provider_failed: "no such device"
    // > print system
    // system:2 (No such file or directory): "the log is gone\n"
    // > print device
    // result<app::device_info> = {[value] = {name = "core-router", online = true}}
    // > print missing
    // result<app::device_info> = {[failure] = provider_failed: "no such device"}
    // > print done
    // result<void>: success
    // > print refused
    // result<void> = {[failure] = queue_full}
    // > print text
    // result<std::string> = {[value] = "text"}
    // > print number
    // result<int> = {[value] = 42}
    // > print buffered
    // result<app::slow_copy> = {[value] = {value = 5}}

    buffered = known;
    stop({&buffered});
    // > print buffered
    // result<app::slow_copy> = {[failure] = queue_full}

    buffered = slow;
    stop({&buffered});
    // > print buffered
    // result<app::slow_copy> = {[value] = {value = 5}}
}

void overwritten()
{
    raw<bb::broker_context> const owner_(0xa5);
    auto const& owner = owner_.get();
    raw<bb::handle> const handle_(0xa5);
    auto const& handle = handle_.get();
    raw<bb::handle_group> const group_(0xa5);
    auto const& group = group_.get();
    raw<bb::failure> const failure_(0xa5);
    auto const& failure = failure_.get();
    raw<bb::result<int>> const result_(0xa5);
    auto const& result = result_.get();
    raw<bb::event_broker<app::ticked>> const broker_(0xa5);
    auto const& broker = broker_.get();
    raw<bb::detail::context_core> const core_(0xa5);
    auto const& core = core_.get();
    raw<bb::detail::inbox> const inbox_(0xa5);
    auto const& inbox = inbox_.get();
    stop({&owner, &handle, &group, &failure, &result, &broker, &core, &inbox});
    // > print owner
    // ...cannot be read...
    // > print owner.ref_
    // context 11936128518282651045, <cannot be read: Cannot access memory at address ...>
    // > print handle
    // ...<cannot be read: Cannot access memory at address ...>
    // > print group
    // group of 0 handles
    // > print failure
    // ...cannot be read...
    // > print result
    // ...cannot be read...
    // > print broker
    // events of app::ticked: nobody
    // > print core
    // ...cannot be read...
    // > print inbox
    // ...cannot be read...
    // > info locals
    // ...
}

void zeroed()
{
    raw<bb::broker_context> const owner_(0);
    auto const& owner = owner_.get();
    raw<bb::handle> const handle_(0);
    auto const& handle = handle_.get();
    raw<bb::handle_group> const group_(0);
    auto const& group = group_.get();
    raw<bb::failure> const failure_(0);
    auto const& failure = failure_.get();
    raw<bb::result<int>> const result_(0);
    auto const& result = result_.get();
    raw<bb::event_broker<app::ticked>> const broker_(0);
    auto const& broker = broker_.get();
    raw<bb::detail::context_core> const core_(0);
    auto const& core = core_.get();
    raw<bb::detail::inbox> const inbox_(0);
    auto const& inbox = inbox_.get();
    raw<bb::detail::listener<app::ticked>> const listener_(0);
    auto const& listener = listener_.get();
    stop({&owner, &handle, &group, &failure, &result, &broker, &core, &inbox, &listener});
    // > print owner
    // no context
    // > print handle
    // empty handle
    // > print group
    // group of 0 handles
    // > print failure
    // no failure
    // > print result
    // <cannot be read: not initialised>
    // > print broker
    // events of app::ticked: nobody
    // > print core
    // context 0, ended
    // > print inbox
    // inbox without an executor, nothing waits
    // > print listener
    // registration (active)
    // > info locals
    // ...
}

} // namespace shown

int main()
{
    shown::contexts();
    shown::handles();
    shown::messages();
    shown::results();
    shown::overwritten();
    shown::zeroed();
}
