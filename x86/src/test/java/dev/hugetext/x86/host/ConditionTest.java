package dev.hugetext.x86.host;

import static dev.hugetext.x86.insn.Operand.reg;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.RflagsSet;
import org.junit.jupiter.api.Test;

/** What each condition means, asked of the host CPU for every setting of the flags. */
class ConditionTest {
  private static final int ALL_LOW_FLAGS = 0xff;

  @Test
  void holdsWhereTheHostsCmovMoves() {
    HostCpu.need();
    try (var host = new HostText()) {
      for (Condition condition : Condition.values()) {
        byte[] code =
            new Assembler().emit(Form.CMOVCC_R_RM, condition, reg(Gpr.RAX), reg(Gpr.RCX)).toBytes();
        for (int low = 0; low <= ALL_LOW_FLAGS; low++) {
          checkFlags(host, condition, code, low & RflagsSet.STATUS);
          checkFlags(host, condition, code, low & RflagsSet.STATUS | RflagsSet.OF);
        }
      }
    }
  }

  private static void checkFlags(HostText host, Condition condition, byte[] code, int flags) {
    var registers = new HostRegisters();
    registers.set(Gpr.RCX, 1);
    registers.set(Gpr.RSP, host.scratchAddress() + host.scratch().byteSize() / 2);
    registers.setFlags(flags);
    host.run(code, registers);
    boolean moved = registers.get(Gpr.RAX) == 1;
    assertEquals(moved, condition.holds(flags), "%s, flags 0x%x".formatted(condition, flags));
    assertEquals(!moved, condition.negate().holds(flags));
  }
}
