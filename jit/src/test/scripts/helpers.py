#!/usr/bin/env python3
"""Asks the running kernel which program types may call which helpers, and which need the GPL.

Loads one call per helper, program type and licence; the verifier refuses a helper by name before it
looks at arguments. Writes the golden file jit/src/test/golden/bpf/helpers.txt:

    sudo python3 jit/src/test/scripts/helpers.py > jit/src/test/golden/bpf/helpers.txt

Lines: number, name, "gpl" or "-" (or "mixed" where types differ), program types (numbers).
"""
import re

import kernel as k

LAST = 212
SLEEPABLE = 1 << 4
# An attach type that lets each type load; lirc_mode2 (20), tracing (26), struct_ops (27), ext (28)
# and lsm (29) need a device or a target.
ATTACH = {8: 0, 9: 2, 13: 3, 15: 6, 16: 7, 18: 8, 21: 39, 22: 17, 23: 18, 25: 21, 30: 36, 32: 45}
TYPES = [t for t in range(1, 33) if t not in (20, 26, 27, 28, 29)]


def log_of(program_type, helper, license):
    code = k.insn(0x85, imm=helper) + k.insn(0xB7) + k.insn(0x95)
    try:
        fd, log = k.load(program_type, code, license, ATTACH.get(program_type, 0),
                         SLEEPABLE if program_type == 31 else 0, log_level=2)
        k.close(fd)
        return log
    except k.Refused as refused:
        return refused.log


print("# Helpers by program type, Linux %s with all privileges; made by helpers.py" % k.release())
print("# types asked: %s" % " ".join(map(str, TYPES)))
for helper in range(1, LAST):
    types, gpl, name = [], set(), "?"
    for program_type in TYPES:
        log = log_of(program_type, helper, b"GPL")
        named = re.search(r"call (\w+)#%d" % helper, log)
        name = named.group(1) if named else name
        if not re.search("cannot use helper|invalid func|unknown func", log):
            types.append(program_type)
            gpl.add("GPL-restricted" in log_of(program_type, helper, b""))
    licence = "mixed" if len(gpl) > 1 else "gpl" if gpl == {True} else "-"
    print(helper, name, licence, *types)
