package dev.hugetext.x86.insn;

/** How many bytes a memory operand's displacement takes, where more than one size could hold it. */
public enum DispSize {
  /** As few as possible: none, one or four. */
  SHORTEST,
  /** One byte also for a displacement of 0: what the kernel's BPF JIT always writes. */
  AT_LEAST_8,
  /** Four bytes, whatever the value. */
  ALWAYS_32
}
