package dev.hugetext.x86.host;

import dev.hugetext.x86.cpu.AluEffects;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Effect;
import dev.hugetext.x86.table.Width;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Says whether one instruction, run alone from given registers, stays inside the scratch block and
 * cannot fault or run away.
 */
public final class HostGuard {
  private final HostText host;

  /** A guard for instructions that run at the start of this text. */
  public HostGuard(HostText host) {
    this.host = host;
  }

  /** Why the instruction must not be run from these registers, or null if it is safe. */
  public @Nullable String refusal(Instruction insn, HostRegisters registers) {
    if (!HostFeatures.has(insn.form().effect())) {
      return "the host has no BMI2";
    }
    if (!isMemoryInside(insn, registers)) {
      return "memory outside the scratch block";
    }
    return switch (insn.form().effect()) {
      case MOVE, ZERO_EXTEND, SIGN_EXTEND, LOAD_ADDRESS, SET -> null;
      case ADD, OR, AND, SUB, XOR, ADC, SBB, INC, DEC, COMPARE, TEST, NOT, NEG -> null;
      case MUL_WIDE, IMUL_WIDE, IMUL -> null;
      case SHL, SHR, SAR, ROL, ROR, SHLX, SHRX, SARX -> null;
      case BSWAP, SIGN_INTO_AX, SIGN_INTO_DX -> null;
      case XCHG, XADD, CMPXCHG, CMOV, FENCE, MEMORY_FENCE, NOP -> null;
      case BIT_TEST, BIT_SET, BIT_RESET, BIT_COMPLEMENT -> bit(insn, registers);
      case DIV -> divides(insn, registers, false) ? null : "divide error";
      case IDIV -> divides(insn, registers, true) ? null : "divide error";
      case PUSH, POP, PUSH_FLAGS -> stackAndOperand(insn, registers);
      case LEAVE -> stack(registers.get(Gpr.RBP));
      case POP_FLAGS -> "could set flags that are not status flags";
      case JUMP, BRANCH, CALL, RET -> "goes elsewhere";
      case BREAKPOINT, UNDEFINED -> "traps";
    };
  }

  /** Whether its memory operand, if it has one that is accessed, lies in the scratch block. */
  public boolean isMemoryInside(Instruction insn, HostRegisters registers) {
    for (int i = 0; i < insn.operands().size(); i++) {
      boolean accessed = insn.form().operands().get(i).isAccessed();
      if (insn.operand(i) instanceof Mem mem && accessed && !inside(insn, mem, registers)) {
        return false;
      }
    }
    return true;
  }

  /** Whether something can be pushed and popped. */
  public boolean isStackInside(HostRegisters registers) {
    return stack(registers.get(Gpr.RSP)) == null;
  }

  private @Nullable String stack(long address) {
    boolean fits = inScratch(address - Long.BYTES, 2 * Long.BYTES);
    return fits ? null : "stack outside the scratch block";
  }

  /** The address of a popped operand may be computed with the RSP after the pop. */
  private @Nullable String stackAndOperand(Instruction insn, HostRegisters registers) {
    boolean byRsp =
        insn.form().effect() == Effect.POP
            && !insn.operands().isEmpty()
            && insn.operand(0) instanceof Mem mem
            && mem.base() == Gpr.RSP
            && !inScratch(address(insn, mem, registers) + Long.BYTES, Long.BYTES);
    return byRsp ? "memory outside the scratch block" : stack(registers.get(Gpr.RSP));
  }

  /** Whether it names a bit of memory by a register: one that may be far from its operand. */
  static boolean isBitString(Instruction insn) {
    return insn.form().effect().isOfOneBit()
        && insn.operand(0) instanceof Mem
        && insn.operand(1) instanceof Operand.Reg;
  }

  /** A bit string may reach far beyond its operand. */
  private @Nullable String bit(Instruction insn, HostRegisters registers) {
    if (!isBitString(insn)) {
      return null;
    }
    Mem mem = (Mem) insn.operand(0);
    Gpr index = ((Operand.Reg) insn.operand(1)).gpr();
    long bit = AluEffects.signExtend(insn.width(), registers.get(index));
    long word = Math.floorDiv(bit, insn.width().bits()) * insn.width().bytes();
    boolean fits = inScratch(address(insn, mem, registers) + word, Long.BYTES);
    return fits ? null : "a bit outside the scratch block";
  }

  private boolean inside(Instruction insn, Mem mem, HostRegisters registers) {
    return inScratch(address(insn, mem, registers), Long.BYTES);
  }

  private boolean inScratch(long address, int bytes) {
    long offset = address - host.scratchAddress();
    return offset >= 0 && offset <= host.scratch().byteSize() - bytes;
  }

  /** The address that a memory operand means when the instruction is the first of the code. */
  public long address(Instruction insn, Mem mem, HostRegisters registers) {
    long address = mem.disp() + (mem.gs() ? registers.gsBase() : 0);
    if (mem.ripRelative()) {
      address += host.codeAddress() + insn.length();
    }
    if (mem.base() != null) {
      address += registers.get(mem.base());
    }
    if (mem.index() != null) {
      address += registers.get(mem.index()) * mem.scale();
    }
    return address;
  }

  private boolean divides(Instruction insn, HostRegisters registers, boolean signed) {
    Width width = insn.width();
    BigInteger divisor = number(value(insn, registers), width, signed);
    if (divisor.signum() == 0) {
      return false;
    }
    BigInteger high = number(highHalf(width, registers), width, signed);
    long low = registers.get(Gpr.RAX);
    BigInteger dividend = high.shiftLeft(width.bits()).add(number(low, width, false));
    BigInteger quotient = dividend.divide(divisor);
    return signed ? quotient.bitLength() < width.bits() : quotient.bitLength() <= width.bits();
  }

  private static long highHalf(Width width, HostRegisters registers) {
    return width == Width.B ? registers.get(Gpr.RAX) >> 8 : registers.get(Gpr.RDX);
  }

  private long value(Instruction insn, HostRegisters registers) {
    return switch (insn.operand(0)) {
      case Operand.Reg(Gpr gpr) -> registers.get(gpr);
      case Mem mem -> {
        long offset = address(insn, mem, registers) - host.scratchAddress();
        yield host.scratch().get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
      }
      case Operand.Imm(long value) -> value;
      case Operand.Rel rel -> throw new IllegalArgumentException("division by " + rel);
    };
  }

  private static BigInteger number(long value, Width width, boolean signed) {
    int unused = 64 - width.bits();
    if (signed) {
      return BigInteger.valueOf(value << unused >> unused);
    }
    BigInteger cut = BigInteger.valueOf(value & width.mask());
    return cut.signum() < 0 ? cut.add(BigInteger.ONE.shiftLeft(64)) : cut;
  }
}
