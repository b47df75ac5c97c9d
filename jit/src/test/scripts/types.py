#!/usr/bin/env python3
"""Writes a BTF section with every kind of type, in both byte orders, and bpftool's dump of it.

    python3 jit/src/test/scripts/types.py jit/src/test/golden/bpf

makes types.btf, types-be.btf and types.txt there (bpftool prints the same for both).
"""
import struct
import subprocess
import sys
from pathlib import Path

(INT, PTR, ARRAY, STRUCT, UNION, ENUM, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO,
 VAR, DATASEC, FLOAT, DECL_TAG, TYPE_TAG, ENUM64) = range(1, 20)


class Section:
    def __init__(self, order):
        self.order, self.types, self.strings = order, b"", b"\0"

    def words(self, *words):
        return b"".join(struct.pack(self.order + "I", word & 0xFFFFFFFF) for word in words)

    def name(self, text):
        if not text:
            return 0
        at = len(self.strings)
        self.strings += text.encode() + b"\0"
        return at

    def add(self, kind, name, size_or_type, items=0, flag=0, rest=b""):
        info = items | kind << 24 | flag << 31
        self.types += self.words(self.name(name), info, size_or_type) + rest

    def bytes(self):
        header = struct.pack(self.order + "HBB", 0xEB9F, 1, 0) + self.words(
            24, 0, len(self.types), len(self.types), len(self.strings))
        return header + self.types + self.strings


def build(order):
    s = Section(order)
    w, n = s.words, s.name
    s.add(INT, "int", 4, rest=w(1 << 24 | 32))                                          # 1
    s.add(INT, "_Bool", 1, rest=w(4 << 24 | 8))                                         # 2
    s.add(INT, "char", 1, rest=w(2 << 24 | 8))                                          # 3
    s.add(INT, "unsigned long", 8, rest=w(64))                                          # 4
    s.add(INT, "odd", 4, rest=w(3 << 16 | 7))                                           # 5
    s.add(PTR, "", 8)                                                                   # 6
    s.add(ARRAY, "", 0, rest=w(1, 4, 5))                                                # 7
    s.add(STRUCT, "node", 24, 3, rest=w(n("next"), 6, 0, n("key"), 1, 64, n("buf"), 3, 96))  # 8
    s.add(STRUCT, "bits", 4, 2, 1, w(n("a"), 1, 3 << 24 | 0, n("b"), 1, 5 << 24 | 3))    # 9
    s.add(UNION, "either", 8, 2, rest=w(n("number"), 4, 0, n("pointer"), 6, 0))         # 10
    s.add(ENUM, "color", 4, 3, rest=w(n("RED"), 0, n("GREEN"), 1, n("MANY"), 0xFFFFFFFF))  # 11
    s.add(ENUM, "level", 4, 2, 1, w(n("LOW"), -7, n("HIGH"), 7))                        # 12
    s.add(ENUM64, "wide", 8, 2, rest=w(n("BIG"), 0xDDDDDDDD, 0x1, n("SMALL"), 3, 0))     # 13
    s.add(ENUM64, "deep", 8, 1, 1, w(n("MINUS"), -2, -1))                               # 14
    s.add(FWD, "unknown", 0)                                                            # 15
    s.add(FWD, "unknown_too", 0, flag=1)                                                # 16
    s.add(TYPEDEF, "u64", 4)                                                            # 17
    s.add(VOLATILE, "", 17)                                                             # 18
    s.add(CONST, "", 18)                                                                # 19
    s.add(RESTRICT, "", 6)                                                              # 20
    s.add(FUNC_PROTO, "", 1, 2, rest=w(n("first"), 19, n("second"), 20))                # 21
    s.add(FUNC_PROTO, "", 0, 2, rest=w(n("format"), 6, 0, 0))                           # 22
    s.add(FUNC, "compute", 21, 1)                                                       # 23
    s.add(FUNC, "print", 22, 2)                                                         # 24
    s.add(VAR, "counter", 17, rest=w(0))                                                # 25
    s.add(VAR, "table", 7, rest=w(1))                                                   # 26
    s.add(DATASEC, ".bss", 32, 2, rest=w(25, 0, 8, 26, 8, 20))                          # 27
    s.add(FLOAT, "double", 8)                                                           # 28
    s.add(DECL_TAG, "whole", 8, rest=w(-1))                                             # 29
    s.add(DECL_TAG, "part", 8, rest=w(1))                                               # 30
    s.add(TYPE_TAG, "user", 1)                                                          # 31
    s.add(STRUCT, "", 0, 0)                                                             # 32
    return s.bytes()


folder = Path(sys.argv[1])
dumps = []
for file, order in (("types.btf", "<"), ("types-be.btf", ">")):
    (folder / file).write_bytes(build(order))
    dumps.append(subprocess.run(["bpftool", "btf", "dump", "file", str(folder / file), "format", "raw"],
                                capture_output=True, text=True, check=True).stdout)
assert dumps[0] == dumps[1]
version = subprocess.run(["bpftool", "version"], capture_output=True, text=True).stdout.split()[1]
(folder / "types.txt").write_text("# bpftool %s btf dump of types.btf; made by types.py\n%s"
                                  % (version, dumps[0]))
