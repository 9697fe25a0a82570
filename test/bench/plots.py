# Copyright 2026 The boost_broker authors
# Distributed under the Boost Software License, Version 1.0.
# https://www.boost.org/LICENSE_1_0.txt

"""plots.py TIMES FOLDER

Draws what was measured, as SVG: bars for the peers of one piece of work, and curves. TIMES is what
test/run --bench has left in build/bench/times.csv.
"""

import csv
import html
import math
import pathlib
import sys

COLOURS = ("#1f5fa8", "#c05020", "#4a8a3a", "#7a4a9a", "#888888")
STYLE = ("<style>text{font:13px sans-serif;fill:#222}.h{font-weight:bold}"
         ".g{stroke:#ddd}.l{fill:none;stroke-width:2}</style>")

# Curves: a name, what it is called, what is below, and for each line the benchmarks of its points.
CURVES = [
    ("mt_producers", "producers of one consumer", "producers", {
        "broker": [(n, "mt_%d_to_1/broker/real_time" % n) for n in (1, 2, 4, 8)],
        "asio::post": [(n, "mt_%d_to_1/asio_post/real_time" % n) for n in (1, 2, 4, 8)]}),
    ("mt_consumers", "consumers of one producer", "consumers", {
        "broker": [(n, "mt_1_to_%d/broker/real_time" % n) for n in (1, 2, 4)],
        "asio::post": [(n, "mt_1_to_%d/asio_post/real_time" % n) for n in (1, 2, 4)]}),
    ("mt_payload", "payload for two consumers", "bytes of payload, to 2 consumers", {
        "broker": [(n, "mt_payload_%d/broker/real_time" % n) for n in (16, 256, 1024, 4096)],
        "copied twice": [(n, "mt_payload_%d/copied_twice/real_time" % n)
                         for n in (16, 256, 1024, 4096)],
        "asio::post": [(n, "mt_payload_%d/asio_post/real_time" % n) for n in (16, 256, 1024, 4096)],
        "asio::post of copies": [(n, "mt_payload_%d/asio_post_of_copies/real_time" % n)
                                 for n in (16, 256, 1024, 4096)]}),
    ("mt_requests", "requests between threads", "requests at a time", {
        line: [(n, "mt_requests_%d/%s/real_time" % (n, name)) for n in (1, 8, 64)]
        for line, name in (("broker", "broker"), ("broker, linger", "broker_lingers"),
                           ("asio::post", "asio_post"), ("CAF", "caf"))}),
    ("listeners", "listeners", "listeners, direct emit", {
        "broker": [(n, "direct_%d/verb" % n) for n in (1, 64)],
        "functions": [(n, "direct_%d/floor" % n) for n in (1, 64)],
        "Signals2, dummy_mutex": [(n, "direct_%d/signals2_dummy_mutex" % n) for n in (1, 64)]}),
    ("contexts", "contexts", "contexts", {
        "broker": [(1, "contexts/only"), (10000, "contexts/one_of_10000")]}),
]
# Bars: a group of benchmarks, one for each peer, and what it is called.
BARS = {
    "direct_1": "direct emit to 1 listener",
    "direct_64": "direct emit to 64 listeners",
    "mt_direct": "direct emit where any thread may emit",
    "mt_1_to_1": "1 producer, 1 consumer",
    "mt_4_to_1": "4 producers, 1 consumer",
    "mt_1_to_2": "1 producer, 2 consumers",
    "mt_requests_1": "requests between threads, 1 at a time",
    "mt_requests_64": "requests between threads, 64 at a time",
}


def heading(title):
    return "%s, ns for each %s" % (title, "request" if "requests" in title else "message")


def text(x, y, words, more=""):
    return '<text x="%g" y="%g" %s>%s</text>' % (x, y, more, html.escape(words))


def document(width, height, parts):
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d">'
            '<rect width="100%%" height="100%%" fill="white"/>%s%s</svg>\n'
            % (width, height, width, height, STYLE, "".join(parts)))


def bars(title, times):
    """One bar for each peer, the fastest first."""
    parts = [text(10, 22, heading(title), 'class="h"')]
    longest = max(times.values())
    for i, (name, ns) in enumerate(sorted(times.items(), key=lambda item: item[1])):
        y = 38 + 26 * i
        ours = name.split("_")[0] in ("broker", "verb", "emitter", "one", "strand")
        parts.append(text(190, y + 14, name.replace("_", " "), 'text-anchor="end"'))
        parts.append('<rect x="200" y="%g" width="%g" height="18" fill="%s"/>'
                     % (y, max(1, 360 * ns / longest), COLOURS[0 if ours else 4]))
        parts.append(text(206 + 360 * ns / longest, y + 14, "%.1f" % ns))
    return document(640, 50 + 26 * len(times), parts)


def curves(title, below, lines):
    """A line for each peer; both axes are logarithmic, as ratios count."""
    points = [point for line in lines.values() for point in line]
    xs = sorted({x for x, _ in points})
    low = 10 ** math.floor(math.log10(min(y for _, y in points)))
    high = 10 ** math.ceil(math.log10(max(y for _, y in points) * 1.0001))
    span = math.log(xs[-1] / xs[0]) or 1

    def place(x, y):
        return (60 + 400 * math.log(x / xs[0]) / span,
                280 - 240 * math.log(y / low) / math.log(high / low))

    parts = [text(10, 22, heading(title), 'class="h"'),
             text(260, 318, below, 'text-anchor="middle"')]
    tick = low
    while tick <= high * 1.0001:
        y = place(xs[0], tick)[1]
        parts.append('<line class="g" x1="60" x2="460" y1="%g" y2="%g"/>' % (y, y))
        parts.append(text(54, y + 4, "%g" % tick, 'text-anchor="end"'))
        tick *= 10
    for x in xs:
        parts.append(text(place(x, low)[0], 298, "%g" % x, 'text-anchor="middle"'))
    for i, (name, line) in enumerate(lines.items()):
        placed = [place(x, y) for x, y in line]
        parts.append('<polyline class="l" stroke="%s" points="%s"/>'
                     % (COLOURS[i], " ".join("%g,%g" % p for p in placed)))
        parts += ['<circle cx="%g" cy="%g" r="3" fill="%s"/>' % (p + (COLOURS[i],)) for p in placed]
        parts.append('<rect x="480" y="%g" width="12" height="12" fill="%s"/>'
                     % (50 + 20 * i, COLOURS[i]))
        parts.append(text(498, 61 + 20 * i, name))
    return document(700, 330, parts)


def keep(path, times):
    """Writes what each benchmark takes."""
    with open(path, "w", newline="") as out:
        csv.writer(out).writerows((name, "%.1f" % ns) for name, ns in sorted(times.items()))


def read(path):
    """Reads it again, but for empty lines and those that begin with a #."""
    with open(path, newline="") as text:
        lines = (line for line in text if line.strip() and not line.startswith("#"))
        return {name: float(ns) for name, ns in csv.reader(lines)}


def write(folder, times):
    """Draws what there is; of what was not measured, nothing."""
    for group, title in BARS.items():
        of = {name.split("/")[1]: ns for name, ns in times.items() if name.split("/")[0] == group}
        if len(of) > 1:
            (folder / (group + ".svg")).write_text(bars(title, of))
    for name, title, below, lines in CURVES:
        there = {name: [(x, times[of]) for x, of in points if of in times]
                 for name, points in lines.items()}
        there = {name: line for name, line in there.items() if line}
        if any(len(line) > 1 for line in there.values()):
            (folder / (name + "_curve.svg")).write_text(curves(title, below, there))


if __name__ == "__main__":
    write(pathlib.Path(sys.argv[2]), read(sys.argv[1]))
