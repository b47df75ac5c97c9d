package dev.hugetext.x86.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is counted, and the formula of the model computed by hand. */
class ShootdownTest {
  private static final ShootdownModel ROUND = new ShootdownModel(1000, 100, 2, 500, 10, 300, 1500);
  private static final MachineSpec FOUR_CPUS =
      MachineSpec.DEFAULT.withRam(1L << 30).withShootdown(ShootdownMode.IPI, ROUND);

  @Test
  void interruptsGoToAllOthers() {
    try (var machine = new Machine(FOUR_CPUS)) {
      machine.setCurrentCpu(machine.cpu(2));
      machine.flushAll();
      machine.flushRange(0x1000, 0x4000);
      machine.syncCores();
      long before = machine.cpu(2).useRoot(0x3000);
      assertEquals(0x3000, machine.cpu(2).mmu().root());
      machine.unuseRoot(machine.cpu(2), before, 0, 0x1000);
      assertEquals(machine.kernelTable().root(), machine.cpu(2).mmu().root());
      assertEquals(new MachineCounters(1, 1, 1, 9, 9, 0, 1, 0), machine.counters());
      assertEquals(new InterruptCounters(9, 0), machine.cpu(2).interrupts());
      assertEquals(new InterruptCounters(0, 3), machine.cpu(0).interrupts());
      assertEquals(
          List.of(2, 2, 2, 5), flushes(machine)); // CPU 2 loaded two roots and flushed itself
      double each = 1000 + 3 * 100;
      double waited = each + 300 + each + 3 * 10 + each + 10;
      double stolen = 3 * (500 + 300) + 3 * (500 + 3 * 10) + 3 * 500;
      assertEquals(new ShootdownTime(waited, stolen), machine.shootdownTime());
    }
  }

  private static List<Integer> flushes(Machine machine) {
    return List.of(
        machine.cpu(0).mmu().flushes(),
        machine.cpu(1).mmu().flushes(),
        machine.cpu(3).mmu().flushes(),
        machine.cpu(2).mmu().flushes());
  }

  @Test
  void aBroadcastNeedsNoInterrupt() {
    MachineSpec spec = FOUR_CPUS.withShootdown(ShootdownMode.BROADCAST, ROUND);
    try (var machine = new Machine(spec)) {
      machine.flushAll();
      machine.flushRange(0x1000, 0x4000);
      assertEquals(new MachineCounters(1, 1, 0, 0, 0, 2, 0, 0), machine.counters());
      assertEquals(List.of(2, 2, 2, 2), flushes(machine));
      assertEquals(new ShootdownTime(1800 + 1530, 0), machine.shootdownTime());
      machine.syncCores();
      assertEquals(3, machine.counters().ipis());
    }
  }

  @Test
  void farCpusCostMore() {
    try (var machine = new Machine(FOUR_CPUS.withNodes(2))) {
      assertEquals(
          List.of(0, 0, 1, 1),
          List.of(node(machine, 0), node(machine, 1), node(machine, 2), node(machine, 3)));
      machine.syncCores();
      assertEquals(1000 + 100 + 2 * 200, machine.shootdownTime().waited());
    }
  }

  private static int node(Machine machine, int cpu) {
    return machine.cpu(cpu).node();
  }

  @Test
  void aSingleCpuSendsNothing() {
    try (var machine = new Machine(FOUR_CPUS.withCpus(1))) {
      machine.flushAll();
      assertEquals(new MachineCounters(1, 0, 0, 0, 0, 0, 0, 0), machine.counters());
      assertEquals(new ShootdownTime(300, 0), machine.shootdownTime());
    }
  }

  @Test
  void theModelSaysThatItIsOne() {
    assertTrue(ShootdownModel.DEFAULT.toString().startsWith("modelled"));
    assertThrows(IllegalArgumentException.class, () -> new ShootdownModel(1, 1, 1, 1, -1, 1, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new ShootdownModel(1, 1, Double.NaN, 1, 1, 1, 1));
  }
}
