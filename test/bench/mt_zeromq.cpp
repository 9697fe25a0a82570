// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Events from threads to threads by sockets of ZeroMQ inside the process. It passes on bytes, so
// the payload is one that needs nothing else, and small enough that ZeroMQ allocates nothing.

#include "message.hpp"
#include "mt_stream.hpp"

#include <zmq.h>

#include <array>
#include <stdexcept>
#include <thread>

namespace bench::mt_zeromq {

struct bytes {
    std::int64_t id = 0;
    double value = 0;
    std::array<char, 16> text = {};
};

inline void require(bool done)
{
    if (!done)
        throw std::runtime_error(zmq_strerror(zmq_errno()));
}

class socket
{
public:
    socket(void* context, int type) : s_(zmq_socket(context, type)) { require(s_ != nullptr); }
    socket(socket const&) = delete;
    ~socket() { zmq_close(s_); }
    void* get() const noexcept { return s_; }

private:
    void* s_;
};

/// A pair of sockets for one producer; many push to one that pulls, as pairs are exclusive.
template<std::size_t Producers>
class inproc
{
public:
    explicit inproc(std::array<receiver<Producers>, 1> const& to)
    {
        require(zmq_bind(in_->get(), address) == 0);
        consumer_ = std::thread([this, receive = to[0]] { consume(receive); });
    }
    inproc(inproc const&) = delete;
    ~inproc()
    {
        zmq_ctx_shutdown(context_);
        consumer_.join();
        zmq_ctx_term(context_);
    }

    class producer
    {
    public:
        explicit producer(inproc& to) : out_(to.context_, Producers == 1 ? ZMQ_PAIR : ZMQ_PUSH)
        {
            require(zmq_connect(out_.get(), address) == 0);
        }
        void send(bytes const& m) { require(zmq_send(out_.get(), &m, sizeof(m), 0) == sizeof(m)); }

    private:
        socket out_;
    };

private:
    void consume(receiver<Producers> receive)
    {
        on_core const here(1);
        bytes m;
        while (zmq_recv(in_->get(), &m, sizeof(m), 0) == sizeof(m))
            receive(m);
        in_.reset(); // on the thread that uses it
    }

    static constexpr char const* address = "inproc://messages";

    void* context_ = zmq_ctx_new();
    std::unique_ptr<socket> in_{new socket(context_, Producers == 1 ? ZMQ_PAIR : ZMQ_PULL)};
    std::thread consumer_;
};

#define STREAM(PRODUCERS)                                                                          \
    BENCHMARK(stream<inproc<PRODUCERS>, PRODUCERS, 1, bytes>)                                      \
        ->Name("mt_" #PRODUCERS "_to_1/zeromq")                                                    \
        ->UseRealTime()

STREAM(1);
STREAM(4);

} // namespace bench::mt_zeromq
