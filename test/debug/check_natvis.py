# Copyright 2026 The boost_broker authors
# Distributed under the Boost Software License, Version 1.0.
# https://www.boost.org/LICENSE_1_0.txt

# Checks a natvis file against the types of a program: that it is well-formed, that each type
# exists, and that each expression in it means something in each type that it is for.
#
#     gdb -batch -nx -x test/debug/check_natvis.py --args PROGRAM boost_broker.natvis
#
# It runs in the Python of gdb. The program need not run.

import re
import sys
import xml.etree.ElementTree as xml

import gdb

NAMESPACE = "{http://schemas.microsoft.com/vstudio/debugger/natvis/2010}"
TEXTS = ("DisplayString", "Item", "ExpandedItem")


def types_for(name):
    """The types of the program that a name with `*` in it stands for."""
    if "*" not in name:
        return [gdb.lookup_type(name)]
    pattern = re.escape(name).replace(r"\*", ".+").replace(",", ", ")
    listed = gdb.execute("info types ^%s" % name.split("<")[0], to_string=True)
    found = re.findall(r"^\d*:?\s+(?:class |struct )?(\S.*?);$", listed, re.MULTILINE)
    found = [one for one in found if re.fullmatch(pattern, one.replace(" >", ">"))]
    return [gdb.lookup_type(one) for one in found]


def expressions_of(node):
    """What a debugger would evaluate, without its format."""
    if "Condition" in node.attrib:
        yield node.attrib["Condition"]
    if node.tag == NAMESPACE + "DisplayString":
        for expression in re.findall(r"\{([^{}]*)\}", node.text):
            yield expression.split(",")[0]
    else:
        yield node.text


def problem_of(expression, kind):
    """Why gdb cannot tell the type of an expression inside an object of a type, or None."""
    # A member that nothing stands before is one of the object.
    inside = re.sub(
        r"(?<![\w.:>])([a-z]\w*_|accepted|dropped)\b", r"((%s*)0)->\1" % kind.name, expression
    )
    try:
        gdb.execute("whatis %s" % inside, to_string=True)
        return None
    except gdb.error as problem:
        return "%s: %s: %s" % (kind.name, expression, problem)


def check(node):
    """What is wrong with the description of a type."""
    types = types_for(node.attrib["Name"])
    if not types:
        yield "the program has no type %s" % node.attrib["Name"]
    # What walks a list has variables of its own, which gdb does not know.
    walks = {one for walk in node.iter(NAMESPACE + "CustomListItems") for one in walk.iter()}
    parts = (one for tag in TEXTS for one in node.iter(NAMESPACE + tag) if one not in walks)
    for part in parts:
        problems = []
        for kind in types:
            found = [problem_of(expression, kind) for expression in expressions_of(part)]
            problems.append([problem for problem in found if problem is not None])
        # What is optional is for some of the types.
        if part.get("Optional") != "true" or all(problems):
            yield from (problem for of_type in problems for problem in of_type)


def main():
    arguments = gdb.execute("show args", to_string=True)
    root = xml.parse(re.search(r'"(.*\.natvis)', arguments).group(1)).getroot()
    nodes = list(root.iter(NAMESPACE + "Type"))
    problems = [problem for node in nodes for problem in check(node)]
    print("\n".join(problems + ["%d types, %d problems" % (len(nodes), len(problems))]))
    return 1 if problems or not nodes else 0


try:
    status = main()
except Exception as problem:
    print("the check failed: %r" % problem)
    status = 1
sys.stdout.flush()
gdb.execute("quit %d" % status)
