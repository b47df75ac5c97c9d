package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.KernelHeap;
import dev.hugetext.x86.memory.GuestMemory;

/** The emulated kernel as a helper sees it, on one CPU and during one run. */
public interface HelperEnv {
  /** Guest memory by kernel virtual address. */
  GuestMemory memory();

  /** Where packets get more room from. */
  KernelHeap heap();

  /**
   * The map whose {@code struct bpf_map} lies at {@code address}; the verifier proved there is one.
   */
  BpfMap map(long address);

  /** Type of the running program: some helpers are one function for each kind of context. */
  ProgramType programType();

  /** Modelled nanoseconds since boot; grows with every call. */
  long monotonicNanos();

  /** The next 32 bits of this CPU's seeded generator. */
  int nextRandom();

  /** The CPU that runs the program. */
  int cpu();

  /** On whose behalf it runs. */
  Task task();

  /**
   * Calls a function of the running program.
   *
   * @param function its address
   * @return what it returns
   */
  long callBack(long function, long r1, long r2, long r3, long r4);

  /** Return addresses of what called the program, innermost first. */
  long[] kernelStack();

  /** Takes one message of {@code bpf_trace_printk}. */
  void trace(String message);
}
