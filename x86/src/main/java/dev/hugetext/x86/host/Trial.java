package dev.hugetext.x86.host;

import dev.hugetext.x86.cpu.AluEffects;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Effect;
import dev.hugetext.x86.table.OperandKind;
import dev.hugetext.x86.table.RflagsSet;
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
    boolean shift = insn.form().effect().isShiftWithFlags();
    int undefined = shift ? undefinedByShift(count()) : insn.form().undefined().bits();
    return RflagsSet.STATUS & ~undefined;
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
    long count =
        insn.form().operands().get(1) == OperandKind.CL
            ? start.get(Gpr.RCX)
            : ((Operand.Imm) insn.operand(1)).value();
    return AluEffects.shiftCount(insn.width(), count);
  }
}
