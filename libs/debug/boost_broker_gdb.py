# Copyright 2026 The boost_broker authors
# Distributed under the Boost Software License, Version 1.0.
# https://www.boost.org/LICENSE_1_0.txt

"""Pretty-printers of boost_broker for gdb; see the README beside this file.

A printer looks at memory that may hold anything: an object that is not constructed yet, was moved
from, or that the optimiser took apart. So none of them calls a function of the program, follows a
list without a limit, or raises: what cannot be read is said in its place.
"""

import os
import re

import gdb
import gdb.printing
import gdb.types

# A vector that has more elements was not constructed.
LIMIT = 100000
# In a list, nobody looks further than this.
WALK = 1000
# Longer texts are cut.
SHOWN_CHARACTERS = 300

DETAIL = "boost_broker::detail::"
BROKER_CATEGORY = DETAIL + "broker_category_impl"


class Unreadable(Exception):
    """Raised here and caught by the printers: what was read cannot be what it should be."""


# --- reading what the program has in memory -----------------------------------------------------


def plausible(count):
    if not 0 <= count <= LIMIT:
        raise Unreadable("not initialised")
    return count


def object_at(address, kind):
    """The object of a type at an address.

    To follow a pointer to a polymorphic class, gdb looks for the class of the object, and warns
    where it does not find it; so this follows a pointer to an array.
    """
    return gdb.Value(int(address)).cast(kind.array(0).pointer()).dereference()[0]


def pointee(pointer):
    return object_at(pointer, pointer.type.strip_typedefs().target())


def seen_as(value, type_name):
    return object_at(value.address, gdb.lookup_type(type_name))


def unique(pointer):
    """What a unique_ptr without a deleter of its own has at its address: a pointer."""
    owned = pointer.type.strip_typedefs().template_argument(0)
    return pointer.address.reinterpret_cast(owned.pointer().pointer()).dereference()


def atomic(value):
    content = value.type.strip_typedefs().template_argument(0)
    return value.address.reinterpret_cast(content.pointer()).dereference()


def elements(vector):
    try:  # libstdc++
        begin, end = vector["_M_impl"]["_M_start"], vector["_M_impl"]["_M_finish"]
    except gdb.error:  # libc++
        begin, end = vector["__begin_"], vector["__end_"]
    size = begin.type.strip_typedefs().target().sizeof
    for i in range(plausible((int(end) - int(begin)) // size)):
        yield (begin + i).dereference()


def owned(vector):
    """The objects that a vector of owning pointers points to; null pointers are left out."""
    for element in elements(vector):
        kind = element.type.strip_typedefs()
        if kind.code == gdb.TYPE_CODE_PTR:
            pointer = element
        else:
            pointer = unique(element) if kind.name.startswith("std::unique_ptr") else element["px"]
        if int(pointer) != 0:
            yield pointee(pointer)


def base_offset(derived, base):
    """Where the first base class is whose name starts with `base`."""
    for field in derived.strip_typedefs().fields():
        if not field.is_base_class:
            continue
        kind = field.type.strip_typedefs()
        within = 0 if kind.name.startswith(base) else base_offset(kind, base)
        if within is not None:
            return field.bitpos // 8 + within
    return None


def linked(members, element):
    """The objects of type `element` in a detail::linked_list."""
    head = members["ends_"]
    offset = base_offset(element, "%slist_hook<%s" % (DETAIL, element.strip_typedefs().name))
    node = head["next_"]
    for _ in range(WALK):
        if int(node) in (0, int(head.address)):
            return
        yield object_at(int(node) - offset, element)
        node = node["next_"]


def text_of(string):
    """The text of a std::string."""
    try:  # libstdc++
        length, characters = int(string["_M_string_length"]), string["_M_dataplus"]["_M_p"]
    except gdb.error:
        return str(string.format_string()).strip('"')
    plausible(length // 1000)
    if length == 0:
        return ""
    text = characters.string("utf-8", "replace", min(length, SHOWN_CHARACTERS))
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    text = text.encode(gdb.host_charset(), "backslashreplace").decode(gdb.host_charset())
    return text + ("..." if length > SHOWN_CHARACTERS else "")


# --- names --------------------------------------------------------------------------------------


def readable(name):
    """A name of a type as its author would write it."""
    name = re.sub(
        r"std::(__cxx11::|__1::)?basic_string<char, std::(__1::)?char_traits<char>, "
        r"std::(__1::)?allocator<char> ?>",
        "std::string",
        name,
    )
    return re.sub(r", std::allocator<[^<>]*(<[^<>]*>)?[^<>]*>(?= ?>)", "", name).replace(" >", ">")


def symbol_at(address):
    found = re.match(
        r"(.*?)(?: \+ \d+)? in section ",
        gdb.execute("info symbol %#x" % int(address), to_string=True),
    )
    return found.group(1) if found else ""


def class_of(value):
    """The name of the class of a polymorphic object, by the symbol of its table of functions.

    gdb has `dynamic_type` for that, which does not find a class that a lambda is a parameter of:
    the compiler and the demangler spell the lambda differently.
    """
    symbol = symbol_at(object_at(value.address, gdb.lookup_type("void").pointer()))
    return symbol[len("vtable for ") :] if symbol.startswith("vtable for ") else ""


def template_of(name):
    """Splits `a::b<c, d<e>>::f` into `a::b`, [`c`, `d<e>`] and `::f`."""
    begin = name.find("<")
    if begin < 0:
        return name, [], ""
    depth, start, arguments = 0, begin + 1, []
    for i in range(begin, len(name)):
        if name[i] in "<({":
            depth += 1
        elif name[i] in ">)}":
            depth -= 1
        if depth == 0 or (depth == 1 and name[i] == ","):
            arguments.append(name[start:i].strip())
            start = i + 1
        if depth == 0:
            return name[:begin], arguments, name[i + 1 :]
    return name, [], ""


def count(number, noun):
    ending = "" if number == 1 else "es" if noun.endswith("x") else "s"
    return "%d %s%s%s" % (number, "or more " if number == WALK else "", noun, ending)


def listed(numbers):
    """`2 listeners, 1 provider`, of [(2, "listener"), (1, "provider")]; zeros are left out."""
    return ", ".join(count(number, noun) for number, noun in numbers if number != 0)


# --- the printers -------------------------------------------------------------------------------


class Printer:
    """Says what `text` returns, or why there is nothing to say."""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        try:
            return self.text()
        except Exception as problem:  # whatever it is, the user wants the other variables
            return "<cannot be read: %s>" % problem


class ParentPrinter(Printer):
    """Also shows what `parts` yields."""

    def children(self):
        try:
            yield from self.parts()
        except Exception as problem:
            yield "<cannot be read>", str(problem)


def numbered(name, values):
    for i, value in enumerate(values):
        yield "%s[%d]" % (name, i), value


class RegistrationPrinter(Printer):
    KINDS = {
        "listener_of": "listener",
        "next_listener": "next",
        "provider_of": "provider",
        "signal_handler_of": "signal handler",
    }
    # the class between the registration and its handler
    BASES = {
        "listener": "listener",
        "next": "listener",
        "provider": "provider",
        "signal handler": "signal_handler",
    }

    def text(self):
        registration = seen_as(self.value, DETAIL + "registration")
        template, arguments, _ = template_of(class_of(self.value))
        kind = self.KINDS.get(template[len(DETAIL) :])
        facts = list(self.life(registration))
        if kind is None:
            return "registration (%s)" % ", ".join(facts)
        try:
            name = "%s%s<%s>" % (DETAIL, self.BASES[kind], arguments[0])
            for fact in self.form(kind, seen_as(self.value, name)):
                facts.insert(1, fact)
        except gdb.error:
            pass  # the compiler wrote no debug information of it
        return "%s of %s (%s)" % (kind, readable(arguments[0]), ", ".join(facts))

    @staticmethod
    def life(registration):
        if registration["retired_"]:
            yield "stopped"
        elif registration["stopped_"]:
            yield "stopped, its handler not yet destroyed"
        elif registration["leaving_"]:
            yield "replaced, has something left to do"
        else:
            yield "active"
        if int(registration["running_"]) != 0:
            yield count(int(registration["running_"]), "coroutine") + " running"
        core = registration["core_"]
        if int(core) != 0:
            yield "in " + named(pointee(core))

    @staticmethod
    def form(kind, handler):
        if kind == "provider":
            form = str(handler["form_"]).split("::")[-1]
            if form != "returns":
                yield {"coroutine": "a coroutine", "replies": "answers by reply"}.get(form, form)
            request = gdb.lookup_type(
                "%scall<%s>" % (DETAIL, handler.type.template_argument(0).name)
            )
            waiting = sum(1 for _ in linked(handler["waiting_"], request))
            if waiting != 0:
                yield count(waiting, "request") + " unanswered"
        else:
            if handler["is_coroutine_"]:
                yield "a coroutine"
            if kind == "signal handler" and int(handler["queued_"]) != 0:
                yield "%d waiting" % int(handler["queued_"])


class HandlePrinter(Printer):
    def text(self):
        registration = self.value["registration_"]["px"]
        if int(registration) == 0:
            return "empty handle"
        return "handle of a " + RegistrationPrinter(pointee(registration)).text()


class HandleGroupPrinter(ParentPrinter):
    def text(self):
        return "group of " + count(sum(1 for _ in elements(self.value["handles_"])), "handle")

    def parts(self):
        return numbered("", elements(self.value["handles_"]))


class ListenerGroupPrinter(ParentPrinter):
    def live(self):
        return int(self.value["live_"])

    def waiting(self):
        group = self.value
        alone = int(group["only_here_"]) - int(group["only_here_taken_"])
        return alone + int(group["counters_"]["queued"]) - int(group["shared_taken_"])

    def listeners(self):
        for entry in elements(self.value["entries_"]):
            yield pointee(entry["target"]["px"])

    def text(self):
        event = readable(self.value.type.strip_typedefs().template_argument(0).name)
        return "%s of %s, %d waiting" % (count(self.live(), "listener"), event, self.waiting())

    def parts(self):
        return numbered("listener", self.listeners())


class BrokerPrinter(ParentPrinter):
    """What the four brokers have in common."""

    def message(self):
        return readable(self.value.type.strip_typedefs().template_argument(0).name)

    def text(self):
        return "%s of %s: %s" % (self.subject, self.message(), listed(self.numbers()) or "nobody")


class EventBrokerPrinter(BrokerPrinter):
    subject = "events"

    def groups(self):
        return [ListenerGroupPrinter(group) for group in owned(self.value["groups_"])]

    def numbers(self):
        yield sum(group.live() for group in self.groups()), "listener"

    def text(self):
        waiting = sum(group.waiting() for group in self.groups())
        return super().text() + (", %d waiting" % waiting if waiting != 0 else "")

    def parts(self):
        listeners = (one for group in self.groups() for one in group.listeners())
        return numbered("listener", listeners)


class OneReceiverPrinter(BrokerPrinter):
    """A broker with one receiver, and perhaps mocks of it and those that were replaced."""

    def receivers(self):
        return [self.value[self.member]["px"]] if int(self.value[self.member]["px"]) != 0 else []

    def numbers(self):
        yield len(self.receivers()), self.receiver
        yield sum(1 for _ in owned(self.value["mocks_"])), "mock"

    def parts(self):
        for receiver in self.receivers():
            yield self.receiver, pointee(receiver)
        yield from numbered("mock", owned(self.value["mocks_"]))
        yield from numbered("replaced", owned(self.value["replaced_"]))


class RequestBrokerPrinter(OneReceiverPrinter):
    subject, receiver, member = "requests", "provider", "provider_"


class SignalBrokerPrinter(OneReceiverPrinter):
    subject, receiver, member = "signals", "signal handler", "handler_"


class MultiRequestBrokerPrinter(BrokerPrinter):
    subject = "multi-requests"

    def numbers(self):
        yield sum(1 for _ in owned(self.value["providers_"])), "provider"

    def parts(self):
        return numbered("provider", owned(self.value["providers_"]))


BROKERS = {
    "boost_broker::event_broker": EventBrokerPrinter,
    "boost_broker::request_broker": RequestBrokerPrinter,
    "boost_broker::multi_request_broker": MultiRequestBrokerPrinter,
    "boost_broker::signal_broker": SignalBrokerPrinter,
}


class InboxPrinter(ParentPrinter):
    # the messages that the library queues, and what a person calls them
    MESSAGES = {
        ("event_run", ""): "events of ",
        ("queued_shared_event", ""): "event of ",
        ("queued_oldest_event", ""): "event of ",
        ("provider", "::queued_call"): "request of ",
        ("signal_handler", "::queued_signal"): "signal of ",
    }

    def messages(self):
        queue = self.value["queue_"]
        header = gdb.lookup_type(DETAIL + "message_queue::header").pointer()
        block, at, end = queue["first_"], int(queue["read_"]), int(queue["write_"])
        for _ in range(WALK):
            if at == end:
                return
            if at == int(block["end"]):
                block = block["next"]
                at = int(block["bytes"].address)
                continue
            message = gdb.Value(at).cast(header)
            if int(message["size"]) <= 0:
                raise Unreadable("not initialised")
            at += int(message["size"])
            text = self.message(message["table"])
            if text is not None:
                yield text

    def message(self, table):
        if int(table) == 0:
            return "a message that is being built"
        kind = (template_of(symbol_at(table))[1] or ["message"])[0]
        if kind == DETAIL + "message_queue::nothing":
            return None  # it was discarded
        template, arguments, member = template_of(kind)
        known = self.MESSAGES.get((template[len(DETAIL) :], member))
        return readable(known + arguments[0] if known else kind)

    def executor(self):
        executor = self.value["executor_"]["px"]
        if int(executor) == 0:
            gone = self.value["executor_gone_"]
            return "whose executor was destroyed" if gone else "without an executor"
        arguments = template_of(class_of(pointee(executor)))[1]
        if not arguments:
            return "of an executor"
        name = re.sub(r"::basic_executor_type<std::allocator<void>, [^<>]*>", "", arguments[0])
        return "of " + readable(name.replace("boost::asio::", ""))

    def text(self):
        facts = ["inbox " + self.executor()]
        if self.value["is_home_"]:
            facts.append("the context's own")
        if self.value["delivering_"]:
            facts.append("delivering")
        waiting = sum(1 for _ in self.messages())
        facts.append(count(waiting, "message") if waiting != 0 else "nothing waits")
        return ", ".join(facts)

    def parts(self):
        return numbered("", self.messages())


def named(core):
    """`context 3 'house'`"""
    name = text_of(core["name_"])
    return "context %d" % int(atomic(core["id_"])) + (" '%s'" % name if name else "")


def inboxes_of(core):
    return linked(core["inboxes_"], gdb.lookup_type(DETAIL + "inbox"))


class CorePrinter(ParentPrinter):
    """What is behind a context."""

    def brokers(self):
        table, size = self.value["table_"], int(self.value["table_size_"])
        for number in range(size):
            if int(table[number]) != 0:
                yield pointee(table[number])
        yield from linked(self.value["attached_"], gdb.lookup_type(DETAIL + "broker_base"))

    def inboxes(self):
        return [InboxPrinter(inbox) for inbox in inboxes_of(self.value)]

    @staticmethod
    def typed(base):
        return seen_as(base, class_of(base))

    def numbers(self):
        totals, brokers = {"listener": 0, "provider": 0, "signal handler": 0, "mock": 0}, 0
        for base in self.brokers():
            brokers += 1
            printer = BROKERS.get(template_of(class_of(base))[0])
            if printer is not None:
                for number, noun in printer(self.typed(base)).numbers():
                    totals[noun] += number
        yield brokers, "broker"
        yield from ((number, noun) for noun, number in totals.items())
        yield len(self.inboxes()), "inbox"
        yield sum(1 for inbox in self.inboxes() for _ in inbox.messages()), "message"

    def text(self):
        core = self.value
        if core["shared_default_"]:
            return self.of_thread() or named(core) + ", of which each thread has its own"
        if int(atomic(core["open_id_"])) == int(atomic(core["id_"])) != 0:
            numbers = listed(self.numbers())
            return named(core) + ", open" + (": " + numbers if numbers else "")
        if any(True for _ in inboxes_of(core)):
            calls = ", its handlers are on the stack" if core["release_pending_"] else ""
            return named(core) + ", closed" + calls
        return "context %d, ended" % int(atomic(core["id_"]))

    def of_thread(self):
        """What the selected thread has of the default context."""
        try:
            core = gdb.parse_and_eval(DETAIL + "default_core::of_thread_")
            return CorePrinter(core.dereference()).text() if int(core) != 0 else None
        except gdb.error:
            return None

    def parts(self):
        for i, base in enumerate(self.brokers()):
            try:
                yield "broker[%d]" % i, self.typed(base)
            except gdb.error:
                yield "broker[%d]" % i, readable(class_of(base)) or "<unknown>"
        yield from numbered("inbox", (inbox.value for inbox in self.inboxes()))


class ContextPrinter(Printer):
    """A reference to a context. What it refers to may have ended."""

    def core(self):
        """The core, or None where it belongs to another context by now."""
        core, number = self.value["core_"], int(self.value["id_"])
        if int(core) == 0 or int(atomic(core["id_"])) != number:
            return None
        return CorePrinter(core.dereference())

    def text(self):
        number = int(self.value["id_"])
        try:
            core = self.core()
        except gdb.error as problem:
            return "context %d, <cannot be read: %s>" % (number, problem)
        if core is not None:
            return core.text()
        return "context %d, ended" % number if number != 0 else "no context"


class OwningContextPrinter(ContextPrinter, ParentPrinter):
    def __init__(self, value):
        super().__init__(value["ref_"])

    def parts(self):
        core = self.core()
        return core.parts() if core is not None else ()


class FailurePrinter(Printer):
    STANDARD = {
        "boost::system::detail::generic_error_category": "generic",
        "boost::system::detail::system_error_category": "system",
    }

    def text(self):
        try:
            detail = text_of(self.value["detail_"])
        except Exception as problem:
            detail = "<cannot be read: %s>" % problem
        code = self.code(self.value["code_"])
        return '%s: "%s"' % (code, detail) if detail else code

    def code(self, code):
        form = int(code["lc_flags_"])
        if form == 0:
            return "no failure"
        if form == 1:
            return "a std::error_code"
        number, category = int(code["d1_"]["val_"]), class_of(pointee(code["d1_"]["cat_"]))
        if category == BROKER_CATEGORY:
            for known in gdb.lookup_type("boost_broker::errc").fields():
                if known.enumval == number:
                    return known.name.split("::")[-1]
        if category in self.STANDARD:
            return "%s:%d (%s)" % (self.STANDARD[category], number, os.strerror(number))
        return "%s:%d" % (readable(category) or "unknown category", number)


class ResultPrinter(ParentPrinter):
    def content(self):
        """Which alternative the variant in the result holds, from 0, and that one."""
        variant = self.value["v_"]
        number, members = int(variant["ix_"]), set(self.members(variant.type))
        storage = variant["st_" if "st_" in members else "st1_"]
        # There are two buffers for what may throw when it is moved.
        if "st2_" in members:
            storage = variant["st2_" if number & 1 else "st1_"]
            number //= 2
        elif storage.type.strip_typedefs().code == gdb.TYPE_CODE_ARRAY:
            storage = storage[number & 1]
            number //= 2
        if number not in (1, 2):
            raise Unreadable("not initialised")
        for _ in range(number):
            storage = storage["rest_"]
        return number - 1, storage["first_"]

    @classmethod
    def members(cls, structure):
        for field in structure.strip_typedefs().fields():
            if field.is_base_class:
                yield from cls.members(field.type)
            else:
                yield field.name

    def name(self):
        value = self.value.type.strip_typedefs().template_argument(0)
        return "result<%s>" % readable(value.name or str(value))

    def is_void(self):
        value = self.value.type.strip_typedefs().template_argument(0).strip_typedefs()
        return value.code == gdb.TYPE_CODE_VOID

    def text(self):
        index, _ = self.content()
        return self.name() + (": success" if index == 0 and self.is_void() else "")

    def parts(self):
        try:
            index, content = self.content()
        except Unreadable:
            return  # the text says so
        if index == 1:
            yield "[failure]", content
        elif not self.is_void():
            yield "[value]", content


class EmitResultPrinter(Printer):
    def text(self):
        return "%d accepted, %d dropped" % (
            int(self.value["accepted"]),
            int(self.value["dropped"]),
        )


def printers():
    collection = gdb.printing.RegexpCollectionPrettyPrinter("boost_broker")

    def add(name, pattern, printer):
        collection.add_printer(name, "^%s$" % pattern, printer)

    add("broker_context", "boost_broker::broker_context", OwningContextPrinter)
    add("context_ref", "boost_broker::context_ref", ContextPrinter)
    add("handle", "boost_broker::handle", HandlePrinter)
    add("handle_group", "boost_broker::handle_group", HandleGroupPrinter)
    add("failure", "boost_broker::failure", FailurePrinter)
    add("result", r"boost::system::result<.*, boost_broker::failure ?>", ResultPrinter)
    add("emit_result", "boost_broker::emit_result", EmitResultPrinter)
    for name, printer in BROKERS.items():
        add(name.split("::")[-1], name + "<.*>", printer)
    add("context_core", DETAIL + "context_core", CorePrinter)
    add("inbox", DETAIL + "inbox", InboxPrinter)
    add("listener_group", DETAIL + "listener_group<.*>", ListenerGroupPrinter)
    registrations = r"(registration|(listener|next_listener|provider|signal_handler)(_of)?<.*>)"
    add("registration", DETAIL + registrations, RegistrationPrinter)
    return collection


gdb.printing.register_pretty_printer(gdb.current_objfile(), printers(), replace=True)
