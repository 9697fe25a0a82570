# Copyright 2026 The boost_broker authors
# Distributed under the Boost Software License, Version 1.0.
# https://www.boost.org/LICENSE_1_0.txt

# Runs a program in gdb and compares what gdb shows with what the comments in its source expect:
#
#     gdb -batch -nx -x libs/debug/boost_broker_gdb.py -x test/debug/check.py --args PROGRAM SOURCE
#
# It runs in the Python of gdb. White space says nothing; `...` stands for any text.

import re
import sys

import gdb


def stops_of(path):
    """For each stop its first and last line, and its commands with their answers."""
    stops, inside = [], False
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        comment = re.match(r" +// ?(.*)", line)
        if line.startswith("    stop("):
            stops.append({"lines": [number, number], "expected": []})
            inside = True
        elif inside and comment is None:
            if stops[-1]["expected"]:
                inside = False
            else:
                stops[-1]["lines"][1] = number
        elif inside and comment.group(1).startswith("> "):
            stops[-1]["expected"].append([comment.group(1)[2:], ""])
        elif inside:
            stops[-1]["expected"][-1][1] += comment.group(1)
    return stops


def squeezed(text):
    return re.sub(r"\s+", "", text)


def matches(expected, shown):
    pattern = ".*".join(re.escape(part) for part in squeezed(expected).split("..."))
    return re.fullmatch(pattern, squeezed(shown), re.DOTALL) is not None


def check(stop):
    """How many answers are wrong. One that the optimiser left nothing of is not."""
    failed = 0
    for command, expected in stop["expected"]:
        try:
            shown = gdb.execute(command, to_string=True)
        except gdb.error as problem:
            shown = "error: %s" % problem
        answer = re.sub(r"^\$\d+ = (\(.*?&\) @0x[0-9a-f]+: )?", "", shown)
        if answer.strip() == "<optimized out>":
            continue
        if not matches(expected, answer) or "Python Exception" in shown:
            print("line %d: %s" % (stop["lines"][0], command))
            print("  expected: %s\n  shown:    %s" % (expected, shown.strip()))
            failed += 1
    return failed


def main():
    arguments = gdb.execute("show args", to_string=True)
    stops = stops_of(re.search(r'"([^ ]*\.cpp)', arguments).group(1))
    gdb.execute("set startup-with-shell off")
    gdb.execute("set width 0")
    gdb.execute("set print object off")
    gdb.Breakpoint("shown::stop").silent = True
    gdb.execute("run", to_string=True)
    failed, seen = 0, []
    while gdb.selected_inferior().pid != 0:
        gdb.selected_frame().older().select()
        line = gdb.selected_frame().find_sal().line
        for stop in stops:
            if stop["lines"][0] <= line <= stop["lines"][1]:
                seen.append(stop["lines"][0])
                failed += check(stop)
        gdb.execute("continue", to_string=True)
    missed = [stop["lines"][0] for stop in stops if stop["lines"][0] not in seen]
    if missed:
        print("never stopped at the lines %s" % missed)
        failed += 1
    print("%d stops, %d failures" % (len(seen), failed))
    return 1 if failed else 0


try:
    status = main()
except Exception as problem:
    print("the check failed: %r" % problem)
    status = 1
sys.stdout.flush()
gdb.execute("kill" if gdb.selected_inferior().pid != 0 else "echo", to_string=True)
gdb.execute("quit %d" % status)
