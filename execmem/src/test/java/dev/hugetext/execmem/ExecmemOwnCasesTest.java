package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.outcome.Warnings.Site;
import dev.hugetext.x86.cpu.CpuTask;
import dev.hugetext.x86.cpu.CpuThreads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the series' own test leaves out: failures, foreign addresses, two CPUs at once. */
class ExecmemOwnCasesTest {
  private static final BootOptions NO_TAIL = BootOptions.DEFAULT.withTextTail(false);
  private static final long MIB = 1L << 20;

  /** All single frames of the machine but so many; gives the rest back when closed. */
  private record Shortage(TestKernel machine, List<Long> held) implements AutoCloseable {
    static Shortage leaving(TestKernel machine, int frames) {
      List<Long> held = new ArrayList<>();
      for (long f = machine.frames.allocate(0); f >= 0; f = machine.frames.allocate(0)) {
        held.add(f);
      }
      for (int i = 0; i < frames; i++) {
        machine.frames.free(held.removeLast(), 0);
      }
      return new Shortage(machine, held);
    }

    @Override
    public void close() {
      held.forEach(frame -> machine.frames.free(frame, 0));
    }
  }

  /** A region of small pages needs 512 frames, and tables: it fails at each of them in turn. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 100, 511, 512, 513, 514, 515, 516, 600})
  void whereverFramesRunOutNothingIsLostOrHalfDone(int left) {
    try (TestKernel machine = TestKernel.boot(KernelLayout.linux(1), NO_TAIL, 64 * MIB)) {
      Execmem execmem = new Execmem(machine.kernel);
      long block;
      try (Shortage shortage = Shortage.leaving(machine, left)) {
        assertTrue(shortage.held().size() > 1000);
        block = execmem.alloc(100, 64);
        assertEquals(block == 0 ? 0 : 1, execmem.regions().size());
        assertTrue(left >= 512 || block == 0, "a region without frames");
        ExecmemCheck.check(machine.kernel, execmem);
        execmem.free(block);
      }
      assertEquals(List.of(), execmem.regions());
      long again = execmem.alloc(100, 64);
      assertNotEquals(0, again);
      assertEquals(again, execmem.fill(again, new byte[100]));
      execmem.free(again);
      ExecmemCheck.check(machine.kernel, execmem);
    }
  }

  @Test
  void whereAddressesRunOutTheAnswerIsNullAndTheRestStaysUsable() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      Execmem execmem = new Execmem(machine.kernel);
      List<Long> blocks = new ArrayList<>();
      for (long b = execmem.alloc(256 * MIB, 64); b != 0; b = execmem.alloc(256 * MIB, 64)) {
        blocks.add(b);
      }
      assertEquals(machine.kernel.layout().modules().bytes() / (256 * MIB), blocks.size());
      assertNotEquals(0, execmem.alloc(64, 64));
      blocks.forEach(execmem::free);
      ExecmemCheck.check(machine.kernel, execmem);
    }
  }

  @Test
  void foreignAddressesAreRefusedButForWhatHasNoVm() {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      KernelMemory kernel = machine.kernel;
      Execmem execmem = new Execmem(kernel);
      long block = execmem.alloc(128, 64);
      long refused = Errno.EINVAL.negative();
      byte[] bytes = new byte[16];
      assertEquals(refused, execmem.fill(0, bytes));
      assertEquals(refused, execmem.fill(kernel.image().text().start(), bytes));
      assertEquals(refused, execmem.fill(kernel.allocPages(0), bytes));
      assertEquals(refused, execmem.fill(block + 120, bytes)); // over its end
      assertEquals(refused, execmem.fill(block - 8, bytes)); // over its start
      long[] frames = new long[65];
      for (int i = 0; i < frames.length; i++) {
        frames[i] = machine.frames.allocate(0);
      }
      long ram = kernel.vmapRam().map(frames);
      assertEquals(ram + 8, execmem.fill(ram + 8, bytes)); // the series takes it for its own
      assertEquals(5, kernel.warnings().count(Site.FILL_OUTSIDE_ALLOCATION));
      kernel.vmapRam().unmap(ram, frames.length);
      execmem.free(block);
      execmem.free(block);
      assertEquals(1, kernel.warnings().count(Site.FREE_UNKNOWN_ADDRESS));
      ExecmemCheck.check(kernel, execmem);
    }
  }

  @Test
  void twoCpusThatMissAtOnceMayBothMakeARegionAndLoseNone() throws InterruptedException {
    try (TestKernel machine = TestKernel.boot(NO_TAIL)) {
      Execmem execmem = new Execmem(machine.kernel);
      for (int round = 0; round < 20; round++) {
        Queue<Long> blocks = new ConcurrentLinkedQueue<>();
        CyclicBarrier start = new CyclicBarrier(2);
        CpuTask miss =
            cpu -> {
              await(start);
              blocks.add(execmem.alloc(MIB, 64));
              return false;
            };
        CpuThreads.run(machine.machine, Collections.nCopies(2, miss));
        assertEquals(2, blocks.size());
        assertTrue(blocks.stream().noneMatch(block -> block == 0));
        assertTrue(execmem.regions().size() <= 2);
        ExecmemCheck.check(machine.kernel, execmem);
        blocks.forEach(execmem::free);
        ExecmemCheck.check(machine.kernel, execmem);
        while (!execmem.regions().isEmpty()) { // a free gives back one region at most
          execmem.free(execmem.alloc(64, 64));
        }
      }
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
