package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.HostReservation;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.outcome.KernelBug;
import dev.hugetext.execmem.percpu.PerCpu;
import dev.hugetext.x86.memory.Pte;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Booting on both layouts, and the kernel's data. */
class KernelMemoryTest {
  private static final long RAM = 4 * TestKernel.GIB;

  static List<KernelLayout> layouts() {
    HostReservation host =
        new HostReservation(
            AddressRange.of(0x7f00_0000_0000L, RAM),
            AddressRange.of(0x7e00_0000_0000L, RAM),
            AddressRange.of(0x4000_0000L, 512L << 20));
    return List.of(KernelLayout.linux(1), KernelLayout.hosted(host, 1));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void boots(KernelLayout layout) {
    try (TestKernel machine = TestKernel.boot(layout, BootOptions.DEFAULT, RAM)) {
      KernelMemory kernel = machine.kernel;
      long helper = kernel.image().address("bpf_map_lookup_elem");
      assertEquals(0, machine.table.find(helper).value() & (Pte.RW | Pte.NX));
      byte[] code = kernel.memory().read(helper, 6);
      assertArrayEquals(new byte[] {0x0f, 0x1f, 0x44, 0, 0, (byte) 0xe9}, code);
      assertEquals((byte) 0xCC, kernel.memory().getByte(layout.textStart()));
      long alias = layout.directMapAddress(layout.physicalOfText(helper));
      assertEquals(Pte.NX, machine.table.find(alias).value() & (Pte.RW | Pte.NX));
      Execmem execmem = new Execmem(kernel);
      long block = execmem.alloc(3 << 20, 64);
      assertEquals(layout.modules().start(), block);
      assertEquals(block, execmem.fill(block, new byte[] {1, 2, 3}));
      execmem.free(block);
      ExecmemCheck.check(kernel, execmem);
    }
  }

  @Test
  void eachCpuHasAStackAndAPerCpuUnitThatKnowsItself() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      KernelMemory kernel = machine.kernel;
      for (int cpu = 0; cpu < 4; cpu++) {
        long base = kernel.perCpuOffset(cpu);
        assertEquals(base, kernel.memory().getLong(base + PerCpu.THIS_CPU_OFF));
        assertEquals(cpu, kernel.memory().getInt(base + PerCpu.CPU_NUMBER));
        kernel.memory().putLong(kernel.stackTop(cpu) - 8, 42);
        kernel.memory().putLong(kernel.stackTop(cpu) - (16 << 10), 42);
      }
      assertNotEquals(kernel.stackTop(0), kernel.stackTop(1));
    }
  }

  @Test
  void perCpuMemoryIsZeroedInEveryUnit() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      PerCpu perCpu = machine.kernel.perCpu();
      long pointer = perCpu.allocate(24, 8);
      machine.kernel.memory().putLong(perCpu.offset(2) + pointer, 7);
      perCpu.free(pointer);
      assertEquals(pointer, perCpu.allocate(24, 8));
      assertEquals(0, machine.kernel.memory().getLong(perCpu.offset(2) + pointer));
      assertEquals(0, perCpu.allocate(1 << 20, 8));
      assertThrows(IllegalArgumentException.class, () -> perCpu.free(pointer + 8));
    }
  }

  @Test
  void kmallocIsZeroedAlignedAndReusesTheLowestSlot() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      KernelMemory kernel = machine.kernel;
      long free = machine.frames.freeBytes();
      long a = kernel.kmalloc(100);
      long b = kernel.kmalloc(128);
      assertEquals(0, a & 127);
      assertEquals(a + 128, b);
      kernel.memory().fill(a, 128, 0x77);
      kernel.kfree(a);
      assertThrows(KernelBug.class, () -> kernel.kfree(a));
      assertThrows(KernelBug.class, () -> kernel.kfree(b + 8));
      assertEquals(a, kernel.kmalloc(65));
      assertArrayEquals(new byte[128], kernel.memory().read(a, 128));
      long large = kernel.kmalloc(5000);
      assertEquals(0, large & 8191);
      kernel.kfree(large);
      kernel.kfree(a);
      kernel.kfree(b);
      kernel.kfree(0);
      assertEquals(free, machine.frames.freeBytes());
      assertEquals(0, kernel.kmalloc((4 << 20) + 1));
    }
  }

  @Test
  void pagesAreZeroed() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      long pages = machine.kernel.allocPages(3);
      machine.kernel.memory().fill(pages, 8 * 4096, 0x11);
      machine.kernel.freePages(pages, 3);
      assertEquals(pages, machine.kernel.allocPages(3));
      assertArrayEquals(new byte[8 * 4096], machine.kernel.memory().read(pages, 8 * 4096));
      assertEquals(0, machine.kernel.allocPages(11));
    }
  }
}
