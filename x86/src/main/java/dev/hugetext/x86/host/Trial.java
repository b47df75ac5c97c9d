package dev.hugetext.x86.host;

import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Effect;
import dev.hugetext.x86.table.OperandKind;
import dev.hugetext.x86.table.RflagsSet;
import dev.hugetext.x86.table.Width;
import java.util.Map;

/**
 * One instruction to be run by two engines.
 *
 * @param code the instruction, and behind a branch one that is jumped over
 * @param start the registers to begin with
 * @param pokes values of eight bytes to be stored before, by address
 */
record Trial(Instruction insn, byte[] code, HostRegisters start, Map<Long, Long> pokes) {

  /** The flags that are defined after it, given the count in CL where it shifts by that. */
  int definedFlags() {
    return switch (insn.form().effect()) {
      case SHL, SHR, SAR, ROL, ROR -> RflagsSet.STATUS & ~undefinedByShift(count());
      default -> RflagsSet.STATUS & ~insn.form().undefined().bits();
    };
  }

  private int undefinedByShift(int count) {
    if (count == 0) {
      return 0; // all flags stay
    }
    int undefined = insn.form().undefined().bits();
    if (count == 1) {
      undefined &= ~RflagsSet.OF;
    }
    Effect effect = insn.form().effect();
    boolean carry = effect == Effect.SHL || effect == Effect.SHR;
    return carry && count >= insn.width().bits() ? undefined | RflagsSet.CF : undefined;
  }

  private int count() {
    int mask = insn.width() == Width.Q ? 63 : 31;
    long count =
        insn.form().operands().get(1) == OperandKind.CL
            ? start.get(Gpr.RCX)
            : ((Operand.Imm) insn.operand(1)).value();
    return (int) count & mask;
  }
}
