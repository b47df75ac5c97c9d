package dev.hugetext.x86.cpu;

import static dev.hugetext.x86.insn.Operand.imm;
import static dev.hugetext.x86.insn.Operand.reg;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private final TestMachine test = new TestMachine(MachineSpec.DEFAULT.withRam(4L << 30));
  private final Machine machine = test.machine;
  private final List<Integer> turns = new ArrayList<>();

  @AfterEach
  void close() {
    test.close();
  }

  /** A task that notes its turns and ends after some of them. */
  private CpuTask turns(int number) {
    int[] left = {number};
    return cpu -> {
      assertSame(cpu, machine.currentCpu());
      turns.add(cpu.id());
      return --left[0] > 0;
    };
  }

  private List<Integer> run(TurnOrder order) {
    turns.clear();
    var scheduler = new Scheduler(machine, order);
    scheduler.start(machine.cpu(0), turns(2));
    scheduler.start(machine.cpu(1), turns(4));
    scheduler.start(machine.cpu(3), turns(3));
    assertEquals(9, scheduler.run(Long.MAX_VALUE));
    assertFalse(scheduler.step());
    assertSame(machine.cpu(0), machine.currentCpu());
    return List.copyOf(turns);
  }

  @Test
  void roundRobinGoesByNumber() {
    assertEquals(List.of(0, 1, 3, 0, 1, 3, 1, 3, 1), run(TurnOrder.roundRobin()));
  }

  @Test
  void aSeedGivesTheSameTurns() {
    List<Integer> first = run(TurnOrder.random(7));
    assertEquals(first, run(TurnOrder.random(7)));
    assertNotEquals(first, run(TurnOrder.random(8)));
  }

  @Test
  void aBusyCpuGetsNoSecondTask() {
    var scheduler = new Scheduler(machine, TurnOrder.roundRobin());
    scheduler.start(machine.cpu(1), turns(1));
    assertThrows(IllegalStateException.class, () -> scheduler.start(machine.cpu(1), turns(1)));
    assertEquals(1, scheduler.runnable());
  }

  @Test
  void guestCodeOfSeveralCpusIsInterleaved() {
    test.text(
        0,
        code ->
            code.emit(Form.ADD_RM_I8, Width.Q, reg(Gpr.RAX), imm(1))
                .emit(Form.SUB_RM_I8, Width.Q, reg(Gpr.RCX), imm(1))
                .bytes((byte) 0x75, (byte) -10) // jne to the start
                .emit(Form.RET, Width.Q));
    var scheduler = new Scheduler(machine, TurnOrder.random(3));
    List<GuestCode> tasks = new ArrayList<>();
    for (int id = 0; id < machine.cpuCount(); id++) {
      Cpu cpu = machine.cpu(id);
      test.prepareCall(cpu, 0);
      cpu.state().set(Gpr.RCX, 100 + id);
      var task = new GuestCode(test.engine, 7, Long.MAX_VALUE);
      scheduler.start(cpu, task);
      tasks.add(task);
    }
    scheduler.run(Long.MAX_VALUE);
    for (int id = 0; id < machine.cpuCount(); id++) {
      assertEquals(new Stop.Returned(), tasks.get(id).stop());
      assertEquals(100 + id, machine.cpu(id).state().get(Gpr.RAX));
      assertEquals(3 * (100 + id) + 1, machine.cpu(id).counters().instructions());
    }
  }

  @Test
  void fuelEndsGuestCode() {
    test.text(0, new byte[] {(byte) 0xEB, (byte) 0xFE}); // jumps to itself
    test.prepareCall(test.cpu, 0);
    var task = new GuestCode(test.engine, 10, 25);
    var scheduler = new Scheduler(machine, TurnOrder.roundRobin());
    scheduler.start(test.cpu, task);
    assertEquals(3, scheduler.run(Long.MAX_VALUE));
    assertEquals(new Stop.OutOfFuel(), task.stop());
    assertEquals(25, test.cpu.counters().instructions());
  }
}
