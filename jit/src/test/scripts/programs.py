#!/usr/bin/env python3
"""Asks the running kernel what programs of each type may return, which helpers may be given packet
memory, and which fields of sockets may be read. Writes the golden file
jit/src/test/golden/bpf/programs.txt:

    sudo python3 jit/src/test/scripts/programs.py > jit/src/test/golden/bpf/programs.txt

Lines: "return TYPE ATTACH MIN MAX", or "any" for both, or "refused" where programs with the attach
type (a number) do not load; "packet HELPER ARGUMENT taken|refused" for sched_cls and xdp together;
"socket KIND OFFSET WIDTH xlated", hex of what a load of R0 from the pointer in R6 became.
"""
import re
import sys

import kernel as k

MOV, MOVR, ADD, EXIT = 0xB7, 0xBF, 0x07, 0x95
LDX = {1: 0x71, 2: 0x69, 4: 0x61, 8: 0x79}
SLEEPABLE = 1 << 4
HASH, QUEUE, XSKMAP, PERCPU_HASH = 1, 22, 17, 5
# Name, number, attach types to try.
TYPES = (
    ("socket_filter", 1, (0,)), ("kprobe", 2, (0, 56, 57)), ("sched_cls", 3, (0, 46)),
    ("sched_act", 4, (0,)), ("tracepoint", 5, (0,)), ("xdp", 6, (0, 33, 35, 37)),
    ("perf_event", 7, (0,)), ("cgroup_skb", 8, (0, 1, 2)), ("cgroup_sock", 9, (0, 1, 2, 12, 13, 34)),
    ("lwt_in", 10, (0,)), ("lwt_out", 11, (0,)), ("lwt_xmit", 12, (0,)), ("sock_ops", 13, (3,)),
    ("sk_skb", 14, (4, 5, 38)), ("cgroup_device", 15, (6,)), ("sk_msg", 16, (7,)),
    ("raw_tracepoint", 17, (0,)), ("cgroup_sock_addr", 18, tuple(range(54))),
    ("lwt_seg6local", 19, (0,)), ("sk_reuseport", 21, (0, 7, 39, 40)), ("flow_dissector", 22, (17,)),
    ("cgroup_sysctl", 23, (18,)), ("raw_tracepoint_writable", 24, (0,)),
    ("cgroup_sockopt", 25, (0, 21, 22)), ("sk_lookup", 30, (0, 36)), ("syscall", 31, (0, 1)),
    ("netfilter", 32, (0, 45)))
MEMORY = ("mem", "umem", "wmem", "key", "value", "uvalue", "fixed", "ufixed", "wfixed")


def refusal(number, code, attach=0):
    try:
        fd, _ = k.load(number, code, attach=attach, flags=SLEEPABLE if number == 31 else 0)
        k.close(fd)
        return None
    except k.Refused as refused:
        return refused.log


def returns():
    unknown = k.insn(0x85, imm=7) + k.insn(EXIT)
    for name, number, attaches in TYPES:
        for attach in attaches:
            log = refusal(number, unknown, attach)
            found = re.search(r"should have been in \[(\d+), (\d+)\]", log or "")
            result = ("%s %s" % found.groups() if found else
                      "any any" if log is None else "refused refused")
            print("return %s %d %s" % (name, attach, result))


def rows():
    row = re.compile(r'\s+[A-Z_0-9]+\s*\(\s*(\d+), "([^"]*)",\s*"[^"]*",\s*"[^"]*",\s*"([^"]*)"\)')
    with open("jit/src/main/java/dev/hugetext/bpf/proto/HelperTable.java") as table:
        for match in filter(None, map(row.match, table)):
            yield int(match[1]), [word.split(":")[0] for word in match[2].split()], match[3]


def argument(register, kind, maps):
    if kind == "map":
        return k.insn(0x18, register, 1, 0, maps) + k.insn(0)
    if kind == "ctx":
        return k.insn(MOVR, register, 6)
    if kind in MEMORY:
        return k.insn(MOVR, register, 10) + k.insn(ADD, register, imm=-40)
    return k.insn(MOV, register, imm=8 if kind == "size" else 0)


def packets():
    hashes, queue = k.create_map(HASH, 4, 8, 4), k.create_map(QUEUE, 0, 8, 4)
    percpu = k.create_map(PERCPU_HASH, 4, 8, 4)
    maps = {87: queue, 88: queue, 89: queue, 195: percpu}
    for helper, kinds, types in rows():
        kinds = [kind.rstrip("?") for kind in kinds]
        for at, kind in enumerate(kinds):
            known = all(before in MEMORY + ("any", "map", "ctx", "size") for before in kinds[:at])
            if kind not in MEMORY or not known:
                continue
            logs = []
            for number, name, data, end in ((3, "sched_cls", 76, 80), (6, "xdp", 0, 4)):
                if name not in types.split() and "all" not in types.split():
                    continue
                code = (k.insn(MOVR, 6, 1) + k.insn(LDX[4], 7, 1, data) + k.insn(LDX[4], 8, 1, end)
                        + k.insn(MOVR, 9, 7) + k.insn(ADD, 9, imm=64) + k.insn(MOV, 0)
                        + k.insn(0x3D, 8, 9, 1) + k.insn(EXIT))
                for i, other in enumerate(kinds):
                    packet = k.insn(MOVR, i + 1, 7)
                    code += packet if i == at else argument(i + 1, other, maps.get(helper, hashes))
                logs.append(refusal(number, code + k.insn(0x85, imm=helper) + k.insn(EXIT)) or "")
            if any("might sleep" in log for log in logs) or not logs:
                continue
            refused = any("helper access to the packet is not allowed" in log for log in logs)
            print("packet %d %d %s" % (helper, at + 1, "refused" if refused else "taken"))


def not_null():
    """R6 is R0 unless that is null."""
    return k.insn(MOVR, 6, 0) + k.insn(MOV, 0) + k.insn(0x55, 6, 0, 1) + k.insn(EXIT)


def sockets():
    common = (k.insn(LDX[8], 1, 1, 168) + k.insn(MOV, 0) + k.insn(0x55, 1, 0, 1) + k.insn(EXIT))
    sockets_map = k.create_map(XSKMAP, 4, 4, 4)
    lookup = (k.insn(0x62, 10, 0, -4) + k.insn(MOVR, 2, 10) + k.insn(ADD, 2, imm=-4)
              + k.insn(0x18, 1, 1, 0, sockets_map) + k.insn(0) + k.insn(0x85, imm=1))
    kinds = (("sock_common", 3, k.insn(LDX[8], 0, 1, 168) + not_null()),
             ("sock", 3, common + k.insn(0x85, imm=95) + not_null()),
             ("tcp_sock", 3, common + k.insn(0x85, imm=96) + not_null()),
             ("xdp_sock", 6, lookup + not_null()))
    for name, number, before in kinds:
        for offset in range(120):
            for width, opcode in LDX.items():
                code = before + k.insn(opcode, 0, 6, offset) + k.insn(MOV, 0) + k.insn(EXIT)
                try:
                    fd, _ = k.load(number, code)
                except k.Refused:
                    continue
                xlated = k.xlated(fd)
                k.close(fd)
                check = k.insn(0x55, 6, 0, 1) + k.insn(EXIT)
                load = xlated[xlated.rindex(check) + len(check):-16]
                print("socket %s %d %d %s" % (name, offset, width, load.hex()))


print("# Results, packets and sockets according to Linux %s; made by programs.py" % k.release())
returns()
packets()
sockets()
sys.stdout.flush()
