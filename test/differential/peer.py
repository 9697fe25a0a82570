#!/usr/bin/python3
# Copyright 2026 The boost_broker authors
# Distributed under the Boost Software License, Version 1.0.
# https://www.boost.org/LICENSE_1_0.txt

"""peer.py cbor|cbor_deterministic|json: reads messages with Python's libraries, and writes them again."""

import json
import struct
import sys

import cbor2
import cbor2.encoder

CHANGES = {
    "cbor": lambda data, i: cbor2.dumps(cbor2.loads(data)),
    # the encoder in Python: that in C (5.4.6) writes 32768.0 to 65504.0 in four bytes, where two do
    "cbor_deterministic": lambda data, i: cbor2.encoder.dumps(cbor2.loads(data), canonical=True),
    # in turn with \u1234 and without, with spaces and without
    "json": lambda data, i: json.dumps(json.loads(data), ensure_ascii=i % 2 == 0,
                                       indent=2 if i % 3 == 0 else None).encode(),
}


def main():
    change = CHANGES[sys.argv[1]]
    i = 0
    while size := sys.stdin.buffer.read(4):
        data = change(sys.stdin.buffer.read(struct.unpack("<I", size)[0]), i)
        sys.stdout.buffer.write(struct.pack("<I", len(data)) + data)
        i += 1


main()
