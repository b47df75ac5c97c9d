package dev.hugetext.bpf.isa;

/** What the 64-bit immediate of {@code ld_imm64} stands for; the ordinal is the source field. */
public enum Imm64Kind {
  /** A plain 64-bit constant. */
  CONSTANT,
  /** A map; the immediate is its index in {@link BpfProgram#maps()} (in a system call: its fd). */
  MAP,
  /** A map's value 0 plus the offset in the second slot. */
  MAP_VALUE,
  /** A kernel variable by BTF id. */
  BTF_ID,
  /** The address of a function of this program: a callback. */
  FUNC,
  /** A map by its index in a descriptor array. */
  MAP_IDX,
  /** As {@link #MAP_VALUE}, by index in a descriptor array. */
  MAP_IDX_VALUE;

  private static final Imm64Kind[] ALL = values();

  static Imm64Kind of(int src) {
    return ALL[src];
  }
}
