# Copyright 2026 The boost_broker authors
# Distributed under the Boost Software License, Version 1.0.
# https://www.boost.org/LICENSE_1_0.txt

# usage: awk -f check.awk levels.txt boost_broker/a.hpp boost_broker/detail/b.hpp ...
#
# Reports every include that levels.txt does not allow, every header it does not know, every
# using-directive and every header of more than 400 lines; fails if there was one.

function report(text)
{
    print FILENAME ":" FNR ": " text
    bad = 1
}

BEGIN {
    for (i = 2; i < ARGC; ++i) {
        header = ARGV[i]
        sub(/^boost_broker\//, "", header)
        present[header] = 1
    }
}

# impl/x.hpp is part of x.hpp, or else of detail/x.hpp
function owner(header)
{
    if (header !~ /^impl\//)
        return header
    sub(/^impl\//, "", header)
    return !(header in present) && ("detail/" header in present) ? "detail/" header : header
}

# the level of a header: its own entry, else that of the innermost folder that has one; else empty
function level_of(header,    folder)
{
    if (header in level)
        return level[header]
    header = owner(header)
    if (header in level)
        return level[header]
    for (folder = header; sub(/[^\/]*\/?$/, "", folder) && folder != "";) {
        if (folder in level)
            return level[folder]
    }
    return ""
}

function check_own(included,    to)
{
    to = level_of(included)
    if (to == "")
        report("includes " included ", which levels.txt does not list")
    else if (!(from SUBSEP to in uses) && !(is_impl && included ~ /^detail\//))
        report("level " from " must not include " included " of level " to)
}

function check_other(included,    library)
{
    if (included in never)
        report("includes all of <" included ">; include what is used")
    library = included
    sub(/^boost\//, "", library)
    sub(/[\/.].*/, "", library)
    if (included ~ /^boost\// && library in restricted && !(library SUBSEP owner(header) in only))
        report("<" included "> belongs to " restricted[library] " alone")
}

FNR == NR && (/^#/ || NF == 0) { next }
FNR == NR && $1 == "level" {
    current = $2
    for (i = 4; i <= NF; ++i)
        uses[current, $i] = 1
    next
}
FNR == NR && $1 == "only" {
    for (i = 4; i <= NF; ++i) {
        only[$2, $i] = 1
        restricted[$2] = restricted[$2] (i > 4 ? " and " : "") $i
    }
    next
}
FNR == NR && $1 == "never" {
    for (i = 2; i <= NF; ++i)
        never[$i] = 1
    next
}
FNR == NR {
    for (i = 1; i <= NF; ++i)
        level[$i] = current
    next
}

FNR == 1 {
    header = FILENAME
    sub(/^boost_broker\//, "", header)
    is_impl = header ~ /^impl\//
    from = level_of(header)
    if (from == "")
        report("levels.txt does not list this header")
}
FNR == 401 { report("more than 400 lines") }
/^[ \t]*using namespace/ { report("using-directive in a header") }
/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
    included = $0
    sub(/^[^<"]*[<"]/, "", included)
    sub(/[>"].*/, "", included)
    if (included ~ /^boost_broker\//) {
        sub(/^boost_broker\//, "", included)
        if (from != "")
            check_own(included)
    }
    else
        check_other(included)
}
END { exit bad }
