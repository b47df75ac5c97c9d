package dev.hugetext.bpf.isa;

/** The operations that stand alone, each with its own operands. */
public enum SpecialOp implements Operation {
  NEG,
  /** Move with sign extension of 8, 16 or 32 bits; the offset says how many. */
  MOVSX,
  /** Move of an arena pointer between address spaces. */
  ADDR_SPACE_CAST,
  /** Internal: move plus the running CPU's per-CPU offset. */
  MOV_PERCPU,
  LD_IMM64,
  LD_ABS,
  LD_IND,
  LOAD,
  LOAD_SIGNED,
  STORE,
  JA,
  /** Indirect jump through a register (newer than 6.18). */
  GOTOX,
  MAY_GOTO,
  CALL_HELPER,
  CALL_BPF,
  CALL_KFUNC,
  /** Call through a register: an LLVM extension that the kernel refuses. */
  CALLX,
  EXIT,
  /** Internal: jump to the program in a slot of a map. */
  TAIL_CALL,
  /** Internal: speculation barrier. */
  NOSPEC,
  /** Internal: an atomic operation in an arena; the immediate is that of the plain one. */
  PROBE_ATOMIC
}
