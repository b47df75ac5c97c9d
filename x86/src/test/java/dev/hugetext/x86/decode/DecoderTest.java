package dev.hugetext.x86.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.x86.insn.DispSize;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Mem;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
  private static Decoded decode(String hex) {
    byte[] code = HexFormat.ofDelimiter(" ").parseHex(hex);
    return new Decoder().decode(code, 0, code.length);
  }

  private static Instruction legal(String hex) {
    return assertInstanceOf(Decoded.Ok.class, decode(hex)).insn();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "06", // no 64-bit instruction
        "67 48 8b 00", // address size
        "88 e0", // mov %ah,%al
        "48 48 01 c0", // REX before REX
        "48 66 01 c0", // REX not before the opcode
        "66 c3", // a return of 16 bits
        "66 66 66 66 66 66 66 66 2e 0f 1f 84 00 00 00 00 00", // 17 bytes
        "66 66 66 66 66 66 66 66 66 66 66 66 66 66 66 66", // nothing but prefixes
        "41 90", // xchg %eax,%r8d: not a nop
        "f0 48 01 c0", // lock without memory
        "f0 48 8b 00", // lock before mov
        "f3 01 c0", // REP where the SDM reserves it
        "f3 f2 c3",
        "64 8b 00", // FS
        "65 2e 8b 00", // two segments
        "f0 75 fd", // lock jne, a trap of FineIBT
        "66 0f ae e8", // 66 before a fence
        "f0 c4 e2 71 f7 d8", // lock before VEX
        "8d c0", // lea of a register
        "63 c0", // movslq without REX.W
        "c4 e2 75 f7 d8", // VEX.L
        "66 c4 e2 71 f7 d8", // 66 before VEX
        "48 ff 04", // cut off
        "e8 01 00 00",
      })
  void isNoInstructionOfTheTable(String hex) {
    var invalid = assertInstanceOf(Decoded.Invalid.class, decode(hex));
    assertTrue(invalid.length() >= 1 && !invalid.why().isEmpty(), hex);
  }

  @Test
  void displacementSizeIsKeptWhereItIsNotTheShortest() {
    assertEquals(Mem.withDisp(Gpr.RAX, 0), legal("48 8b 40 00").operand(1));
    assertEquals(Mem.withDisp32(Gpr.RBP, -16), legal("48 8b 85 f0 ff ff ff").operand(1));
    Mem shortest = assertInstanceOf(Mem.class, legal("48 8b 45 00").operand(1));
    assertEquals(DispSize.SHORTEST, shortest.dispSize());
  }

  @Test
  void rexWithoutNeedIsKept() {
    assertTrue(legal("40 0f be c0").bareRex());
    assertFalse(legal("40 0f be c7").bareRex()); // dil needs it
  }

  @Test
  void noBytesHaveNoLength() {
    assertEquals(new Decoded.Invalid("no bytes", 0), new Decoder().decode(new byte[0], 0, 0));
    assertEquals(new Decoded.Invalid("no bytes", 0), new Decoder().decode(new byte[4], 9, 20));
  }
}
