#!/usr/bin/env python3
"""Asks the running kernel which context fields the other program types may access.

As contexts.py, but for all types that load without a device or target, and one access per offset,
width and direction. Writes the golden file jit/src/test/golden/bpf/layouts.txt:

    sudo python3 jit/src/test/scripts/layouts.py > jit/src/test/golden/bpf/layouts.txt

Lines: program type, attach type (number), "load" or "store", offset, width, what a load gives (the
verifier log's name for it), hex of what the access (R0 from or R2 to the context in R1) became.
"""
import re

import kernel as k

LDX = {1: 0x71, 2: 0x69, 4: 0x61, 8: 0x79}
STX = {1: 0x73, 2: 0x6B, 4: 0x63, 8: 0x7B}
SLEEPABLE = 1 << 4
# Name, number, attach type, bytes to try.
TYPES = (
    ("kprobe", 2, 0, 184), ("tracepoint", 5, 0, 32), ("perf_event", 7, 0, 200),
    ("cgroup_skb", 8, 0, 192), ("cgroup_skb", 8, 1, 192), ("cgroup_sock", 9, 2, 88),
    ("cgroup_sock", 9, 34, 88), ("cgroup_sock", 9, 12, 88), ("cgroup_sock", 9, 13, 88),
    ("lwt_in", 10, 0, 192), ("lwt_out", 11, 0, 192), ("lwt_xmit", 12, 0, 192),
    ("lwt_seg6local", 19, 0, 192), ("sock_ops", 13, 3, 240), ("sk_skb", 14, 0, 192),
    ("sk_skb", 14, 4, 192), ("cgroup_device", 15, 6, 16), ("sk_msg", 16, 7, 96),
    ("raw_tracepoint", 17, 0, 104), ("raw_tracepoint_writable", 24, 0, 104),
    ("cgroup_sock_addr", 18, 8, 80), ("cgroup_sock_addr", 18, 9, 80),
    ("cgroup_sock_addr", 18, 10, 80), ("cgroup_sock_addr", 18, 11, 80),
    ("cgroup_sock_addr", 18, 14, 80), ("cgroup_sock_addr", 18, 15, 80),
    ("cgroup_sock_addr", 18, 19, 80), ("cgroup_sock_addr", 18, 20, 80),
    ("cgroup_sock_addr", 18, 29, 80), ("cgroup_sock_addr", 18, 30, 80),
    ("cgroup_sock_addr", 18, 31, 80), ("cgroup_sock_addr", 18, 32, 80),
    ("cgroup_sock_addr", 18, 49, 80), ("sk_reuseport", 21, 39, 64), ("sk_reuseport", 21, 40, 64),
    ("flow_dissector", 22, 17, 192), ("cgroup_sysctl", 23, 18, 8), ("cgroup_sockopt", 25, 21, 48),
    ("cgroup_sockopt", 25, 22, 48), ("sk_lookup", 30, 36, 80), ("syscall", 31, 0, 24),
    ("netfilter", 32, 45, 16))


def load(number, attach, access):
    """With a result that some type accepts."""
    for verdict in (0, 1):
        code = k.insn(0xB7, 2, 0, 0, 1) + access + k.insn(0xB7, 0, 0, 0, verdict) + k.insn(0x95)
        try:
            fd, log = k.load(number, code, attach=attach, flags=SLEEPABLE if number == 31 else 0,
                             log_level=2)
        except k.Refused:
            continue
        rewritten = k.xlated(fd)
        k.close(fd)
        return rewritten[8:-16], log
    return None, ""


print("# Accesses to context fields according to Linux %s; made by layouts.py" % k.release())
for name, number, attach, size in TYPES:
    for offset in range(size):
        for width in (1, 2, 4, 8):
            rewritten, log = load(number, attach, k.insn(LDX[width], 0, 1, offset))
            if rewritten is not None:
                kind = re.search(r"^1: .*; R0(?:_w)?=(\w+)", log, re.M).group(1)
                print(name, attach, "load", offset, width, kind, rewritten.hex())
            rewritten, _ = load(number, attach, k.insn(STX[width], 1, 2, offset))
            if rewritten is not None:
                print(name, attach, "store", offset, width, "-", rewritten.hex())
