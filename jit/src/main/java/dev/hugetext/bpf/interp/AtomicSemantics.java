package dev.hugetext.bpf.interp;

import dev.hugetext.bpf.isa.AtomicOp;

/** What an atomic operation leaves in memory (RFC 9669, section 5.3). */
final class AtomicSemantics {
  private AtomicSemantics() {}

  /**
   * The new value.
   *
   * @param old the value in memory
   * @param operand the register of the instruction
   * @param expected R0, which a compare-and-exchange compares with
   */
  static long newValue(AtomicOp op, long old, long operand, long expected) {
    return switch (op) {
      case ADD, FETCH_ADD -> old + operand;
      case OR, FETCH_OR -> old | operand;
      case AND, FETCH_AND -> old & operand;
      case XOR, FETCH_XOR -> old ^ operand;
      case XCHG, STORE_RELEASE -> operand;
      case CMPXCHG -> old == expected ? operand : old;
      case LOAD_ACQUIRE -> old;
    };
  }
}
