#!/usr/bin/env python3
"""Measures how the running kernel rewrites accesses to context fields.

For every program type below, every offset and every width: loads a program with one access and
writes the instructions that the kernel put in its place. Output is the golden file
jit/src/test/golden/bpf/contexts.txt:

    sudo python3 jit/src/test/scripts/contexts.py > jit/src/test/golden/bpf/contexts.txt

Lines: program type, attach type (number), kind of access, hex of the access, hex of the rewritten
access. Kinds: load, stx (from R2), st (an immediate). Accesses that the kernel refuses have no
line: the test takes every access that is not here for refused.
"""
import kernel as k

TYPES = (("xdp", 6, 0, 24), ("xdp", 6, 33, 24), ("socket_filter", 1, 0, 192),
         ("sched_cls", 3, 0, 192), ("sched_act", 4, 0, 192))
LDX = {1: 0x71, 2: 0x69, 4: 0x61, 8: 0x79}
STX = {1: 0x73, 2: 0x6B, 4: 0x63, 8: 0x7B}
ST = {1: 0x72, 2: 0x6A, 4: 0x62, 8: 0x7A}
EXIT = k.insn(0x95)


def mov(register, value):
    return k.insn(0xB7, register, 0, 0, value)


def measure(program_type, attach, before, access, after):
    try:
        fd, _ = k.load(program_type, before + access + after, attach=attach)
    except k.Refused:
        return None
    rewritten = k.xlated(fd)
    k.close(fd)
    return rewritten[len(before):len(rewritten) - len(after)]


def accesses(offset, width):
    yield "load", b"", k.insn(LDX[width], 0, 1, offset), mov(0, 0) + EXIT
    yield "load", b"", k.insn(LDX[width], 1, 1, offset), mov(0, 0) + EXIT
    yield "load", k.insn(0xBF, 7, 1), k.insn(LDX[width], 9, 7, offset), mov(0, 0) + EXIT
    yield "stx", mov(0, 0) + mov(2, 1), k.insn(STX[width], 1, 2, offset), EXIT
    for value in (0x1234, 0xFFFF, 0x10000, -1):
        yield "st", mov(0, 0), k.insn(ST[width], 1, 0, offset, value), EXIT


print("# Accesses to context fields as rewritten by Linux %s; made by contexts.py" % k.release())
for name, number, attach, size in TYPES:
    for offset in range(size):
        for width in (1, 2, 4, 8):
            for kind, before, access, after in accesses(offset, width):
                rewritten = measure(number, attach, before, access, after)
                if rewritten is not None:
                    print(name, attach, kind, access.hex(), rewritten.hex())
