package dev.hugetext.x86.cpu;

import static dev.hugetext.x86.insn.Operand.imm;
import static dev.hugetext.x86.insn.Operand.reg;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.memory.PageFault;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Byte sequences of the kernel, and pushes and pops of memory. */
class KernelSequencesTest {
  private static final long ENOUGH = 1000;
  private static final Stop RETURNED = new Stop.Returned();

  private final TestMachine test = new TestMachine();
  private final CpuState state = test.cpu.state();

  @AfterEach
  void close() {
    test.close();
  }

  private Stop call(String hex) {
    test.text(0, HexFormat.of().parseHex(hex.replace(" ", "")));
    return test.call(0, ENOUGH);
  }

  /** sarq $5,%gs:0x40; ret. */
  @Test
  void callDepthAccounting() {
    state.setGsBase(TestMachine.DATA);
    test.memory.putLong(TestMachine.DATA + 0x40, -640);
    assertEquals(RETURNED, call("65 48 c1 3c 25 40 00 00 00 05 c3"));
    assertEquals(-20, test.memory.getLong(TestMachine.DATA + 0x40));
  }

  /** endbr64; sub $0x12345678,%r10d; jne,pn to ud2; nopl; ret; ud2. */
  private static final String FINE_IBT =
      "f3 0f 1e fa 41 81 ea 78 56 34 12 2e 0f 85 06 00 00 00 0f 1f 44 00 00 c3 0f 0b";

  @Test
  void preambleOfTheRightHashGoesOn() {
    state.set(Gpr.R10, 0x1234_5678);
    assertEquals(RETURNED, call(FINE_IBT));
  }

  @Test
  void preambleOfAnotherHashTraps() {
    state.set(Gpr.R10, 0x1234_5679);
    var trap = new Trap.InvalidOpcode(TestMachine.TEXT + 24);
    assertEquals(new Stop.Trapped(trap), call(FINE_IBT));
  }

  /** push %rdi; push $-2; pushq (%rsp); popq 8(%rsp); pop %rax; pop %rcx; ret. */
  @Test
  void aPoppedOperandIsAddressedBehindThePop() {
    state.set(Gpr.RDI, 77);
    assertEquals(RETURNED, call("57 6a fe ff 34 24 8f 44 24 08 58 59 c3"));
    assertEquals(-2, state.get(Gpr.RAX));
    assertEquals(-2, state.get(Gpr.RCX)); // was 77
  }

  @Test
  void aPopIntoAHoleLeavesTheStackAlone() {
    long hole = 0xFFFF_8000_0000_1000L;
    state.set(Gpr.RDI, hole);
    test.text(
        0,
        code ->
            code.emit(Form.PUSH_I8, Width.Q, imm(5))
                .emit(Form.POP_RM, Width.Q, Mem.base(Gpr.RDI, 0)));
    var fault = new Trap.Fault(new PageFault(hole, false, true, false), TestMachine.TEXT + 2);
    assertEquals(new Stop.Trapped(fault), test.call(0, ENOUGH));
    assertEquals(TestMachine.STACK_TOP - 16, state.get(Gpr.RSP));
  }

  /** A bit string reaches backwards: bit -1 is the highest bit of the word before. */
  @Test
  void aBitStringGoesBothWays() {
    long word = TestMachine.DATA + 0x100;
    state.set(Gpr.RDI, word);
    state.set(Gpr.RAX, -1);
    test.text(
        0,
        code ->
            code.lock()
                .emit(Form.BTS_RM_R, Width.Q, Mem.base(Gpr.RDI, 0), reg(Gpr.RAX))
                .emit(Form.RET, Width.Q));
    assertEquals(RETURNED, test.call(0, ENOUGH));
    assertEquals(Long.MIN_VALUE, test.memory.getLong(word - 8));
  }
}
