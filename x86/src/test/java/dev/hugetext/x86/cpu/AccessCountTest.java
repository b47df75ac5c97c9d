package dev.hugetext.x86.cpu;

import static dev.hugetext.x86.insn.Operand.imm;
import static dev.hugetext.x86.insn.Operand.reg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.Pte;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often each TLB side is looked up, where more than one page or access is involved. */
class AccessCountTest {
  private static final long ENOUGH = 1000;
  private static final long PAGE = PageSize.KIB_4.bytes();
  private static final long HOLE = 0xFFFF_8000_0000_1000L;
  private static final long NOT_CANONICAL = 1L << 60;
  private static final Stop RETURNED = new Stop.Returned();
  private static final byte[] MOV_EAX_1_RET = {(byte) 0xB8, 1, 0, 0, 0, (byte) 0xC3};

  /** Two pages of 4 KiB side by side, whose frames are not. */
  private static final long PAIR = TestMachine.DATA + (1L << 30);

  private final TestMachine test = new TestMachine();
  private final CpuState state = test.cpu.state();

  @AfterEach
  void close() {
    test.close();
  }

  private long fetches() {
    return test.cpu.counters().tlb().itlbLoads();
  }

  private long accesses() {
    return test.cpu.counters().tlb().dtlbLoads();
  }

  private void mapPair() {
    long first = test.machine.frames().allocate(0);
    test.machine.frames().allocate(0);
    long second = test.machine.frames().allocate(0);
    test.machine.kernelTable().map(PAIR, first, PageSize.KIB_4, Pte.RW | Pte.NX);
    test.machine.kernelTable().map(PAIR + PAGE, second, PageSize.KIB_4, Pte.RW | Pte.NX);
  }

  @Test
  void fuelThatEndsBeforeAnInstructionAcrossPagesFetchesNothing() {
    test.text(4093, new byte[] {(byte) 0x90});
    test.text(4094, MOV_EAX_1_RET);
    assertInstanceOf(Stop.OutOfFuel.class, test.call(4093, 1));
    assertEquals(1, fetches());
    assertInstanceOf(Stop.OutOfFuel.class, test.engine.run(test.cpu, 0));
    assertEquals(1, fetches());
    assertEquals(RETURNED, test.engine.run(test.cpu, ENOUGH));
    assertEquals(3, fetches()); // two pages, and that of the exit
  }

  @Test
  void aHostCallBeforeAnInstructionAcrossPagesFetchesTheFirstPageOnly() {
    test.text(4094, MOV_EAX_1_RET);
    long[] seen = new long[1];
    test.machine.hostCall(TestMachine.TEXT + 4094, cpu -> seen[0] = fetches());
    for (int run = 0; run < 2; run++) { // decoded now, and decoded before
      long before = fetches();
      assertEquals(RETURNED, test.call(4094, ENOUGH));
      assertEquals(1, seen[0] - before);
      assertEquals(3, fetches() - before);
    }
  }

  /** Changes eight bytes across the pages, each way that there is; RDI points at them. */
  private void changesAcross(Consumer<Assembler> code) {
    mapPair();
    test.memory.putLong(PAIR + PAGE - 3, 0x0102_0304_0506_0708L);
    state.set(Gpr.RDI, PAIR + PAGE - 3);
    state.set(Gpr.RAX, 1);
    state.set(Gpr.RCX, 8);
    test.text(
        0,
        out -> {
          code.accept(out);
          out.emit(Form.RET, Width.Q);
        });
    assertEquals(RETURNED, test.call(0, ENOUGH));
    assertEquals(3, accesses()); // and the return address
  }

  @Test
  void aReadModifyWriteAcrossPagesIsTwoAccesses() {
    changesAcross(out -> out.emit(Form.ADD_RM_R, Width.Q, Mem.base(Gpr.RDI, 0), reg(Gpr.RAX)));
    assertEquals(0x0102_0304_0506_0709L, test.memory.getLong(PAIR + PAGE - 3));
  }

  @Test
  void soIsAShift() {
    changesAcross(out -> out.emit(Form.SHL_RM_CL, Width.Q, Mem.base(Gpr.RDI, 0), reg(Gpr.RCX)));
    assertEquals(0x0203_0405_0607_0800L, test.memory.getLong(PAIR + PAGE - 3));
  }

  @Test
  void soIsALockedOne() {
    changesAcross(
        out -> out.lock().emit(Form.XADD_RM_R, Width.Q, Mem.base(Gpr.RDI, 0), reg(Gpr.RAX)));
    assertEquals(0x0102_0304_0506_0709L, test.memory.getLong(PAIR + PAGE - 3));
    assertEquals(0x0102_0304_0506_0708L, state.get(Gpr.RAX));
  }

  @Test
  void aSecondAccessThatIsNeverMadeDoesNotCount() {
    state.set(Gpr.RDI, HOLE);
    test.text(0, out -> out.emit(Form.PUSH_RM, Width.Q, Mem.base(Gpr.RDI, 0)));
    assertInstanceOf(Stop.Trapped.class, test.call(0, ENOUGH));
    assertEquals(1, accesses());
    test.text(0, out -> out.emit(Form.CALL_RM, Width.Q, Mem.base(Gpr.RDI, 0)));
    assertInstanceOf(Stop.Trapped.class, test.call(0, ENOUGH));
    assertEquals(2, accesses());
  }

  @Test
  void aSecondAccessThatIsMadeCounts() {
    test.text(
        0,
        out ->
            out.emit(Form.PUSH_RM, Width.Q, Mem.base(Gpr.RSP, 0))
                .emit(Form.POP_RM, Width.Q, Mem.base(Gpr.RSP, -32))
                .emit(Form.PUSH_IZ, Width.Q, imm(5))
                .emit(Form.POP_R, Width.Q, reg(Gpr.RAX))
                .emit(Form.RET, Width.Q));
    assertEquals(RETURNED, test.call(0, ENOUGH));
    assertEquals(2 + 2 + 1 + 1 + 1, accesses());
  }

  /** As a Zen 5 does it: #GP at the branch, which has changed nothing. */
  @Test
  void aBranchToAnAddressThatIsNotCanonicalTrapsWhereItStands() {
    state.set(Gpr.RAX, NOT_CANONICAL);
    isRefused(out -> out.emit(Form.JMP_RM, Width.Q, reg(Gpr.RAX)));
    isRefused(out -> out.emit(Form.CALL_RM, Width.Q, reg(Gpr.RAX)));
    assertEquals(0, accesses());
    test.memory.putLong(TestMachine.DATA, NOT_CANONICAL);
    state.set(Gpr.RDI, TestMachine.DATA);
    isRefused(out -> out.emit(Form.CALL_RM, Width.Q, Mem.base(Gpr.RDI, 0)));
    assertEquals(1, accesses());
    isRefused(out -> out.emit(Form.JMP_RM, Width.Q, Mem.base(Gpr.RDI, 0)));
    test.text(0, out -> out.emit(Form.RET, Width.Q));
    test.prepareCall(test.cpu, 0);
    test.memory.putLong(TestMachine.STACK_TOP - 8, NOT_CANONICAL);
    assertTrapsAtTheStart(test.engine.run(test.cpu, ENOUGH));
  }

  private void isRefused(Consumer<Assembler> code) {
    test.text(0, code);
    assertTrapsAtTheStart(test.call(0, ENOUGH));
  }

  private void assertTrapsAtTheStart(Stop stop) {
    var trap = new Trap.GeneralProtection(NOT_CANONICAL, TestMachine.TEXT);
    assertEquals(new Stop.Trapped(trap), stop);
    assertEquals(TestMachine.TEXT, state.rip());
    assertEquals(TestMachine.STACK_TOP - 8, state.get(Gpr.RSP));
  }
}
