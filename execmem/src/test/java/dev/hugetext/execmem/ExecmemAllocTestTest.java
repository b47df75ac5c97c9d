package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The loop of the series' own test module (patch 3/6): 1,024 allocations of 64 bytes to 64 KiB, the
 * first and last byte of each filled, then freed.
 */
class ExecmemAllocTestTest {
  private static final int LOOPS = 1024;

  private record Cost(long bytes, long fillPokes, long freePokes) {}

  private static Cost loop(TestKernel machine, Execmem execmem) {
    long bytes = 0;
    long fillPokes = 0;
    long freePokes = 0;
    for (int i = 0; i < LOOPS; i++) {
      int size = (i % 1024 + 1) * 64;
      long before = pokes(machine);
      long block = execmem.alloc(size, 64);
      assertNotEquals(0, block);
      assertEquals(block, execmem.fill(block, new byte[] {'a'}));
      assertEquals(block + size - 1, execmem.fill(block + size - 1, new byte[] {'b'}));
      long filled = pokes(machine);
      execmem.free(block);
      bytes += size;
      fillPokes += filled - before;
      freePokes += pokes(machine) - filled;
    }
    return new Cost(bytes, fillPokes, freePokes);
  }

  private static long pokes(TestKernel machine) {
    return machine.kernel.textPoke().counters().pokes();
  }

  @Test
  void withTheTailNoRegionIsEverMade() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      Execmem execmem = new Execmem(machine.kernel);
      assertEquals(new Cost(33_587_200, 2048, 4608), loop(machine, execmem));
      assertEquals(0, machine.counts().flushAll());
      ExecmemCheck.check(machine.kernel, execmem);
    }
  }

  @Test
  void withoutTailEveryIterationMakesAndGivesBackARegion() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT.withTextTail(false))) {
      Execmem execmem = new Execmem(machine.kernel);
      assertEquals(new Cost(33_587_200, 2048, 4608), loop(machine, execmem));
      // 2 to make it, 2 to change it back; the purge of its address space comes with the next
      // region
      assertEquals(LOOPS * 4 + LOOPS - 1, machine.counts().flushAll());
      assertEquals(List.of(), execmem.regions());
      assertEquals(List.of(), execmem.freeText());
    }
  }

  @Test
  void withAnAnchorTheRegionStays() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT.withTextTail(false))) {
      Execmem execmem = new Execmem(machine.kernel);
      long anchor = execmem.alloc(64, 64);
      assertEquals(33_587_200, loop(machine, execmem).bytes());
      assertEquals(2, machine.counts().flushAll());
      execmem.free(anchor);
      assertEquals(List.of(), execmem.regions());
    }
  }
}
