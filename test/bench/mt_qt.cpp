// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Events from threads to threads by queued connections of Qt. On its own, as qt_signals.cpp is.

#include "message.hpp"
#include "mt_stream.hpp"

#include <array>
#include <QCoreApplication>
#include <QMetaType>
#include <QObject>
#include <QThread>

Q_DECLARE_METATYPE(bench::message)

namespace bench::mt_qt {

class sender : public QObject
{
    Q_OBJECT

Q_SIGNALS:
    void sent(bench::message const& m);
};

class event_loop : public QThread
{
    void run() override
    {
        on_core const here(1);
        exec();
    }
};

// Event loops ask for it.
inline void need_application()
{
    static int count = 1;
    static char name[] = "broker_bench_mt";
    static char* arguments[] = {name, nullptr};
    static QCoreApplication application(count, arguments);
    qRegisterMetaType<bench::message>("bench::message");
}

template<std::size_t Producers>
class queued_connection
{
public:
    explicit queued_connection(std::array<receiver<Producers>, 1> const& to) : receive_(to[0])
    {
        need_application();
        to_.moveToThread(&thread_);
        thread_.start();
    }
    queued_connection(queued_connection const&) = delete;
    ~queued_connection()
    {
        thread_.quit();
        thread_.wait();
    }

    class producer
    {
    public:
        explicit producer(queued_connection& to)
        {
            QObject::connect(&from_, &sender::sent, &to.to_, to.receive_, Qt::QueuedConnection);
        }
        void send(message const& m) { Q_EMIT from_.sent(m); }

    private:
        sender from_;
    };

private:
    receiver<Producers> receive_;
    event_loop thread_;
    QObject to_;
};

BENCHMARK(stream<queued_connection<1>, 1, 1>)->Name("mt_1_to_1/qt")->UseRealTime();
BENCHMARK(stream<queued_connection<4>, 4, 1>)->Name("mt_4_to_1/qt")->UseRealTime();

} // namespace bench::mt_qt

#include "mt_qt.moc"
