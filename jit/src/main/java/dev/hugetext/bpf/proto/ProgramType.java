package dev.hugetext.bpf.proto;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A BPF program type; the ordinal is its UAPI number. */
public enum ProgramType {
  UNSPEC,
  SOCKET_FILTER,
  KPROBE,
  SCHED_CLS,
  SCHED_ACT,
  TRACEPOINT,
  XDP,
  PERF_EVENT,
  CGROUP_SKB,
  CGROUP_SOCK,
  LWT_IN,
  LWT_OUT,
  LWT_XMIT,
  SOCK_OPS,
  SK_SKB,
  CGROUP_DEVICE,
  SK_MSG,
  RAW_TRACEPOINT,
  CGROUP_SOCK_ADDR,
  LWT_SEG6LOCAL,
  LIRC_MODE2,
  SK_REUSEPORT,
  FLOW_DISSECTOR,
  CGROUP_SYSCTL,
  RAW_TRACEPOINT_WRITABLE,
  CGROUP_SOCKOPT,
  TRACING,
  STRUCT_OPS,
  EXT,
  LSM,
  SK_LOOKUP,
  SYSCALL,
  NETFILTER;

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
