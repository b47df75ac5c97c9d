#!/usr/bin/env python3
"""Runs random programs on the running kernel and writes what they returned.

The programs compute with all registers, the stack, branches, atomics and a function of their own;
their start values come from the context's cb words, so that the verifier cannot know them. Each is
run on three contexts. Writes the golden file jit/src/test/golden/bpf/runs.txt:

    sudo python3 jit/src/test/scripts/runs.py [SEED] > jit/src/test/golden/bpf/runs.txt

Lines: hex of the loaded program, hex of the rewritten one, and cb words=result for each run.
"""
import ctypes
import random
import struct
import sys

import kernel as k

SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 6
PROGRAMS = 70
RNG = random.Random(SEED)
SPECIAL = (0, 1, 2, 31, 32, 63, 64, -1, -2, 0x7FFFFFFF, -0x80000000, 0xFF, 0x8000)
CB = 48
FP = 10


def immediate():
    return RNG.choice((RNG.choice(SPECIAL), RNG.randrange(-(1 << 31), 1 << 31)))


def alu(registers):
    dst, src = RNG.choice(registers), RNG.choice(registers)
    wide = RNG.choice((0x04, 0x07))
    form = RNG.randrange(10)
    if form == 0:
        return k.insn(RNG.choice((0xD4, 0xDC, 0xD7)), dst, imm=RNG.choice((16, 32, 64)))
    if form == 1:
        return k.insn(0xB8 | wide, dst, src, RNG.choice((8, 16) if wide == 4 else (8, 16, 32)))
    if form == 2:
        return k.insn(0x80 | wide, dst)
    op = RNG.choice((0x00, 0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70, 0x90, 0xA0, 0xB0, 0xC0))
    signed = RNG.randrange(2) if op in (0x30, 0x90) else 0
    if RNG.randrange(2):
        return k.insn(op | 8 | wide, dst, src, signed)
    value = immediate()
    if op in (0x60, 0x70, 0xC0):
        value = RNG.randrange(32 if wide == 4 else 64)
    if op in (0x30, 0x90) and value == 0:
        value = -1
    return k.insn(op | wide, dst, 0, signed, value)


def memory(registers):
    size, width = RNG.choice(((0x00, 4), (0x08, 2), (0x10, 1), (0x18, 8)))
    offset = -RNG.randrange(1, 64 // width + 1) * width
    form = RNG.randrange(4)
    register = RNG.choice(registers)
    if form == 0:
        return k.insn(0x61 | size, register, FP, offset)
    if form == 1 and width != 8:
        return k.insn(0x81 | size, register, FP, offset)
    if form == 2:
        return k.insn(0x62 | size, FP, 0, offset, immediate())
    return k.insn(0x63 | size, FP, register, offset)


def atomic(registers):
    size, width = RNG.choice(((0x00, 4), (0x18, 8)))
    offset = -RNG.randrange(1, 64 // width + 1) * width
    op = RNG.choice((0x00, 0x40, 0x50, 0xA0, 0x01, 0x41, 0x51, 0xA1, 0xE1, 0xF1, 0x100, 0x110))
    register = RNG.choice(registers)
    if op == 0x100:
        return k.insn(0xC3 | size, register, FP, offset, op)
    return k.insn(0xC3 | size, FP, register, offset, op)


def block(registers, length):
    code = []
    for _ in range(length):
        kind = RNG.randrange(8)
        if kind == 0:
            jump = RNG.choice((0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70, 0xA0, 0xB0, 0xC0, 0xD0))
            opcode = jump | RNG.choice((5, 6)) | RNG.choice((0, 8))
            skipped = [alu(registers) for _ in range(RNG.randrange(1, 4))]
            code.append(k.insn(opcode, RNG.choice(registers),
                               RNG.choice(registers) if opcode & 8 else 0, len(skipped),
                               0 if opcode & 8 else immediate()))
            code += skipped
        elif kind == 1:
            code.append(memory(registers))
        elif kind == 2:
            code.append(atomic(registers))
        else:
            code.append(alu(registers))
    return b"".join(code)


def constant(register):
    value = RNG.getrandbits(64)
    return k.insn(0x18, register, 0, 0, value) + k.insn(0, imm=value >> 32)


def fold(registers):
    """R0 gets something of every register, and of its own upper half."""
    code = b""
    for register in registers:
        if register != 0:
            code += k.insn(0x27, 0, 0, 0, 31) + k.insn(0x0F, 0, register)
    return code + k.insn(0xBF, 1, 0) + k.insn(0x77, 1, 0, 0, 32) + k.insn(0xAF, 0, 1)


def program():
    everything = list(range(10))
    start = b"".join(k.insn(0x61, r, 1, CB + 4 * (r % 5)) for r in (0, 2, 3, 4, 5, 6, 7, 8, 9))
    start += k.insn(0x61, 1, 1, CB + 4)
    for register in everything:
        if RNG.randrange(2):
            scratch = RNG.choice([r for r in everything if r != register])
            start += k.insn(0x7B, FP, scratch, -72) + constant(scratch)
            start += k.insn(RNG.choice((0x2F, 0x0F, 0xAF)), register, scratch)
            start += k.insn(0x79, scratch, FP, -72)
    start += b"".join(k.insn(0x7B, FP, 2 + n, -8 * (n + 1)) for n in range(8))
    body = block(everything, RNG.randrange(8, 25))
    tail = block([0, 6, 7, 8, 9], RNG.randrange(2, 8)) + b"".join(
        k.insn(0xBF, r, 0) for r in range(1, 6)) + fold(everything) + k.insn(0x95)
    callee = b"".join(k.insn(0x7B, FP, 1 + n % 5, -8 * (n + 1)) for n in range(8))
    callee += k.insn(0xBF, 0, 1) + b"".join(k.insn(0xBF, r, r - 5) for r in (6, 7, 8, 9))
    callee += block(everything, RNG.randrange(4, 12)) + fold(everything) + k.insn(0x95)
    return start + body + k.insn(0x85, 0, 1, 0, len(tail) // 8) + tail + callee


def run(fd, words):
    packet = ctypes.create_string_buffer(bytes(64), 64)
    skb = ctypes.create_string_buffer(192)
    struct.pack_into("<5I", skb, CB, *words)
    attr = struct.pack("<IIIIQQIIIIQQ", fd, 0, 64, 0, ctypes.addressof(packet), 0, 1, 0, 192, 0,
                       ctypes.addressof(skb), 0)
    result, errno, out = k.bpf(k.PROG_TEST_RUN, attr)
    if result < 0:
        raise OSError(errno, "BPF_PROG_TEST_RUN")
    return struct.unpack_from("<I", out, 4)[0]


def contexts():
    yield [0] * 5
    yield [RNG.getrandbits(32) for _ in range(5)]
    yield [RNG.choice(SPECIAL) & 0xFFFFFFFF for _ in range(5)]


print("# Random programs run by Linux %s; made by runs.py, seed %d" % (k.release(), SEED))
made = 0
while made < PROGRAMS:
    code = program()
    try:
        fd, _ = k.load(1, code)
    except k.Refused as refused:
        print(refused, file=sys.stderr)
        continue
    runs = ["%s=%08x" % (struct.pack("<5I", *words).hex(), run(fd, words)) for words in contexts()]
    print(code.hex(), k.xlated(fd).hex(), *runs)
    k.close(fd)
    made += 1
