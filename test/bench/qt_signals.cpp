// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Qt's signals, on their own: what includes Qt is compiled as position-independent code, which
// would make the thread-local state of the others more expensive than it is in most programs.

#include "channels.hpp"

#include <QObject>

namespace bench::qt_signals {

class sender : public QObject
{
    Q_OBJECT

Q_SIGNALS:
    void sent(bench::message const& m);
};

struct direct {
    sender from;
    QObject to;

    void listen(adder listener)
    {
        QObject::connect(&from, &sender::sent, &to, listener, Qt::DirectConnection);
    }
    void emit(message const& m) { Q_EMIT from.sent(m); }
};

BENCHMARK(emit_value<direct, 1>)->Name("direct_1/qt");
BENCHMARK(emit_value<direct, 64>)->Name("direct_64/qt");

} // namespace bench::qt_signals

#include "qt_signals.moc"
