#!/usr/bin/env python3
"""Asks the running kernel which fields of which instructions must be zero.

Takes an example of each accepted form, sets one field after the other, and looks whether the
verifier says that reserved fields are used. Writes the golden file
jit/src/test/golden/bpf/reserved.txt:

    sudo python3 jit/src/test/scripts/reserved.py > jit/src/test/golden/bpf/reserved.txt

Lines: hex of the slot, "reserved" or "-".
"""
import disassembly as d
import kernel as k


def variants():
    for opcode, src, off, imm in list(d.forms()) + [(0x05, 0, 1, 0), (0x06, 0, 0, 1),
                                                    (0xE5, 0, 1, 0), (0x85, 0, 0, 7)]:
        base = {"dst": 0 if opcode & 7 in (0, 5, 6) and opcode & 0xF0 in (0, 0x80, 0x90) or
                opcode == 0xE5 or opcode & 7 == 0 else 3,
                "src": 2 if src is None else src,
                "off": {"jump": 1, "memory": -8}.get(off, off),
                "imm": 5 if imm is None else imm}
        yield opcode, base
        for field, value in (("dst", 4), ("src", 3), ("off", base["off"] + 3),
                             ("imm", base["imm"] + 9)):
            yield opcode, dict(base, **{field: value})


print("# Use of reserved fields according to Linux %s; made by reserved.py" % k.release())
for opcode, fields in variants():
    code = k.insn(opcode, fields["dst"], fields["src"], fields["off"], fields["imm"])
    logs = "".join(d.log_of(program) for _, program in d.programs(code))
    refused = "uses reserved fields" in logs or "invalid may_goto" in logs
    print(code.hex(), "reserved" if refused else "-")
