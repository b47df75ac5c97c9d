#!/usr/bin/env python3
"""Lets the running kernel disassemble instructions: one random example or more of each form.

Puts each instruction into a program that reaches it and takes the line that the verifier's log has
for it, whether the program is then accepted or not. Writes the golden file
jit/src/test/golden/bpf/disassembly.txt:

    sudo python3 jit/src/test/scripts/disassembly.py [SEED] > jit/src/test/golden/bpf/disassembly.txt

Lines: hex of the slots, a bar, the kernel's text. Forms that are never accepted from a user have no
line, nor have those whose operands only exist in one kernel (maps, BTF ids).
"""
import random
import re
import sys

import kernel as k

SEED = int(sys.argv[1]) if len(sys.argv) > 1 and __name__ == "__main__" else 6
PAD = 12
RNG = random.Random(SEED)
EXAMPLES = 3


def register():
    return RNG.randrange(10)


def immediate():
    return RNG.choice((0, 1, -1, RNG.randrange(-(1 << 31), 1 << 31), RNG.randrange(-300, 300)))


def forms():
    """Opcode, source register, offset and immediate of every accepted form; None: random."""
    for wide in (0x04, 0x07):
        for op in (0x00, 0x10, 0x20, 0x40, 0x50, 0x60, 0x70, 0xA0, 0xB0, 0xC0):
            yield wide | op, 0, 0, None
            yield wide | op | 8, None, 0, 0
        for op in (0x30, 0x90):
            for signed in (0, 1):
                yield wide | op, 0, signed, None
                yield wide | op | 8, None, signed, 0
        yield wide | 0x80, 0, 0, 0
        for bits in (8, 16, 32):
            yield wide | 0xB8, None, bits, 0
    yield 0xBF, None, 1, 1
    yield 0xBF, None, 1, 1 << 16
    for opcode in (0xD4, 0xDC, 0xD7):
        for bits in (16, 32, 64):
            yield opcode, 0, 0, bits
    for wide in (0x05, 0x06):
        for op in (0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70, 0xA0, 0xB0, 0xC0, 0xD0):
            yield wide | op, 0, "jump", None
            yield wide | op | 8, None, "jump", 0
    yield 0x95, 0, 0, 0
    for size in (0x00, 0x08, 0x10, 0x18):
        yield 0x61 | size, None, "memory", 0
        if size != 0x18:
            yield 0x81 | size, None, "memory", 0
            yield 0x20 | size, 0, 0, None
            yield 0x40 | size, None, 0, None
        yield 0x62 | size, 0, "memory", None
        yield 0x63 | size, None, "memory", 0
        for op in (0x100, 0x110):
            yield 0xC3 | size, None, "memory", op
    for size in (0x00, 0x18):
        for op in (0x00, 0x40, 0x50, 0xA0, 0x01, 0x41, 0x51, 0xA1, 0xE1, 0xF1, 0x02, 0xE0):
            yield 0xC3 | size, None, "memory", op


def offset(kind):
    if kind == "jump":
        return RNG.randrange(PAD)
    return RNG.randrange(-600, 600) if kind == "memory" else kind


def examples():
    for opcode, src, off, imm in forms():
        for _ in range(EXAMPLES):
            dst = 0 if opcode in (0x95,) or opcode & 7 == 0 else register()
            yield k.insn(opcode, dst, register() if src is None else src, offset(off),
                         immediate() if imm is None else imm)
    for distance in (0, 1, PAD - 1):
        yield k.insn(0x05, 0, 0, distance)
        yield k.insn(0x06, 0, 0, 0, distance)
        yield k.insn(0xE5, 0, 0, distance)
    for value in (0, 1, 0x80000000, 0xFFFFFFFFFFFFFFFF, 0x123456789ABCDEF0):
        yield k.insn(0x18, register(), 0, 0, value) + k.insn(0, imm=value >> 32)
    for helper in range(1, 213):
        yield k.insn(0x85, 0, 0, 0, helper)


def programs(code):
    """The instruction where registers 1 to 9 are numbers, and where they are the context."""
    pointers = k.insn(0x61, 0, 1, 0) + b"".join(k.insn(0xBF, r, 1) for r in range(2, 10))
    guard = k.insn(0x15, 0, 0, len(code) // 8, 77)
    numbers = b"".join(k.insn(0xBF, r, 0) for r in range(1, 10))
    pad = k.insn(0xB7) * PAD + k.insn(0x95)
    for before in (k.insn(0x61, 0, 1, 0) + numbers, pointers):
        yield len(before + guard) // 8, before + guard + code + pad


def log_of(program):
    try:
        fd, log = k.load(1, program, log_level=2)
        k.close(fd)
        return log
    except k.Refused as refused:
        return refused.log


def disassemble(code):
    log = ""
    for at, program in programs(code):
        log = log_of(program)
        found = re.search(r"^%d: ((?:\(%02x\) |BUG_).*?)( +; .*)?$" % (at, code[0]), log, re.M)
        if found:
            return found.group(1).rstrip()
    print("no line for %s: %s" % (code.hex(), log[-200:]), file=sys.stderr)
    return None


if __name__ == "__main__":
    print("# Instructions as Linux %s prints them in the verifier's log; made by disassembly.py, seed %d"
          % (k.release(), SEED))
    for example in examples():
        text = disassemble(example)
        if text is not None:
            print("%s | %s" % (example.hex(), text))
