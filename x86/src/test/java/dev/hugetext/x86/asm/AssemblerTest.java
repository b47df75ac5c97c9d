package dev.hugetext.x86.asm;

import static dev.hugetext.x86.insn.Operand.imm;
import static dev.hugetext.x86.insn.Operand.reg;
import static dev.hugetext.x86.insn.Operand.rel;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What the golden file cannot say: policies, labels, errors. Bytes are from Linux 6.18 images. */
class AssemblerTest {
  private static String hex(Assembler assembler) {
    return HexFormat.ofDelimiter(" ").formatHex(assembler.toBytes());
  }

  private static String hex(Form form, Width width, Operand... operands) {
    return hex(new Assembler().emit(form, width, operands));
  }

  @Test
  void explicitDisplacementIsNeverMod0() {
    Operand rax = reg(Gpr.RAX);
    assertEquals("48 8b 40 00", hex(Form.MOV_R_RM, Width.Q, rax, Mem.withDisp(Gpr.RAX, 0)));
    assertEquals("48 8b 00", hex(Form.MOV_R_RM, Width.Q, rax, Mem.base(Gpr.RAX, 0)));
    assertEquals(
        "48 8b 85 f0 ff ff ff", hex(Form.MOV_R_RM, Width.Q, rax, Mem.withDisp32(Gpr.RBP, -16)));
  }

  @Test
  void perCpuOperandIsAbsolute() {
    assertEquals(
        "65 4c 03 0c 25 08 00 00 00", hex(Form.ADD_R_RM, Width.Q, reg(Gpr.R9), Mem.gsAbsolute(8)));
  }

  @Test
  void rexComesWhereAByteRegisterNeedsItOrOnRequest() {
    Operand al = reg(Gpr.RAX);
    assertEquals(
        "40 88 77 00", hex(Form.MOV_RM_R, Width.B, Mem.withDisp(Gpr.RDI, 0), reg(Gpr.RSI)));
    assertEquals("0f be c0", hex(Form.MOVSX_R_RM8, Width.D, al, al));
    assertEquals("40 0f be c0", hex(new Assembler().rex().emit(Form.MOVSX_R_RM8, Width.D, al, al)));
  }

  @Test
  void prefixRequestsHoldForOneInstruction() {
    Operand counter = Mem.withDisp(Gpr.RDI, 8);
    var assembler = new Assembler().lock().emit(Form.ADD_RM_R, Width.Q, counter, reg(Gpr.RSI));
    assembler.emit(Form.RET, Width.Q);
    assertEquals("f0 48 01 77 08 c3", hex(assembler));
  }

  @Test
  void nopsAreThoseOfTheKernelsTable() {
    String[] table = {
      "90",
      "66 90",
      "0f 1f 00",
      "0f 1f 40 00",
      "0f 1f 44 00 00",
      "66 0f 1f 44 00 00",
      "0f 1f 80 00 00 00 00",
      "0f 1f 84 00 00 00 00 00",
      "2e 0f 1f 84 00 00 00 00 00",
      "66 2e 0f 1f 84 00 00 00 00 00",
      "66 66 2e 0f 1f 84 00 00 00 00 00"
    };
    for (int i = 0; i < table.length; i++) {
      assertEquals(table[i], hex(new Assembler().nop(i + 1)));
    }
    assertEquals(table[10] + " " + table[2], hex(new Assembler().nop(14)));
    assertEquals("", hex(new Assembler().nop(0)));
  }

  @Test
  void numericBranchesAreNotRelaxed() {
    assertEquals("e9 00 00 00 00", hex(Form.JMP_REL32, Width.Q, rel(0)));
    assertEquals(
        "0f 84 01 00 00 00", hex(new Assembler().emit(Form.JCC_REL32, Condition.E, rel(1))));
  }

  @Test
  void branchesReachExactlyAsFarAsTheirShortForm() {
    var forward = new Assembler();
    Label end = forward.label();
    forward.jump(end).nop(127).bind(end);
    assertEquals(2 + 127, forward.toBytes().length);

    var tooFar = new Assembler();
    Label farEnd = tooFar.label();
    tooFar.jump(Condition.NE, farEnd).nop(128).bind(farEnd);
    assertEquals(6 + 128, tooFar.toBytes().length);

    var back = new Assembler();
    Label top = back.label();
    back.bind(top).nop(126).jump(top);
    assertEquals(126 + 2, back.toBytes().length);
  }

  @Test
  void oneNearBranchCanMakeAnotherNear() {
    var assembler = new Assembler();
    Label a = assembler.label();
    Label b = assembler.label();
    assembler.jump(a).nop(60).jump(b).nop(64).bind(a).nop(80).bind(b);
    // b is 144 away: near; that makes a 5 + 124 away: near too.
    byte[] code = assembler.toBytes();
    assertEquals(5 + 60 + 5 + 64 + 80, code.length);
    assertEquals(60 + 5 + 64, code[1] & 0xff);
  }

  @Test
  void forcedNearAndCallsKeepTheirLength() {
    var assembler = new Assembler();
    Label here = assembler.label();
    assembler.bind(here).jumpNear(here).jumpNear(Condition.A, here).call(here);
    assertEquals("e9 fb ff ff ff 0f 87 f5 ff ff ff e8 f0 ff ff ff", hex(assembler));
    assertEquals(16, assembler.position());
  }

  @Test
  void wrongOperandsSayWhatIsLegal() {
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> hex(Form.ADD_RM_I8, Width.Q, reg(Gpr.RAX), imm(128)));
    String message = String.valueOf(error.getMessage());
    assertTrue(message.contains("ADD_RM_I8 Q"), message);
    assertTrue(message.contains("IMM8"), message);
  }

  @Test
  void illegalUsesAreRefused() {
    refused(Form.BSWAP_R, Width.W, reg(Gpr.RAX));
    refused(Form.ADD_A_IZ, Width.D, reg(Gpr.RCX), imm(1));
    refused(Form.MOV_RM_IZ, Width.Q, reg(Gpr.RAX), imm(1L << 31));
    refused(Form.LEA_R_M, Width.Q, reg(Gpr.RAX), Mem.gsAbsolute(0));
    refused(Form.RET, Width.Q, reg(Gpr.RAX));
    refused(Form.JCC_REL8, Width.Q, rel(0));
    refused(Form.JMP_REL8, Width.Q, rel(128));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Assembler()
                .lock()
                .emit(Form.MOV_RM_R, Width.Q, Mem.base(Gpr.RAX, 0), reg(Gpr.RCX)));
    assertThrows(IllegalArgumentException.class, () -> Mem.indexed(Gpr.RAX, Gpr.RSP, 1, 0));
  }

  private static void refused(Form form, Width width, Operand... operands) {
    assertThrows(IllegalArgumentException.class, () -> hex(form, width, operands));
  }

  @Test
  void labelsAreBoundOnceAndBeforeTheEnd() {
    var assembler = new Assembler();
    Label label = assembler.label();
    assembler.jump(label);
    assertThrows(IllegalStateException.class, assembler::toBytes);
    assembler.bind(label);
    assertThrows(IllegalStateException.class, () -> assembler.bind(label));
    assertThrows(IllegalArgumentException.class, () -> new Assembler().jump(label));
  }
}
