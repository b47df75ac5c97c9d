package dev.hugetext.x86.host;

import static dev.hugetext.x86.insn.Operand.imm;
import static dev.hugetext.x86.insn.Operand.reg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.decode.Decoded;
import dev.hugetext.x86.decode.Decoder;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.RflagsSet;
import dev.hugetext.x86.table.Width;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HostTextTest {
  @BeforeAll
  static void needsTheHostCpu() {
    HostCpu.need();
  }

  private static HostRegisters counting() {
    var registers = new HostRegisters();
    for (Gpr gpr : Gpr.values()) {
      registers.set(gpr, 0x0101_0101_0101_0101L * (gpr.number() + 1));
    }
    return registers;
  }

  @Test
  void nothingChangesNothing() {
    try (var host = new HostText()) {
      HostRegisters registers = counting();
      registers.setFlags(RflagsSet.STATUS);
      host.run(new byte[0], registers);
      for (Gpr gpr : Gpr.values()) {
        assertEquals(0x0101_0101_0101_0101L * (gpr.number() + 1), registers.get(gpr), gpr.name());
      }
      assertEquals(RflagsSet.STATUS, registers.flags());
    }
  }

  @Test
  void registersFlagsAndMemoryAreTheInstructions() {
    try (var host = new HostText()) {
      HostRegisters registers = counting();
      registers.set(Gpr.RDI, host.scratchAddress() + 8);
      registers.set(Gpr.RSI, -1);
      host.scratch().set(ValueLayout.JAVA_LONG, 16, 1);
      byte[] code =
          new Assembler()
              .lock()
              .emit(Form.ADD_RM_R, Width.Q, Mem.base(Gpr.RDI, 8), reg(Gpr.RSI))
              .toBytes();
      host.run(code, registers);
      assertEquals(0, host.scratch().get(ValueLayout.JAVA_LONG, 16));
      assertEquals(RflagsSet.ZF | RflagsSet.CF | RflagsSet.PF | RflagsSet.AF, registers.flags());
    }
  }

  @Test
  void guardRefusesWhatWouldFault() {
    try (var host = new HostText()) {
      var guard = new HostGuard(host);
      HostRegisters registers = counting();
      registers.set(Gpr.RDX, 0);
      assertNotNull(
          guard.refusal(insn(Form.MOV_R_RM, reg(Gpr.RAX), Mem.base(Gpr.RCX, 0)), registers));
      assertNotNull(guard.refusal(insn(Form.DIV_RM, reg(Gpr.RDX)), registers));
      assertNotNull(guard.refusal(insn(Form.PUSH_R, reg(Gpr.RAX)), registers));
      assertNotNull(guard.refusal(insn(Form.INT3), registers));
      assertNull(guard.refusal(insn(Form.DIV_RM, reg(Gpr.RCX)), registers));
      assertNull(guard.refusal(insn(Form.ADD_RM_I8, reg(Gpr.RCX), imm(1)), registers));
    }
  }

  private static Instruction insn(Form form, Operand... operands) {
    byte[] code = new Assembler().emit(form, Width.Q, operands).toBytes();
    return ((Decoded.Ok) new Decoder().decode(code, 0, code.length)).insn();
  }
}
