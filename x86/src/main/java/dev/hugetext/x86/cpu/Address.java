package dev.hugetext.x86.cpu;

import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import org.jspecify.annotations.Nullable;

/** The effective address of a memory operand, RIP already added. */
final class Address {
  private static final int NONE = -1;

  final int base;
  final int index;
  final int shift;
  final long displacement;
  final boolean gs;

  /**
   * The address that {@code operand} means.
   *
   * @param next address of the next instruction
   */
  Address(Mem operand, long next) {
    base = number(operand.base());
    index = number(operand.index());
    shift = Integer.numberOfTrailingZeros(operand.scale());
    displacement = operand.disp() + (operand.ripRelative() ? next : 0);
    gs = operand.gs();
  }

  private static int number(@Nullable Gpr register) {
    return register == null ? NONE : register.number();
  }

  /** Whether it is a register plus a constant and nothing else: nearly all are. */
  boolean isBasePlusConstant() {
    return base != NONE && index == NONE && !gs;
  }

  /** Its value now. */
  long of(Cpu cpu) {
    long address = displacement;
    if (base != NONE) {
      address += cpu.gpr[base];
    }
    if (index != NONE) {
      address += cpu.gpr[index] << shift;
    }
    return gs ? address + cpu.state().gsBase() : address;
  }
}
