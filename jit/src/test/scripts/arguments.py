#!/usr/bin/env python3
"""Tries on the running kernel what the arguments of helpers may be.

Reads the argument kinds of jit/HELPERS.md, loads for each helper a call with such arguments, and then
the same call with one argument exchanged. Writes the golden file
jit/src/test/golden/bpf/arguments.txt:

    sudo python3 jit/src/test/scripts/arguments.py > jit/src/test/golden/bpf/arguments.txt

Lines: helper, argument (from 1), what was put there, whether the call was taken. What is put there:
"kind" (all arguments are of their kinds, registers behind them uninitialised; argument 0), "number"
(8), "null" (a zero, with a size of zero behind it), "constant" (a value that programs may only
read), "zero" (as a size). A call that fails only later or for another reason (a map of the wrong
type, a leaked reference) counts as taken. Helpers with arguments that need BTF have no lines.
"""
import pathlib
import re

import kernel as k

MODULE = pathlib.Path(__file__).resolve().parents[3]

RDONLY_PROG = 1 << 7
SLEEPABLE = 1 << 4
ATTACH = {8: 0, 9: 2, 13: 3, 15: 6, 16: 7, 18: 8, 21: 39, 22: 17, 23: 18, 25: 21, 30: 36, 32: 45}
PREFERRED = (3, 6, 1)
SLEEPING = {148: 31}  # copy_from_user only works in a program that may sleep
ARGUMENT_ERROR = re.compile(
    r"type=\w+ expected|invalid mem access|write into map forbidden|invalid zero-sized|!read_ok"
    r"|invalid access to memory|invalid indirect|Possibly NULL")
BUFFER = 64

maps = k.create_map(1, 4, 8, 4)
constants = k.create_map(2, 4, BUFFER, 1, RDONLY_PROG)


def mov(register, value):
    return k.insn(0xB7, register, 0, 0, value)


def of_kind(kind, register):
    """Code that makes an argument; None if it needs BTF."""
    kind = kind.rstrip("?")
    if kind in ("any", "size", "alloc"):
        return mov(register, 8)
    if kind == "map":
        return k.insn(0x18, register, 1, 0, maps) + k.insn(0)
    if kind == "ctx":
        return k.insn(0xBF, register, 6)
    if kind in ("key", "value", "uvalue", "mem", "umem", "wmem", "fixed", "ufixed", "wfixed", "stack"):
        return k.insn(0xBF, register, 10) + k.insn(0x07, register, 0, 0, -BUFFER)
    return None


def taken(helper, program_type, arguments):
    code = k.insn(0xBF, 6, 1)
    code += b"".join(k.insn(0x7A, 10, 0, -8 * n) for n in range(1, BUFFER // 8 + 1))
    code += b"".join(arguments) + k.insn(0x85, imm=helper) + mov(0, 0) + k.insn(0x95)
    try:
        fd, _ = k.load(program_type, code, attach=ATTACH.get(program_type, 0),
                       flags=SLEEPABLE if program_type == 31 else 0)
        k.close(fd)
        return True
    except k.Refused as refused:
        return not ARGUMENT_ERROR.search(refused.log)


def exchanges(kinds):
    """Argument number, name of the exchange, exchanged registers."""
    for index, kind in enumerate(kinds):
        register = index + 1
        if kind in ("size", "size?"):
            yield register, "zero", {register: mov(register, 0)}
        elif kind not in ("any", "alloc?"):
            yield register, "number", {register: mov(register, 8)}
        if kind.rstrip("?") in ("mem", "umem", "wmem", "fixed", "ufixed", "wfixed"):
            yield register, "constant", {
                register: k.insn(0x18, register, 2, 0, constants) + k.insn(0)}
            null = {register: mov(register, 0)}
            if register < len(kinds) and kinds[register] == "size?":
                null[register + 1] = mov(register + 1, 0)
            yield register, "null", null


def program_types():
    for line in open(MODULE / "src/test/golden/bpf/helpers.txt"):
        words = line.split()
        if words[0] != "#":
            yield int(words[0]), [int(word) for word in words[3:]]


def argument_kinds():
    for line in open(MODULE / "HELPERS.md"):
        row = re.match(r"\| (\d+) \| `\w+` \| ([^|]*) \|", line)
        if row:
            yield int(row.group(1)), [kind for kind in row.group(2).strip().split(", ") if kind]


print("# Arguments of helpers as taken by Linux %s; made by arguments.py" % k.release())
types = dict(program_types())
for helper, kinds in argument_kinds():
    usual = {index + 1: of_kind(kind, index + 1) for index, kind in enumerate(kinds)}
    if None in usual.values() or not types[helper]:
        continue
    usual_type = next((t for t in PREFERRED if t in types[helper]), types[helper][0])
    program_type = SLEEPING.get(helper, usual_type)
    yes = {True: "taken", False: "refused"}
    print(helper, 0, "kind", yes[taken(helper, program_type, usual.values())])
    for register, name, exchanged in exchanges(kinds):
        print(helper, register, name,
              yes[taken(helper, program_type, {**usual, **exchanged}.values())])
