package dev.hugetext.x86.cpu;

import static dev.hugetext.x86.insn.Operand.imm;
import static dev.hugetext.x86.insn.Operand.reg;
import static dev.hugetext.x86.insn.Operand.rel;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.memory.PageFault;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.Pte;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import dev.hugetext.x86.tlb.SoftTlb;
import dev.hugetext.x86.tlb.TlbPolicy;
import dev.hugetext.x86.tlb.TlbPreset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterpreterTest {
  private static final long ENOUGH = 1_000_000;
  private static final Stop RETURNED = new Stop.Returned();
  private static final byte[] MOV_EAX_1_RET = {(byte) 0xB8, 1, 0, 0, 0, (byte) 0xC3};
  private static final byte[] MOV_EAX_2_RET = {(byte) 0xB8, 2, 0, 0, 0, (byte) 0xC3};

  private final TestMachine test = new TestMachine();
  private final CpuState state = test.cpu.state();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aFunctionReturnsToTheExit() {
    test.text(0, MOV_EAX_1_RET);
    assertEquals(RETURNED, test.call(0, ENOUGH));
    assertEquals(1, state.get(Gpr.RAX));
    assertEquals(TestMachine.EXIT, state.rip());
    assertEquals(TestMachine.STACK_TOP, state.get(Gpr.RSP));
    CpuCounters counters = test.cpu.counters();
    assertEquals(2, counters.instructions());
    assertEquals(2, counters.tlb().itlbLoads()); // the text page and that of the exit
    assertEquals(2, counters.tlb().walks4k());
    assertEquals(1, counters.tlb().dtlbLoads()); // the return address
    assertEquals(1, counters.tlb().dtlbMisses());
  }

  /** rax = 0; do rax += rcx, by way of memory; while (--rcx != 0). */
  private void placeLoop() {
    test.text(
        0,
        code ->
            code.emit(Form.XOR_RM_R, Width.D, reg(Gpr.RAX), reg(Gpr.RAX))
                .emit(Form.ADD_RM_R, Width.Q, reg(Gpr.RAX), reg(Gpr.RCX))
                .emit(Form.MOV_RM_R, Width.Q, Mem.base(Gpr.RSP, -16), reg(Gpr.RAX))
                .emit(Form.SUB_RM_I8, Width.Q, reg(Gpr.RCX), imm(1))
                .emit(Form.JCC_REL8, Condition.NE, rel(-14))
                .emit(Form.MOV_R_RM, Width.Q, reg(Gpr.RDX), Mem.base(Gpr.RSP, -16))
                .emit(Form.RET, Width.Q));
  }

  @Test
  void aLoopRunsAndCountsEveryInstruction() {
    placeLoop();
    state.set(Gpr.RCX, 1000);
    assertEquals(RETURNED, test.call(0, ENOUGH));
    assertEquals(500_500, state.get(Gpr.RAX));
    assertEquals(500_500, state.get(Gpr.RDX));
    assertEquals(1 + 4 * 1000 + 2, test.cpu.counters().instructions());
    assertEquals(1000 + 2, test.cpu.counters().tlb().dtlbLoads());
  }

  @Test
  void fuelIsExactAndTheRunGoesOnWhereItStopped() {
    placeLoop();
    state.set(Gpr.RCX, 1000);
    test.call(0, ENOUGH);
    long whole = test.cpu.counters().instructions();
    state.set(Gpr.RCX, 1000);
    Stop stop = test.call(0, 1);
    long runs = 1;
    while (stop instanceof Stop.OutOfFuel) {
      assertEquals(whole + Math.min(runs * 7 - 6, whole), test.cpu.counters().instructions());
      stop = test.engine.run(test.cpu, 7);
      runs++;
    }
    assertEquals(RETURNED, stop);
    assertEquals(500_500, state.get(Gpr.RDX));
    assertEquals(2 * whole, test.cpu.counters().instructions());
  }

  @Test
  void newTextIsSeenAtTheNextBlock() {
    test.text(0, MOV_EAX_1_RET);
    test.call(0, ENOUGH);
    test.text(0, MOV_EAX_2_RET);
    test.call(0, ENOUGH);
    assertEquals(2, state.get(Gpr.RAX));
  }

  /** The store's page also holds the code, at another address: no textWritten is needed. */
  @Test
  void aStoreOfTheCpuToTextIsSeenToo() {
    long alias = 0xFFFF_8880_0000_0000L;
    test.machine.kernelTable().map(alias, 0, PageSize.MIB_2, Pte.RW);
    test.text(0, MOV_EAX_1_RET);
    test.text(
        64,
        code ->
            code.emit(Form.MOV_RM_IZ, Width.B, Mem.base(Gpr.RDI, 1), imm(2))
                .emit(Form.JMP_REL32, Width.Q, rel(-64 - 9)));
    state.set(
        Gpr.RDI, alias + TestMachine.TEXT_FRAME + 0x1000); // makes the dTLB hold the page first
    test.call(64, ENOUGH);
    assertEquals(1, state.get(Gpr.RAX));
    state.set(Gpr.RDI, alias + TestMachine.TEXT_FRAME);
    test.call(64, ENOUGH);
    assertEquals(2, state.get(Gpr.RAX));
  }

  /** A frame that held text and holds data now is written as fast as any other. */
  @Test
  void aFrameIsTextOnlyWhileSomethingIsDecodedFromIt() {
    test.text(0, MOV_EAX_1_RET);
    test.call(0, ENOUGH);
    long alias = 0xFFFF_8880_0000_0000L;
    test.machine.kernelTable().map(alias, 0, PageSize.MIB_2, Pte.RW);
    long va = alias + TestMachine.TEXT_FRAME;
    test.cpu.store(va + 1, Width.B, 2);
    test.cpu.store(va + 64, Width.B, 0);
    long[] soft = test.cpu.mmu().data().soft().table();
    int entry = SoftTlb.index(va) * SoftTlb.STRIDE;
    assertEquals(va, soft[entry + SoftTlb.WRITE], "no more asked at every store");
    test.call(0, ENOUGH);
    assertEquals(2, state.get(Gpr.RAX));
    test.cpu.store(va + 1, Width.B, 3);
    test.call(0, ENOUGH);
    assertEquals(3, state.get(Gpr.RAX));
  }

  @Test
  void aStaleTranslationWorksUntilItIsFlushed() {
    test.text(0, MOV_EAX_1_RET);
    test.text(4096, MOV_EAX_2_RET);
    test.call(0, ENOUGH);
    var table = test.machine.kernelTable();
    long second = table.translate(TestMachine.TEXT + 4096);
    table.map(TestMachine.TEXT, second, PageSize.KIB_4, Pte.G);
    test.call(0, ENOUGH);
    assertEquals(1, state.get(Gpr.RAX), "no flush yet");
    test.machine.flushRange(TestMachine.TEXT, TestMachine.TEXT + 4096);
    test.call(0, ENOUGH);
    assertEquals(2, state.get(Gpr.RAX));
    assertEquals(1, test.machine.counters().flushRange());
    assertEquals(1, test.machine.counters().ipis()); // to the other of two CPUs
  }

  @Test
  void staleUseIsReported() {
    MachineSpec spec = MachineSpec.DEFAULT.withRam(4L << 30).reportingStaleUse();
    try (TestMachine reporting = new TestMachine(spec)) {
      reporting.text(0, MOV_EAX_1_RET);
      reporting.call(0, ENOUGH);
      assertEquals(0, reporting.cpu.mmu().staleUseCount());
      reporting.machine.kernelTable().unmap(TestMachine.TEXT, PageSize.KIB_4);
      reporting.call(0, ENOUGH);
      assertEquals(1, reporting.cpu.mmu().staleUseCount());
      assertEquals(-1, reporting.cpu.mmu().staleUses().getFirst().now());
    }
  }

  @Test
  void anInstructionAcrossPagesIsTwoLookups() {
    test.text(4094, MOV_EAX_1_RET);
    assertEquals(RETURNED, test.call(4094, ENOUGH));
    assertEquals(1, state.get(Gpr.RAX));
    assertEquals(3, test.cpu.counters().tlb().itlbLoads()); // two pages, and that of the exit
    test.text(4096, new byte[] {7}); // a byte of the immediate, in the second page
    test.call(4094, ENOUGH);
    assertEquals(0x701, state.get(Gpr.RAX) & 0xFFFF);
    assertEquals(6, test.cpu.counters().tlb().itlbLoads());
  }

  @Test
  void aFaultInTheSecondHalfOfAnInstructionIsPrecise() {
    int last = TestMachine.TEXT_PAGES * 4096 - 2;
    test.text(last - 5, new byte[] {(byte) 0xB9, 9, 0, 0, 0, (byte) 0xB8, 1});
    Stop stop = test.call(last - 5, ENOUGH);
    long end = TestMachine.TEXT + TestMachine.TEXT_PAGES * 4096L;
    PageFault fault = new PageFault(end, false, false, true);
    assertEquals(new Stop.Trapped(new Trap.Fault(fault, end - 2)), stop);
    assertEquals(9, state.get(Gpr.RCX));
    assertEquals(end - 2, state.rip());
    assertEquals(1, test.cpu.counters().instructions());
  }

  /** push would move RSP, xadd would change its register: neither happens, and RIP is exact. */
  @Test
  void aDataFaultLeavesNothingHalfDone() {
    test.text(
        0,
        code ->
            code.emit(Form.MOV_R_IV, Width.D, reg(Gpr.RAX), imm(5))
                .emit(Form.XADD_RM_R, Width.Q, Mem.base(Gpr.RDI, 0), reg(Gpr.RAX))
                .emit(Form.RET, Width.Q));
    long hole = 0xFFFF_8000_0000_1000L;
    state.set(Gpr.RDI, hole);
    state.setRflags(CpuState.IF | 1);
    Stop stop = test.call(0, ENOUGH);
    PageFault fault = new PageFault(hole, false, true, false);
    assertEquals(new Stop.Trapped(new Trap.Fault(fault, TestMachine.TEXT + 5)), stop);
    assertEquals(5, state.get(Gpr.RAX));
    assertEquals(CpuState.IF | 3, state.rflags());
    assertEquals(1, test.cpu.counters().instructions());
    assertEquals(1, test.cpu.counters().tlb().dtlbLoads());
  }

  @Test
  void aStoreAcrossIntoAHoleWritesNothing() {
    long end = TestMachine.DATA + (1L << 30);
    test.text(
        0,
        code ->
            code.emit(Form.MOV_RM_R, Width.Q, Mem.base(Gpr.RDI, 0), reg(Gpr.RAX))
                .emit(Form.RET, Width.Q));
    state.set(Gpr.RDI, end - 4);
    state.set(Gpr.RAX, -1);
    Stop stop = test.call(0, ENOUGH);
    PageFault fault = new PageFault(end, false, true, false);
    assertEquals(new Stop.Trapped(new Trap.Fault(fault, TestMachine.TEXT)), stop);
    assertEquals(0, test.memory.getInt(end - 4));
    assertEquals(2, test.cpu.counters().tlb().dtlbLoads());
  }

  @Test
  void protectionIsChecked() {
    test.text(
        0,
        code ->
            code.emit(Form.MOV_RM_R, Width.D, Mem.base(Gpr.RDI, 0), reg(Gpr.RAX))
                .emit(Form.RET, Width.Q));
    state.set(Gpr.RDI, TestMachine.TEXT);
    var write = new PageFault(TestMachine.TEXT, true, true, false);
    assertEquals(new Stop.Trapped(new Trap.Fault(write, TestMachine.TEXT)), test.call(0, ENOUGH));
    state.setRip(TestMachine.DATA);
    var fetch = new PageFault(TestMachine.DATA, true, false, true);
    assertEquals(
        new Stop.Trapped(new Trap.Fault(fetch, TestMachine.DATA)),
        test.engine.run(test.cpu, ENOUGH));
  }

  @Test
  void otherTrapsSayWhereTheyAre() {
    test.text(0, new byte[] {(byte) 0x90, (byte) 0xCC});
    long text = TestMachine.TEXT;
    assertEquals(new Stop.Trapped(new Trap.Int3(text + 2)), test.call(0, ENOUGH));
    assertEquals(2, test.cpu.counters().instructions());
    test.text(16, new byte[] {0x0F, 0x0B});
    assertEquals(new Stop.Trapped(new Trap.InvalidOpcode(text + 16)), test.call(16, ENOUGH));
    test.text(32, new byte[] {(byte) 0xF7, (byte) 0xF1}); // div ecx
    state.set(Gpr.RCX, 0);
    assertEquals(new Stop.Trapped(new Trap.DivideError(text + 32)), test.call(32, ENOUGH));
    test.text(48, code -> code.emit(Form.MOV_R_RM, Width.B, reg(Gpr.RAX), Mem.base(Gpr.RDI, 0)));
    state.set(Gpr.RDI, 1L << 60);
    assertEquals(
        new Stop.Trapped(new Trap.GeneralProtection(1L << 60, text + 48)), test.call(48, ENOUGH));
    state.setRip(1L << 50);
    Stop stop = test.engine.run(test.cpu, ENOUGH);
    assertEquals(new Stop.Trapped(new Trap.GeneralProtection(1L << 50, 1L << 50)), stop);
  }

  @Test
  void aTrapHandlerCanGoOn() {
    test.text(0, new byte[] {(byte) 0xCC, (byte) 0xCC, (byte) 0xC3});
    test.machine.setTrapHandler((trap, cpu) -> {
      cpu.state().gpr()[0]++;
      return trap instanceof Trap.Int3;
    });
    state.set(Gpr.RAX, 0);
    assertEquals(RETURNED, test.call(0, ENOUGH));
    assertEquals(2, state.get(Gpr.RAX));
  }

  @Test
  void aHandlerThatChangesNothingRunsOutOfFuel() {
    test.text(0, new byte[] {0x0F, 0x0B});
    test.machine.setTrapHandler((trap, cpu) -> true);
    assertInstanceOf(Stop.OutOfFuel.class, test.call(0, 1000));
  }

  @Test
  void hostCallsRunBeforeTheBytesAtTheirAddress() {
    test.text(
        0, code -> code.emit(Form.CALL_REL32, Width.Q, rel(4096 - 5)).emit(Form.RET, Width.Q));
    test.text(4096, new byte[] {0x0F, 0x1F, 0x44, 0, 0, (byte) 0xC3}); // nop5; ret
    test.machine.hostCall(
        TestMachine.TEXT + 4096,
        cpu -> cpu.state().set(Gpr.RAX, cpu.load(cpu.state().get(Gpr.RSP), Width.Q)));
    assertEquals(RETURNED, test.call(0, ENOUGH));
    assertEquals(TestMachine.TEXT + 5, state.get(Gpr.RAX));
    assertEquals(4, test.cpu.counters().instructions());
    assertEquals(4, test.cpu.counters().tlb().itlbLoads());
    assertEquals(4, test.cpu.counters().tlb().dtlbLoads());
  }

  @Test
  void aHostCallThatIsWalkedIntoRunsAsWell() {
    test.text(0, code -> code.nop(3).emit(Form.MOV_R_IV, Width.D, reg(Gpr.RCX), imm(7)));
    test.text(8, MOV_EAX_1_RET);
    long[] seen = new long[1];
    test.machine.hostCall(TestMachine.TEXT + 8, cpu -> seen[0] = cpu.state().get(Gpr.RCX));
    assertEquals(RETURNED, test.call(0, ENOUGH));
    assertEquals(7, seen[0]);
    assertEquals(4, test.cpu.counters().instructions());
  }

  @Test
  void aHostCallMayReplaceTheTextUnderIt() {
    test.text(0, MOV_EAX_1_RET);
    test.machine.hostCall(TestMachine.TEXT, cpu -> test.text(0, MOV_EAX_2_RET));
    test.call(0, ENOUGH);
    assertEquals(2, state.get(Gpr.RAX));
  }

  @Test
  void gsAndRipRelativeOperands() {
    test.text(
        0,
        code ->
            code.emit(Form.MOV_R_RM, Width.Q, reg(Gpr.RAX), Mem.gsAbsolute(16))
                .emit(Form.LEA_R_M, Width.Q, reg(Gpr.RCX), Mem.ripRelative(3))
                .emit(Form.RET, Width.Q));
    state.setGsBase(TestMachine.DATA + 0x100);
    test.memory.putLong(TestMachine.DATA + 0x110, 77);
    assertEquals(RETURNED, test.call(0, ENOUGH));
    assertEquals(77, state.get(Gpr.RAX));
    assertEquals(state.get(Gpr.RCX), TestMachine.TEXT + 9 + 7 + 3);
  }

  /** Sixteen pages of 4 KiB, round and round: the 128 entries of the iTLB hold them. */
  @Test
  void pagesThatFitAreWalkedOnce() {
    for (TlbPolicy policy : TlbPolicy.values()) {
      MachineSpec spec =
          MachineSpec.DEFAULT.withRam(4L << 30).withTlb(TlbPreset.SKYLAKE_SP.geometry(), policy);
      try (TestMachine machine = new TestMachine(spec)) {
        for (int page = 0; page < TestMachine.TEXT_PAGES; page++) {
          int next = (page + 1) % TestMachine.TEXT_PAGES * 4096 - page * 4096;
          machine.text(page * 4096, code -> code.emit(Form.JMP_REL32, Width.Q, rel(next - 5)));
        }
        machine.call(0, 1600);
        var tlb = machine.cpu.counters().tlb();
        assertEquals(TestMachine.TEXT_PAGES, tlb.walks4k());
        assertEquals(TestMachine.TEXT_PAGES, tlb.itlbMisses());
        assertEquals(1601, tlb.itlbLoads()); // the next page was fetched when the fuel ended
      }
    }
  }
}
