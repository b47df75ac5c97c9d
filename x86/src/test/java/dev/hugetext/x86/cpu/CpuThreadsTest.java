package dev.hugetext.x86.cpu;

import static dev.hugetext.x86.insn.Operand.imm;
import static dev.hugetext.x86.insn.Operand.reg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.asm.Label;
import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.Pte;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real threads: each test would fail now and then if the thing it names were missing. */
class CpuThreadsTest {
  private static final long WORD = TestMachine.DATA + 0x20_0000;
  private static final long STOP = WORD + 64;
  private static final int ROUNDS = 500_000;
  private static final Stop RETURNED = new Stop.Returned();

  private final TestMachine test = new TestMachine();
  private final Machine machine = test.machine;

  @AfterEach
  void close() {
    test.close();
  }

  private GuestCode guest(int id) {
    Cpu cpu = machine.cpu(id);
    test.prepareCall(cpu, 0);
    cpu.state().set(Gpr.RDI, WORD);
    cpu.state().set(Gpr.RSI, STOP);
    cpu.state().set(Gpr.RCX, ROUNDS);
    return new GuestCode(test.engine, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  private void runOnBoth() throws InterruptedException {
    List<GuestCode> tasks = List.of(guest(0), guest(1));
    CpuThreads.run(machine, tasks);
    tasks.forEach(task -> assertEquals(RETURNED, task.stop()));
  }

  private static void loop(Assembler code, Label again) {
    code.emit(Form.SUB_RM_I8, Width.Q, reg(Gpr.RCX), imm(1))
        .jump(Condition.NE, again)
        .emit(Form.RET, Width.Q);
  }

  @Test
  void lockedAddsLoseNothing() throws InterruptedException {
    test.text(
        0,
        code -> {
          Label again = code.label();
          code.bind(again)
              .emit(Form.MOV_R_IV, Width.D, reg(Gpr.RAX), imm(1))
              .lock()
              .emit(Form.XADD_RM_R, Width.Q, Mem.base(Gpr.RDI, 0), reg(Gpr.RAX))
              .lock()
              .emit(Form.ADD_RM_I8, Width.W, Mem.base(Gpr.RDI, 10), imm(3));
          loop(code, again);
        });
    runOnBoth();
    assertEquals(2L * ROUNDS, test.memory.getLong(WORD));
    assertEquals(6L * ROUNDS & 0xFFFF, test.memory.getLong(WORD + 10) & 0xFFFF);
  }

  @Test
  void compareAndExchangeLosesNothing() throws InterruptedException {
    test.text(
        0,
        code -> {
          Label again = code.label();
          code.bind(again)
              .emit(Form.MOV_R_RM, Width.Q, reg(Gpr.RAX), Mem.base(Gpr.RDI, 0))
              .emit(Form.LEA_R_M, Width.Q, reg(Gpr.RDX), Mem.base(Gpr.RAX, 1))
              .lock()
              .emit(Form.CMPXCHG_RM_R, Width.Q, Mem.base(Gpr.RDI, 0), reg(Gpr.RDX))
              .jump(Condition.NE, again);
          loop(code, again);
        });
    runOnBoth();
    assertEquals(2L * ROUNDS, test.memory.getLong(WORD));
  }

  @Test
  void splitLocksAreAtomicAmongThemselves() throws InterruptedException {
    test.text(
        0,
        code -> {
          Label again = code.label();
          code.bind(again).lock().emit(Form.ADD_RM_I8, Width.Q, Mem.base(Gpr.RDI, 4), imm(1));
          loop(code, again);
        });
    runOnBoth();
    assertEquals(2L * ROUNDS, test.memory.getLong(WORD + 4));
  }

  /** One CPU stores 0 and -1 in turn, one looks for anything else; no access hits the soft-TLB. */
  @Test
  void alignedOperandsAreSeenWhole() throws InterruptedException {
    var spec = MachineSpec.DEFAULT.withCpus(2).withRam(4L << 30).reportingStaleUse();
    try (var missing = new TestMachine(spec)) {
      missing.text(0, CpuThreadsTest::storeInTurn);
      missing.text(4096, CpuThreadsTest::lookForMixtures);
      List<GuestCode> tasks = new ArrayList<>();
      for (int id = 0; id < 2; id++) {
        Cpu cpu = missing.machine.cpu(id);
        missing.prepareCall(cpu, id * 4096);
        cpu.state().set(Gpr.RDI, WORD);
        cpu.state().set(Gpr.RCX, ROUNDS);
        tasks.add(new GuestCode(missing.engine, Long.MAX_VALUE, Long.MAX_VALUE));
      }
      CpuThreads.run(missing.machine, tasks);
      tasks.forEach(task -> assertEquals(RETURNED, task.stop()));
    }
  }

  private static void storeInTurn(Assembler code) {
    Label again = code.label();
    code.bind(again)
        .emit(Form.MOV_RM_R, Width.D, Mem.base(Gpr.RDI, 0), reg(Gpr.RAX))
        .emit(Form.NOT_RM, Width.D, reg(Gpr.RAX));
    loop(code, again);
  }

  private static void lookForMixtures(Assembler code) {
    Label again = code.label();
    Label good = code.label();
    code.bind(again)
        .emit(Form.MOV_R_RM, Width.D, reg(Gpr.RAX), Mem.base(Gpr.RDI, 0))
        .emit(Form.LEA_R_M, Width.D, reg(Gpr.RDX), Mem.base(Gpr.RAX, 1))
        .emit(Form.CMP_RM_I8, Width.D, reg(Gpr.RDX), imm(1))
        .jump(Condition.BE, good)
        .emit(Form.UD2, Width.Q)
        .bind(good);
    loop(code, again);
  }

  /** Loads from [rdi] until [rsi] is set; traps where it ever finds a negative number. */
  private void placeReader() {
    test.text(
        0,
        code -> {
          Label again = code.label();
          Label bad = code.label();
          code.bind(again)
              .emit(Form.MOV_R_RM, Width.Q, reg(Gpr.RAX), Mem.base(Gpr.RDI, 0))
              .emit(Form.TEST_RM_R, Width.Q, reg(Gpr.RAX), reg(Gpr.RAX))
              .jump(Condition.S, bad)
              .emit(Form.CMP_RM_I8, Width.D, Mem.base(Gpr.RSI, 0), imm(0))
              .jump(Condition.E, again)
              .emit(Form.RET, Width.Q)
              .bind(bad)
              .emit(Form.UD2, Width.Q);
        });
  }

  @Test
  void afterAFlushNobodyUsesTheOldPage() throws InterruptedException {
    placeReader();
    long va = TestMachine.DATA + (1L << 30);
    long[] frames = {machine.frames().allocate(0), machine.frames().allocate(0)};
    machine.kernelTable().map(va, frames[0], PageSize.KIB_4, Pte.RW | Pte.NX);
    GuestCode reader = guest(1);
    machine.cpu(1).state().set(Gpr.RDI, va);
    int[] round = {0};
    CpuTask remapper =
        cpu -> {
          int now = round[0]++ & 1;
          machine.memory().putAlignedLong(frames[now ^ 1], 1);
          machine.kernelTable().map(va, frames[now ^ 1], PageSize.KIB_4, Pte.RW | Pte.NX);
          machine.flushRange(va, va + 4096);
          machine.memory().putAlignedLong(frames[now], -1);
          return goOn(round[0] < 2_000);
        };
    CpuThreads.run(machine, List.of(remapper, reader));
    assertEquals(RETURNED, reader.stop());
  }

  private boolean goOn(boolean more) {
    if (!more) {
      test.memory.putLong(STOP, 1);
    }
    return more;
  }

  @Test
  void cpusThatFlushEachOtherDoNotWaitForEver() throws InterruptedException {
    placeReader();
    machine.hostCall(TestMachine.TEXT, cpu -> machine.flushAll()); // in the guests' loops
    int[] left = {500, 500};
    List<CpuTask> tasks = new ArrayList<>();
    for (int id = 0; id < 2; id++) {
      guest(id);
      var step = new GuestCode(test.engine, 100, Long.MAX_VALUE);
      tasks.add(cpu -> step.step(cpu) && --left[cpu.id()] > 0);
    }
    CpuThreads.run(machine, tasks);
    MachineCounters counters = machine.counters();
    assertEquals(counters.flushAll(), counters.ipis());
    assertEquals(counters.ipis(), counters.ipisReceived());
  }

  @Test
  void newTextIsSeenInOrder() throws InterruptedException {
    int function = 4096;
    test.text(function, new byte[] {(byte) 0xB8, 0, 0, 0, 0, (byte) 0xC3}); // mov $0,%eax; ret
    test.text(
        0,
        code -> {
          Label again = code.label();
          Label bad = code.label();
          code.bind(again)
              .emit(Form.CALL_RM, Width.Q, reg(Gpr.RDX))
              .emit(Form.CMP_RM_R, Width.D, reg(Gpr.RAX), reg(Gpr.R8))
              .jump(Condition.B, bad)
              .emit(Form.MOV_RM_R, Width.D, reg(Gpr.R8), reg(Gpr.RAX))
              .emit(Form.CMP_RM_I8, Width.D, Mem.base(Gpr.RSI, 0), imm(0))
              .jump(Condition.E, again)
              .emit(Form.CALL_RM, Width.Q, reg(Gpr.RDX))
              .emit(Form.RET, Width.Q)
              .bind(bad)
              .emit(Form.UD2, Width.Q);
        });
    GuestCode caller = guest(1);
    machine.cpu(1).state().set(Gpr.RDX, TestMachine.TEXT + function);
    int[] version = {0};
    CpuTask patcher =
        cpu -> {
          machine.memory().putByte(TestMachine.TEXT_FRAME + function + 1, (byte) ++version[0]);
          machine.textWritten(TestMachine.TEXT_FRAME + function + 1, 1);
          machine.syncCores();
          return goOn(version[0] < 250);
        };
    CpuThreads.run(machine, List.of(patcher, caller));
    assertEquals(RETURNED, caller.stop());
    assertEquals(250, machine.cpu(1).state().get(Gpr.RAX));
  }

  @Test
  void tablesAreAddedOnce() throws InterruptedException {
    long start = 0x1000_0000_0000L;
    int tablesBefore = machine.kernelTable().tablePages();
    int pages = 1 << 16; // in 128 tables of 4 KiB pages, below one more and one more
    List<CpuTask> tasks = new ArrayList<>();
    for (int id = 0; id < 2; id++) {
      int[] next = {id};
      tasks.add(cpu -> {
        long at = next[0] * PageSize.KIB_4.bytes();
        machine.kernelTable().map(start + at, at, PageSize.KIB_4, Pte.NX);
        next[0] += 2;
        return next[0] < pages;
      });
    }
    CpuThreads.run(machine, tasks);
    for (long at = 0; at < pages * PageSize.KIB_4.bytes(); at += PageSize.KIB_4.bytes()) {
      assertEquals(at, machine.kernelTable().translate(start + at));
    }
    assertEquals(130, machine.kernelTable().tablePages() - tablesBefore);
  }

  @Test
  void aFailureIsHandedOnAndTheOthersEnd() {
    CpuTask fails =
        cpu -> {
          throw new ArithmeticException("on purpose");
        };
    CpuTask goesOn = cpu -> true;
    var failure =
        assertThrows(
            IllegalStateException.class, () -> CpuThreads.run(machine, List.of(goesOn, fails)));
    assertEquals("on purpose", failure.getCause().getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> CpuThreads.run(machine, List.of(fails, fails, fails)));
  }
}
