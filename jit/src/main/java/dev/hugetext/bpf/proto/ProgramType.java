package dev.hugetext.bpf.proto;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A BPF program type; the ordinal is its UAPI number. */
public enum ProgramType {
  UNSPEC(PacketAccess.NONE),
  SOCKET_FILTER(PacketAccess.NONE),
  KPROBE(PacketAccess.NONE),
  SCHED_CLS(PacketAccess.WRITE),
  SCHED_ACT(PacketAccess.WRITE),
  TRACEPOINT(PacketAccess.NONE),
  XDP(PacketAccess.WRITE),
  PERF_EVENT(PacketAccess.NONE),
  CGROUP_SKB(PacketAccess.READ),
  CGROUP_SOCK(PacketAccess.NONE),
  LWT_IN(PacketAccess.READ),
  LWT_OUT(PacketAccess.READ),
  LWT_XMIT(PacketAccess.WRITE),
  SOCK_OPS(PacketAccess.NONE),
  SK_SKB(PacketAccess.WRITE),
  CGROUP_DEVICE(PacketAccess.NONE),
  SK_MSG(PacketAccess.WRITE),
  RAW_TRACEPOINT(PacketAccess.NONE),
  CGROUP_SOCK_ADDR(PacketAccess.NONE),
  LWT_SEG6LOCAL(PacketAccess.READ),
  LIRC_MODE2(PacketAccess.NONE),
  SK_REUSEPORT(PacketAccess.READ),
  FLOW_DISSECTOR(PacketAccess.READ),
  CGROUP_SYSCTL(PacketAccess.NONE),
  RAW_TRACEPOINT_WRITABLE(PacketAccess.NONE),
  CGROUP_SOCKOPT(PacketAccess.WRITE),
  TRACING(PacketAccess.NONE),
  STRUCT_OPS(PacketAccess.NONE),
  EXT(PacketAccess.NONE),
  LSM(PacketAccess.NONE),
  SK_LOOKUP(PacketAccess.NONE),
  SYSCALL(PacketAccess.NONE),
  NETFILTER(PacketAccess.NONE);

  /** What programs may do with packet bytes, through pointers that their context gives. */
  public enum PacketAccess {
    /** Their context has no such pointers, or none they may use. */
    NONE,
    READ,
    WRITE
  }

  private final PacketAccess packets;

  ProgramType(PacketAccess packets) {
    this.packets = packets;
  }

  /** What programs of this type may do with packet bytes. */
  public PacketAccess packets() {
    return packets;
  }

  /** As bpftool spells it, e.g. {@code sched_cls}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The number in the system call. */
  public int number() {
    return ordinal();
  }

  /** The type spelled so; empty if there is none. */
  public static Optional<ProgramType> ofText(String text) {
    return Arrays.stream(values()).filter(type -> type.text().equals(text)).findFirst();
  }

  /** The type with this number; empty if there is none. */
  public static Optional<ProgramType> ofNumber(int number) {
    return Arrays.stream(values()).filter(type -> type.number() == number).findFirst();
  }
}
