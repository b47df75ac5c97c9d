package dev.hugetext.bpf.proto;

import java.util.List;

/** Names of kernel functions and variables that compiled code refers to, helpers apart. */
public final class KernelNames {
  /** Per-CPU variable: what to add to a per-CPU pointer on this CPU. */
  public static final String THIS_CPU_OFF = "this_cpu_off";

  /** Per-CPU variable, 32 bits: the number of this CPU. */
  public static final String CPU_NUMBER = "cpu_number";

  /** Per-CPU variable: a word whose bits count how deep calls are nested. */
  public static final String CALL_DEPTH = "__x86_call_depth";

  /** Variable: ticks since boot. */
  public static final String JIFFIES = "jiffies";

  /** What every return jumps to where returns are mitigated. */
  public static final String RETURN_THUNK = "__x86_return_thunk";

  /**
   * Looks at the clock for {@code may_goto}; takes an offset from the frame pointer, and answers,
   * in AX, and leaves all other registers as they are.
   */
  public static final String TIMED_MAY_GOTO = "arch_bpf_timed_may_goto";

  private static final List<Integer> PACKET_LOAD_BITS = List.of(8, 16, 32);

  private KernelNames() {}

  /** What a legacy packet load of so many bits calls, with the context and an offset. */
  public static String packetLoad(int bits) {
    if (!PACKET_LOAD_BITS.contains(bits)) {
      throw new IllegalArgumentException("no packet load of %d bits".formatted(bits));
    }
    return "bpf_skb_load_helper_%d_no_cache".formatted(bits);
  }
}
