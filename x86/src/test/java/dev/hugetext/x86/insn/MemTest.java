package dev.hugetext.x86.insn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MemTest {
  @Test
  void operandsWithTheSameBytesAreEqual() {
    assertEquals(Mem.base(Gpr.RAX, 8), Mem.withDisp(Gpr.RAX, 8));
    assertEquals(Mem.base(Gpr.RBP, 0), Mem.withDisp(Gpr.RBP, 0));
    assertEquals(Mem.base(Gpr.R13, 0), Mem.withDisp(Gpr.R13, 0));
    assertEquals(Mem.base(Gpr.RAX, 1000), Mem.withDisp32(Gpr.RAX, 1000));
  }

  @Test
  void operandsWithOtherBytesAreNot() {
    assertNotEquals(Mem.base(Gpr.RAX, 0), Mem.withDisp(Gpr.RAX, 0));
    assertNotEquals(Mem.base(Gpr.RAX, 8), Mem.withDisp32(Gpr.RAX, 8));
    assertNotEquals(Mem.gsAbsolute(8), Mem.absolute(8));
  }

  @Test
  void impossibleAddressesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Mem.indexed(Gpr.RAX, Gpr.RSP, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> Mem.indexed(Gpr.RAX, Gpr.RCX, 3, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Mem(Gpr.RAX, null, 2, 0, DispSize.SHORTEST, false, false));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Mem(Gpr.RAX, null, 1, 0, DispSize.SHORTEST, false, true));
  }
}
