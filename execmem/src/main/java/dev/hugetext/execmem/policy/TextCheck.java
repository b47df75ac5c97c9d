package dev.hugetext.execmem.policy;

import dev.hugetext.execmem.ArchText;
import dev.hugetext.execmem.Execmem;
import dev.hugetext.execmem.ExecmemCheck;
import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.MappingCheck;
import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.pageattr.DirectMap;
import dev.hugetext.x86.cpu.MachineCounters;
import dev.hugetext.x86.cpu.ShootdownMode;
import dev.hugetext.x86.memory.PageSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * The checking mode: what must hold between any two operations of any policy.
 *
 * <p>Remembers what it saw last, so that page tables are walked only if an entry was written since.
 */
public final class TextCheck {
  private static final long LARGE = PageSize.MIB_2.bytes();

  private final KernelMemory kernel;
  private final TextAllocator text;
  private final long[] bootBytes = new long[PageSize.values().length];
  private long entryWrites = -1;

  /** Checks of an allocator that is new on its kernel. */
  public TextCheck(KernelMemory kernel, TextAllocator text) {
    this.kernel = kernel;
    this.text = text;
    for (PageSize size : PageSize.values()) {
      bootBytes[size.ordinal()] = kernel.directMap().mappedBytes(size);
    }
  }

  /**
   * Requires everything but what the bytes of free text are.
   *
   * @throws IllegalStateException saying which law is broken, where
   */
  public void afterStep() {
    splitsExplainTheDirectMap();
    onlyFlushesAndSyncsInterrupt();
    long written = kernel.machine().kernelTable().entryWrites();
    if (written != entryWrites) {
      MappingCheck.checkWithoutVmalloc(kernel);
      entryWrites = written;
    }
    switch (text) {
      case Execmem execmem -> ExecmemCheck.checkAreas(kernel, execmem);
      case RoxCache cache -> areasAreApart(cache);
      default -> {} // blocks with pages of their own have no state to check
    }
  }

  /**
   * Requires everything, reading all page tables and all free text.
   *
   * @throws IllegalStateException saying which law is broken, where
   */
  public void everything() {
    afterStep();
    MappingCheck.check(kernel);
    switch (text) {
      case Execmem execmem -> ExecmemCheck.check(kernel, execmem);
      case RoxCache cache -> {
        kernel.vmapSpace().check();
        cache.freeAreas().forEach(this::isTrap);
      }
      default -> kernel.vmapSpace().check();
    }
  }

  private void splitsExplainTheDirectMap() {
    DirectMap map = kernel.directMap();
    long level2 = map.level2Splits() - map.level2Collapses();
    long level3 = map.level3Splits() - map.level3Collapses();
    long small = map.mappedBytes(PageSize.KIB_4) - bootBytes[PageSize.KIB_4.ordinal()];
    long large = map.mappedBytes(PageSize.MIB_2) - bootBytes[PageSize.MIB_2.ordinal()];
    require(
        small == LARGE * level2, () -> "d(4k) is 0x%x after %d splits".formatted(small, level2));
    require(
        large == PageSize.GIB_1.bytes() * level3 - small,
        () -> "d(2M) is 0x%x after %d and %d splits".formatted(large, level2, level3));
  }

  private void onlyFlushesAndSyncsInterrupt() {
    MachineCounters counters = kernel.machine().counters();
    boolean ipi = kernel.machine().spec().shootdown() == ShootdownMode.IPI;
    long flushes = ipi ? counters.flushAll() + counters.flushRange() : 0;
    long rounds = counters.syncCores() + flushes;
    long expected = rounds * (kernel.machine().cpuCount() - 1);
    require(
        counters.ipis() == expected,
        () -> "%d interrupts for %d rounds: %s".formatted(counters.ipis(), rounds, counters));
  }

  /** Free and busy areas of the cache are disjoint, and no two free ones touch. */
  private static void areasAreApart(RoxCache cache) {
    List<AddressRange> free = cache.freeAreas();
    for (int i = 1; i < free.size(); i++) {
      AddressRange area = free.get(i);
      require(free.get(i - 1).end() != area.start(), () -> "not joined: " + area);
    }
    List<AddressRange> all = new ArrayList<>(free);
    all.addAll(cache.busyAreas());
    all.sort(Comparator.comparingLong(AddressRange::start)); // all in the upper half
    for (int i = 1; i < all.size(); i++) {
      AddressRange area = all.get(i);
      require(!all.get(i - 1).overlaps(area), () -> "two areas share some of " + area);
    }
  }

  private void isTrap(AddressRange area) {
    byte[] bytes = kernel.memory().read(area.start(), Math.toIntExact(area.bytes()));
    for (int i = 0; i < bytes.length; i++) {
      if ((bytes[i] & 0xFF) != ArchText.INT3) {
        throw new IllegalStateException(
            "free text holds %x at 0x%x".formatted(bytes[i], area.start() + i));
      }
    }
  }

  private static void require(boolean law, Supplier<String> what) {
    if (!law) {
      throw new IllegalStateException(what.get());
    }
  }
}
