package dev.hugetext.loader.helper;

import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.x86.memory.GuestMemory;

/** The emulated kernel as a helper sees it. */
public interface HelperEnv {
  /** Guest memory by kernel virtual address. */
  GuestMemory memory();

  /**
   * The map whose {@code struct bpf_map} lies at {@code address}; the verifier proved there is one.
   */
  BpfMap map(long address);

  /** Modelled nanoseconds since boot; grows with every call. */
  long monotonicNanos();

  /** The next 32 bits of this CPU's seeded generator. */
  int nextRandom();

  /** The CPU that runs the program. */
  int cpu();

  /** Takes one message of {@code bpf_trace_printk}. */
  void trace(String message);
}
