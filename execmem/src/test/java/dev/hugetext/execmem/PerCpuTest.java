package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.outcome.Warnings.Site;
import dev.hugetext.execmem.percpu.PerCpu;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Per-CPU memory beyond the first chunk. */
class PerCpuTest {
  private static final long MIB_2 = 2L << 20;

  @Test
  void furtherChunksLieBelowTheTopOfVmallocSpaceAndKeepTheDistances() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      PerCpu perCpu = machine.kernel.perCpu();
      GuestMemory memory = machine.kernel.memory();
      AddressRange vmalloc = machine.kernel.layout().vmalloc();
      List<Long> pointers = new ArrayList<>();
      long top = vmalloc.end();
      for (int chunk = 1; chunk <= 2; chunk++) {
        long pointer = outsideOf(perCpu, pointers, top);
        assertEquals(top - MIB_2, pointer + perCpu.offset(0));
        top -= MIB_2;
        for (int cpu = 0; cpu < 4; cpu++) {
          long address = pointer + perCpu.offset(cpu);
          assertEquals(pointer + perCpu.offset(0) + cpu * (MIB_2 / 4), address);
          assertEquals(0, memory.getLong(address));
          memory.putLong(address, cpu);
        }
      }
      pointers.forEach(perCpu::free);
      machine.kernel.vmapSpace().check();
      assertEquals(1, machine.kernel.vmapSpace().busyAreas().size()); // one empty chunk stays
    }
  }

  /** Allocates until something lies in vmalloc space below {@code top}. */
  private static long outsideOf(PerCpu perCpu, List<Long> pointers, long top) {
    while (true) {
      long pointer = perCpu.allocate(32 << 10, 8);
      assertNotEquals(0, pointer);
      pointers.add(pointer);
      long address = pointer + perCpu.offset(0);
      if (address >= top - MIB_2 && address < top) {
        return pointer;
      }
    }
  }

  @Test
  void noTwoAllocationsShareAByte() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      PerCpu perCpu = machine.kernel.perCpu();
      SplittableRandom random = new SplittableRandom(7);
      List<long[]> live = new ArrayList<>();
      for (int i = 0; i < 3000; i++) {
        long size = random.nextInt(1, 1025);
        long align = 1L << random.nextInt(1, 12);
        long pointer = perCpu.allocate(size, align);
        assertEquals(0, (pointer + perCpu.offset(0)) & (align - 1));
        live.add(new long[] {pointer, size});
        if (random.nextInt(3) == 0) {
          perCpu.free(live.remove(random.nextInt(live.size()))[0]);
        }
      }
      live.sort((a, b) -> Long.compareUnsigned(a[0] + perCpu.offset(0), b[0] + perCpu.offset(0)));
      for (int i = 1; i < live.size(); i++) {
        long end = live.get(i - 1)[0] + live.get(i - 1)[1];
        assertTrue(live.get(i)[0] - end >= 0, "overlap");
      }
      machine.kernel.vmapSpace().check();
    }
  }

  @Test
  void whatIsNoPerCpuRequestIsRefused() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      PerCpu perCpu = machine.kernel.perCpu();
      assertEquals(0, perCpu.allocate(0, 8));
      assertEquals(0, perCpu.allocate((32 << 10) + 1, 8));
      assertEquals(0, perCpu.allocate(8, 8192));
      assertEquals(3, machine.kernel.warnings().count(Site.PERCPU_ILLEGAL_SIZE));
      long pointer = perCpu.allocate(8, 8);
      perCpu.free(pointer);
      assertThrows(IllegalArgumentException.class, () -> perCpu.free(pointer));
      perCpu.free(0);
    }
  }
}
