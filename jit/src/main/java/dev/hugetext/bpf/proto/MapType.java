package dev.hugetext.bpf.proto;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A BPF map type; the ordinal is its UAPI number. */
public enum MapType {
  UNSPEC,
  HASH,
  ARRAY,
  PROG_ARRAY,
  PERF_EVENT_ARRAY,
  PERCPU_HASH,
  PERCPU_ARRAY,
  STACK_TRACE,
  CGROUP_ARRAY,
  LRU_HASH,
  LRU_PERCPU_HASH,
  LPM_TRIE,
  ARRAY_OF_MAPS,
  HASH_OF_MAPS,
  DEVMAP,
  SOCKMAP,
  CPUMAP,
  XSKMAP,
  SOCKHASH,
  CGROUP_STORAGE,
  REUSEPORT_SOCKARRAY,
  PERCPU_CGROUP_STORAGE,
  QUEUE,
  STACK,
  SK_STORAGE,
  DEVMAP_HASH,
  STRUCT_OPS,
  RINGBUF,
  INODE_STORAGE,
  TASK_STORAGE,
  BLOOM_FILTER,
  USER_RINGBUF,
  CGRP_STORAGE,
  ARENA;

  private static final Set<MapType> PER_CPU =
      EnumSet.of(PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH, PERCPU_CGROUP_STORAGE);

  /** As bpftool spells it, e.g. {@code percpu_hash}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The number in the system call. */
  public int number() {
    return ordinal();
  }

  /** Whether every CPU has its own values, which bpf(2) hands over one behind the other. */
  public boolean isPerCpu() {
    return PER_CPU.contains(this);
  }

  /** The type spelled so; empty if there is none. */
  public static Optional<MapType> ofText(String text) {
    return Arrays.stream(values()).filter(type -> type.text().equals(text)).findFirst();
  }

  /** The type with this number; empty if there is none. */
  public static Optional<MapType> ofNumber(int number) {
    return Arrays.stream(values()).filter(type -> type.number() == number).findFirst();
  }
}
