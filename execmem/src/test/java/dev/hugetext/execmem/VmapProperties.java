package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.execmem.vmap.VmallocRequest;
import dev.hugetext.x86.cpu.Machine;
import dev.hugetext.x86.cpu.MachineSpec;
import dev.hugetext.x86.table.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Vmalloc space against a model of intervals: what is taken, what waits for a purge. Every mapping
 * is written and read through the TLB of some CPU, and no CPU may use a stale translation.
 */
class VmapProperties {
  private static final long PAGE = 4096;
  private static final int STEPS = 400;
  private static final int CPUS = 2;

  private final RangeSet<Long> taken = TreeRangeSet.create();
  private final RangeSet<Long> waiting = TreeRangeSet.create();
  private final List<Live> live = new ArrayList<>();

  /** Something mapped, and how to give it back. */
  private record Live(long address, long bytes, long occupied, byte mark, Kind kind) {}

  private enum Kind {
    VMALLOC,
    BLOCK,
    VMAP
  }

  @Property(tries = 6)
  void theSingleTreeGivesTheLowestPlaceThatIsNeitherTakenNorWaits(@ForAll long seed) {
    run(seed, KernelVersion.V6_1);
  }

  @Property(tries = 6)
  void nodesAndPoolsGiveOnlyWhatIsFreeAndFlushed(@ForAll long seed) {
    run(seed, KernelVersion.V6_18);
  }

  private void run(long seed, KernelVersion version) {
    Random random = new Random(seed);
    taken.clear();
    waiting.clear();
    live.clear();
    var spec = MachineSpec.DEFAULT.withCpus(CPUS).withRam(1L << 30).reportingStaleUse();
    try (Machine machine = new Machine(spec)) {
      var image = KernelImage.withFunctions(KernelLayout.linux(1), List.of());
      var options = BootOptions.DEFAULT.withVersion(version);
      KernelMemory kernel = KernelMemory.boot(image.layout(), image, machine, options);
      long[] frames = {machine.frames().allocate(0), machine.frames().allocate(0)};
      for (int step = 0; step < STEPS; step++) {
        kernel.thisCpu().drive(random.nextInt(CPUS));
        long purges = kernel.vmapSpace().purges();
        step(kernel, random, frames);
        if (kernel.vmapSpace().purges() != purges) {
          waiting.clear();
        }
        useAll(machine, random);
        if (step % 10 == 0) {
          kernel.vmapSpace().check();
        }
      }
      kernel.vmapSpace().check();
      for (int cpu = 0; cpu < CPUS; cpu++) {
        assertEquals(List.of(), machine.cpu(cpu).mmu().staleUses());
      }
    }
  }

  private void step(KernelMemory kernel, Random random, long[] frames) {
    int choice = random.nextInt(20);
    if (choice < 9) {
      allocate(kernel, random);
    } else if (choice < 11) {
      long address = kernel.vmapRam().map(frames);
      live.add(new Live(address, 2 * PAGE, 0, (byte) random.nextInt(), Kind.BLOCK));
    } else if (choice < 12) {
      VmStruct vm = kernel.vmalloc().map(frames, Protection.PAGE_KERNEL);
      assertNotNull(vm);
      take(vm.address(), 3 * PAGE);
      live.add(new Live(vm.address(), 2 * PAGE, 3 * PAGE, (byte) 0, Kind.VMAP));
    } else if (choice < 19) {
      if (!live.isEmpty()) {
        free(kernel, live.remove(random.nextInt(live.size())));
      }
    } else {
      kernel.vmapSpace().unmapAliases();
      assertEquals(0, kernel.vmapSpace().lazyPages());
    }
  }

  private void allocate(KernelMemory kernel, Random random) {
    long pages = random.nextInt(4) == 0 ? 1 + random.nextInt(1500) : 1 + random.nextInt(6);
    long align = random.nextInt(3) == 0 ? PAGE << random.nextInt(6) : 1;
    AddressRange range = kernel.layout().vmalloc();
    var request =
        new VmallocRequest(
            pages * PAGE, align, range, Protection.PAGE_KERNEL, random.nextBoolean(), true);
    VmStruct vm = kernel.vmalloc().allocate(request);
    assertNotNull(vm);
    long occupied = vm.size() + PAGE;
    assertEquals(0, vm.address() & (align - 1));
    boolean searched = kernel.options().version() == KernelVersion.V6_1 && align <= PAGE;
    if (searched && vm.size() < 2 << 20) {
      assertEquals(lowest(kernel, range, occupied), vm.address());
    }
    take(vm.address(), occupied);
    byte mark = (byte) random.nextInt();
    live.add(new Live(vm.address(), vm.size(), occupied, mark, Kind.VMALLOC));
  }

  /** By trying every end of something that cannot be used, blocks of vm_map_ram included. */
  private long lowest(KernelMemory kernel, AddressRange range, long bytes) {
    RangeSet<Long> used = TreeRangeSet.create(taken);
    used.addAll(waiting);
    kernel
        .vmapSpace()
        .busyAreas()
        .forEach(area -> {
          if (area.vm() == null) {
            used.add(Range.closedOpen(area.start(), area.end()));
          }
        });
    long at = range.start();
    for (Range<Long> next : used.asRanges()) {
      if (next.lowerEndpoint() - at >= bytes) {
        return at;
      }
      at = Math.max(at, next.upperEndpoint());
    }
    return at;
  }

  private void take(long address, long bytes) {
    Range<Long> range = Range.closedOpen(address, address + bytes);
    assertFalse(taken.intersects(range), "taken twice");
    assertFalse(waiting.intersects(range), "used again before its flush");
    taken.add(range);
  }

  private void free(KernelMemory kernel, Live gone) {
    switch (gone.kind()) {
      case VMALLOC -> kernel.vmalloc().free(gone.address());
      case VMAP -> kernel.vmalloc().unmap(gone.address());
      case BLOCK -> kernel.vmapRam().unmap(gone.address(), 2);
    }
    assertEquals(-1, kernel.machine().kernelTable().translate(gone.address()));
    if (gone.occupied() > 0) {
      Range<Long> range = Range.closedOpen(gone.address(), gone.address() + gone.occupied());
      taken.remove(range);
      waiting.add(range);
    }
  }

  /** Some CPU writes to each mapping, another reads it. */
  private void useAll(Machine machine, Random random) {
    for (Live at : live) {
      if (random.nextInt(8) == 0) {
        long last = at.address() + at.bytes() - 1;
        machine.cpu(random.nextInt(CPUS)).store(last, Width.B, at.mark());
        long read = machine.cpu(random.nextInt(CPUS)).load(last, Width.B);
        assertEquals(at.mark(), (byte) read);
        assertNotEquals(-1, machine.kernelTable().translate(last));
      }
    }
  }
}
