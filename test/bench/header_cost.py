# Copyright 2026 The boost_broker authors
# Distributed under the Boost Software License, Version 1.0.
# https://www.boost.org/LICENSE_1_0.txt

"""What including a header costs, beside the Asio headers that it needs.

Those are read off the compiler, so that the comparison cannot go stale: whatever of Boost.Asio a
header of this library is the first to include.
"""

import pathlib
import re
import resource
import statistics
import subprocess
import tempfile

HEADERS = ("boost_broker/event_broker.hpp", "boost_broker/request_broker.hpp",
           "boost_broker/fwd.hpp")


def compile_command(root, compiler, source):
    return [compiler, "-std=c++20", "-I%s" % root, "-fsyntax-only", source]


def asio_headers(root, source):
    """The Asio headers that this library includes on behalf of a source, in that order."""
    trace = subprocess.run(compile_command(root, "g++", source) + ["-H"], check=True,
                           stderr=subprocess.PIPE, text=True).stderr
    found = []
    including = {0: str(source)}
    for dots, path in re.findall(r"^(\.+) (.+)$", trace, re.MULTILINE):
        including[len(dots)] = path
        by = including[len(dots) - 1]
        asio = re.search(r"/(boost/asio/.+)$", path)
        if asio and (by == str(source) or by.startswith("%s/boost_broker/" % root)):
            found.append(asio[1])
    return found


def seconds(command):
    """The processor time of a command, its children's included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(root, compilers, repetitions):
    """Yields ((compiler, header), (seconds, seconds of its Asio headers or None))."""
    with tempfile.TemporaryDirectory() as folder:
        sources = {}
        for header in HEADERS:
            stem = pathlib.Path(folder) / pathlib.Path(header).stem
            alone = stem.with_suffix(".cpp")
            alone.write_text("#include <%s>\n" % header)
            asio = asio_headers(root, alone)
            needed = stem.with_suffix(".asio.cpp")
            needed.write_text("".join("#include <%s>\n" % name for name in asio))
            sources[header] = (alone, needed if asio else None)
        times = {}
        for _ in range(repetitions):
            for compiler in compilers:
                for source in filter(None, sum(sources.values(), ())):
                    took = seconds(compile_command(root, compiler, source))
                    times.setdefault((compiler, source), []).append(took)
        median = {key: statistics.median(of) for key, of in times.items()}
        for header, (alone, needed) in sources.items():
            for compiler in compilers:
                asio = median[compiler, needed] if needed else None
                yield (compiler, header), (median[compiler, alone], asio)
