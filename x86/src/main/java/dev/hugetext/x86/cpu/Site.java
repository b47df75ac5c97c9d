package dev.hugetext.x86.cpu;

import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Effect;
import dev.hugetext.x86.table.Width;

/**
 * An instruction at its address, and questions about its operands.
 *
 * @param insn the instruction
 * @param address virtual address of its first byte
 */
record Site(Instruction insn, long address) {
  /** The address of the next instruction. */
  long next() {
    return address + insn.length();
  }

  Effect effect() {
    return insn.form().effect();
  }

  Width width() {
    return insn.width();
  }

  /** Whether it writes whole registers: 64 bits, or 32 with the upper half cleared. */
  boolean isWide() {
    return width() == Width.Q || width() == Width.D;
  }

  int operandCount() {
    return insn.operands().size();
  }

  Width width(int operand) {
    return insn.form().operands().get(operand).width(width());
  }

  boolean isRegister(int operand) {
    return insn.operand(operand) instanceof Operand.Reg;
  }

  boolean isConstant(int operand) {
    return insn.operand(operand) instanceof Operand.Imm;
  }

  boolean isMemory(int operand) {
    return insn.operand(operand) instanceof Mem;
  }

  /** Whether the operand is in memory at a register plus a constant. */
  boolean isBasePlusConstant(int operand) {
    return isMemory(operand) && memory(operand).isBasePlusConstant();
  }

  Gpr register(int operand) {
    return ((Operand.Reg) insn.operand(operand)).gpr();
  }

  long constant(int operand) {
    return ((Operand.Imm) insn.operand(operand)).value();
  }

  Address memory(int operand) {
    return new Address((Mem) insn.operand(operand), next());
  }

  /** Where a jump with a displacement goes. */
  long target(int operand) {
    return next() + ((Operand.Rel) insn.operand(operand)).displacement();
  }

  /** The operand as something to read and write, at its own width. */
  Place place(int operand) {
    return switch (insn.operand(operand)) {
      case Operand.Reg(Gpr gpr) -> Place.Register.of(gpr, width(operand));
      case Operand.Imm(long value) -> new Place.Constant(AluEffects.zeroExtend(width(), value));
      case Mem memory -> memoryPlace(new Address(memory, next()), width(operand));
      case Operand.Rel(int displacement) -> new Place.Constant(next() + displacement);
    };
  }

  private Place memoryPlace(Address address, Width width) {
    return isLocked() ? new Place.Locked(address, width) : new Place.Memory(address, width);
  }

  /** Whether memory is changed atomically: XCHG with memory is locked without the prefix. */
  boolean isLocked() {
    return insn.lock() || effect() == Effect.XCHG;
  }

  /** How often a memory operand that is accessed looks the dTLB up: 0 or 1. */
  int accesses() {
    return insn.operands().stream().anyMatch(Mem.class::isInstance) ? 1 : 0;
  }
}
