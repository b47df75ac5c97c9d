#!/usr/bin/env python3
"""Writes BTF with types that are hard to declare in C, and bpftool's declarations of them.

    python3 jit/src/test/scripts/c_source.py jit/src/test/golden/bpf/c

makes NAME.btf and NAME.txt there. Made with bpftool 7.1.0 (Debian 12), using libbpf 1.1.
"""
import struct
import subprocess
import sys
from pathlib import Path

(INT, PTR, ARRAY, STRUCT, UNION, ENUM, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO,
 VAR, DATASEC, FLOAT, DECL_TAG, TYPE_TAG, ENUM64) = range(1, 20)
SIGNED = 1


class Types:
    """A BTF section; each method adds a type and gives its number."""

    def __init__(self):
        self.types, self.strings, self.count = b"", b"\0", 0
        self.int = self.integer("int", 4)

    def name(self, text):
        if not text:
            return 0
        at = len(self.strings)
        self.strings += text.encode() + b"\0"
        return at

    def add(self, kind, name="", size_or_type=0, items=(), flag=0, rest=b""):
        info = len(items) | kind << 24 | flag << 31
        self.types += struct.pack("<III", self.name(name), info, size_or_type)
        self.types += rest + b"".join(items)
        self.count += 1
        return self.count

    def integer(self, name, size, encoding=SIGNED):
        return self.add(INT, name, size, rest=struct.pack("<I", encoding << 24 | 8 * size))

    def to(self, kind, type, name=""):
        return self.add(kind, name, type)

    def pointer(self, type):
        return self.to(PTR, type)

    def array(self, type, count):
        return self.add(ARRAY, rest=struct.pack("<III", type, self.int, count))

    def struct(self, name, size, *members, kind=STRUCT, flag=0):
        return self.add(kind, name, size, [
            struct.pack("<III", self.name(member), type, offset) for member, type, offset in members], flag)

    def bit_fields(self, name, size, *members):
        return self.struct(name, size, *[
            (member, type, offset | bits << 24) for member, type, offset, bits in members], flag=1)

    def enum(self, name, size, *values, flag=0, kind=ENUM):
        def word(number):
            return struct.pack("<I", number & 0xFFFFFFFF)
        return self.add(kind, name, size, [
            word(self.name(value)) + word(number) + (word(number >> 32) if kind == ENUM64 else b"")
            for value, number in values], flag)

    def function(self, result, *params):
        return self.add(FUNC_PROTO, size_or_type=result, items=[
            struct.pack("<II", self.name(param), type) for param, type in params])

    def bytes(self):
        header = struct.pack("<HBBIIIII", 0xEB9F, 1, 0, 24, 0, len(self.types), len(self.types), len(self.strings))
        return header + self.types + self.strings


def declarators(t):
    function = t.function(t.int, ("a", t.int), ("", 0))
    to_function = t.pointer(function)
    to_function_giving_pointer = t.pointer(t.function(t.pointer(t.int)))
    array = t.array(t.int, 3)
    to_array = t.pointer(array)
    functions = t.array(to_function, 4)
    const_array = t.to(CONST, array)
    volatile_const_pointer = t.to(VOLATILE, t.to(CONST, t.pointer(t.int)))
    const_function = t.to(CONST, function)
    no_parameters = t.function(0, ("", 0))
    giving_function = t.function(to_function, ("", to_array), ("x", to_array), ("", to_function), ("f", to_function))
    named = [to_function, to_function_giving_pointer, array, to_array, t.array(array, 2),
             t.pointer(t.array(t.pointer(t.int), 3)), functions, const_array, t.to(CONST, to_array),
             volatile_const_pointer, t.pointer(volatile_const_pointer),
             t.to(RESTRICT, t.pointer(t.to(CONST, t.to(VOLATILE, t.int)))), t.pointer(const_function),
             t.pointer(no_parameters), t.pointer(giving_function), t.pointer(functions), t.pointer(const_array),
             t.array(t.to(CONST, array), 5), t.array(t.int, 0), function, const_function, no_parameters,
             t.function(t.pointer(t.int)),
             t.pointer(t.function(0, ("", to_array), ("", t.array(array, 2)), ("", t.pointer(0))))]
    for number, type in enumerate(named):
        t.to(TYPEDEF, type, "t%d" % number)


def names(t):
    t.struct("x", 4, ("a", t.int, 0))
    t.to(TYPEDEF, t.int, "x")
    t.to(TYPEDEF, t.int, "x")
    t.enum("x", 4, ("x", 1), ("A", 2))
    t.add(FWD, "x")
    t.struct("x", 8, ("a", t.int, 0))
    t.enum("", 4, ("A", 2))
    t.add(FWD, "x", flag=1)
    t.enum("x", 4)
    t.struct("x", 8, ("a", t.int, 0), ("b", t.int, 32), kind=UNION)
    t.enum("y", 4)
    t.enum("y", 4, ("yy", 3))


def numbers(t):
    t.enum("byte", 1, ("BYTE", 1))
    t.enum("eight_bytes", 8, ("EIGHT", 1))
    t.enum("", 4)
    t.enum("signed", 4, ("MINUS", -1), flag=1)
    t.enum("unsigned", 4, ("PLUS", -1))
    t.enum("signed64", 8, ("MINUS64", -1), flag=1, kind=ENUM64)
    t.enum("unsigned64", 8, ("PLUS64", -1), kind=ENUM64)
    double = t.add(FLOAT, "double", 8)
    inner = t.enum("", 4, ("INNER", 1))
    t.struct("s", 16, ("d", double, 0), ("e", inner, 64))
    t.to(TYPEDEF, t.enum("", 4, ("OF_TYPEDEF", 1)), "e_t")


def tags(t):
    user = t.to(TYPE_TAG, t.to(CONST, t.int), "user")
    pointer = t.pointer(user)
    rcu = t.to(TYPE_TAG, pointer, "rcu")
    const = t.to(CONST, rcu)
    two = t.to(TYPE_TAG, t.to(TYPE_TAG, t.int, "user"), "two")
    t.struct("s", 40, ("a", pointer, 0), ("b", t.pointer(rcu), 64), ("c", const, 128), ("d", t.pointer(const), 192),
             ("e", two, 256))
    t.add(DECL_TAG, "declared", t.count, rest=struct.pack("<i", -1))


def layout(t):
    char, long, short = t.integer("char", 1), t.integer("long", 8), t.integer("short", 2)
    t.struct("empty", 0)
    t.struct("only_room", 8)
    t.struct("empty_union", 0, kind=UNION)
    t.struct("union_of_room", 8, kind=UNION)
    t.struct("aligned_member", 16, ("a", char, 0), ("b", t.int, 64))
    t.struct("odd_start", 9, ("a", t.int, 8))
    t.struct("room_behind", 24, ("a", char, 0))
    t.struct("far_byte", 32, ("a", t.int, 0), ("b", char, 200))
    t.struct("packed", 5, ("a", char, 0), ("b", t.int, 8))
    t.struct("packed_by_size", 12, ("a", long, 0), ("b", t.int, 64))
    t.struct("far", 200, ("a", char, 0), ("b", char, 800), ("c", t.int, 1200))
    t.struct("long_union", 16, ("a", char, 0), kind=UNION)
    t.struct("short_union", 3, ("a", t.int, 0), kind=UNION)
    inner = t.struct("", 8, ("x", t.int, 0))
    t.struct("outer", 24, ("", inner, 32), ("y", inner, 128))
    t.struct("sixteen", 32, ("a", t.int, 0), ("b", t.int, 128))
    t.struct("byte_far", 7, ("a", char, 0), ("b", char, 48))
    t.struct("byte_near", 8, ("a", char, 0), ("b", char, 24))
    t.struct("short_far", 8, ("a", char, 0), ("b", short, 48))
    t.struct("overlap", 8, ("a", long, 0), ("b", t.int, 32))
    t.struct("flexible", 4, ("n", t.int, 0), ("data", t.array(char, 0), 32))
    t.bit_fields("bits", 8, ("a", t.int, 0, 3), ("b", t.int, 5, 3), ("c", t.int, 40, 9))
    t.bit_fields("bits_then_long", 16, ("a", t.int, 0, 3), ("b", long, 64, 0))
    t.bit_fields("bits_then_char", 4, ("a", t.int, 3, 3), ("b", char, 16, 0))
    t.bit_fields("bits_apart", 16, ("a", t.int, 0, 1), ("b", t.int, 96, 1))
    t.bit_fields("packed_bits", 3, ("a", char, 0, 5), ("b", t.int, 5, 13))


def order(t):
    """Struct a points to b before b is there, b contains c, which comes last."""
    a = t.count + 1
    t.struct("a", 32, ("b", a + 1, 0), ("self", a + 2, 64), ("t", a + 3, 128), ("f", a + 4, 192))
    t.pointer(a + 5)                        # b *
    t.pointer(a)                            # a *
    t.pointer(a + 6)                        # b_t *
    t.pointer(a + 7)                        # int (*)(struct late *)
    t.struct("b", 8, ("c", a + 8, 0), ("back", a + 9, 32))
    t.to(TYPEDEF, a + 5, "b_t")
    t.function(t.int, ("", a + 10))
    t.struct("c", 4, ("x", t.int, 0))
    t.to(TYPEDEF, t.int, "number_t")
    t.pointer(a + 11)
    t.struct("late", 16, ("inner", a + 12, 0))
    t.struct("", 16, ("next", a + 10, 0), ("list", a + 13, 64))
    t.pointer(a + 14)
    t.to(TYPEDEF, a + 15, "list_t")
    t.struct("list", 8, ("next", a + 13, 0))


def built_in(t):
    t.to(TYPEDEF, 0, "__gnuc_va_list")
    builtin = t.to(TYPEDEF, t.int, "__builtin_va_list")
    t.to(TYPEDEF, builtin, "va_list")
    poly = t.integer("__Poly8_t", 1, 0)
    t.integer("__Poly16_t", 2, 0)
    t.integer("__Poly64_t", 8, 0)
    t.integer("__Poly128_t", 16, 0)
    t.to(TYPEDEF, poly, "poly8_t")
    t.to(TYPEDEF, 0, "nothing")


def main():
    folder = Path(sys.argv[1])
    for fill in (declarators, names, numbers, tags, layout, order, built_in):
        types = Types()
        fill(types)
        file = folder / (fill.__name__ + ".btf")
        file.write_bytes(types.bytes())
        text = subprocess.run(["bpftool", "btf", "dump", "file", file, "format", "c"], check=True, capture_output=True)
        file.with_suffix(".txt").write_bytes(text.stdout)


main()
