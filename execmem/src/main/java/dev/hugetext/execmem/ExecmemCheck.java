package dev.hugetext.execmem;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.vmap.FreeAreaTree;
import dev.hugetext.execmem.vmap.FreeText;
import dev.hugetext.execmem.vmap.VmapArea;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must hold between any two operations of {@link Execmem}: the checking mode.
 *
 * <p>Walks all page tables and reads all free text, so a check takes about a millisecond.
 */
public final class ExecmemCheck {
  private static final int READ_BYTES = 1 << 16;
  private static final byte[] NEVER_USED = pattern(0);
  private static final byte[] FREED = pattern(0xCC);
  private static final long[] SIZES = {1, 64, 100, 4096, 1 << 16, 1 << 20, 2 << 20};
  private static final long[] ALIGNS = {1, 64, 4096, 2 << 20};

  private final KernelMemory kernel;
  private final Execmem execmem;

  private ExecmemCheck(KernelMemory kernel, Execmem execmem) {
    this.kernel = kernel;
    this.execmem = execmem;
  }

  /**
   * Requires every law.
   *
   * @throws IllegalStateException saying which one is broken, where
   */
  public static void check(KernelMemory kernel, Execmem execmem) {
    MappingCheck.check(kernel);
    checkAreas(kernel, execmem);
    ExecmemCheck check = new ExecmemCheck(kernel, execmem);
    check.freeTextIsUnused();
    check.spaceIsTiled();
  }

  /** Requires what can be seen without page tables and without reading text. */
  public static void checkAreas(KernelMemory kernel, Execmem execmem) {
    ExecmemCheck check = new ExecmemCheck(kernel, execmem);
    check.areasTileTheRegions();
    check.searchIsTheScan();
    check.noSmallPages();
  }

  /** Free and busy text are disjoint, and together they are the regions and the tail. */
  private void areasTileTheRegions() {
    List<AddressRange> backed = new ArrayList<>();
    execmem.regions().forEach(r -> backed.add(AddressRange.of(r.address(), r.size())));
    execmem.textTail().ifPresent(backed::add);
    List<AddressRange> areas = new ArrayList<>(execmem.freeText());
    for (VmapArea area : kernel.vmapSpace().busyAreas()) {
      if (area.vm() == null && !kernel.layout().vmalloc().contains(area.start())) {
        areas.add(new AddressRange(area.start(), area.end()));
      }
    }
    List<AddressRange> covered = joined(areas);
    List<AddressRange> expected = joined(backed);
    require(
        covered.equals(expected), "areas %s do not tile regions and tail %s", covered, expected);
  }

  /** The same as few ranges, by address; no two may share anything. */
  private static List<AddressRange> joined(List<AddressRange> ranges) {
    ranges.sort((a, b) -> Long.compareUnsigned(a.start(), b.start()));
    List<AddressRange> joined = new ArrayList<>();
    for (AddressRange range : ranges) {
      AddressRange last = joined.isEmpty() ? null : joined.getLast();
      if (last != null && Long.compareUnsigned(range.start(), last.end()) <= 0) {
        require(range.start() == last.end(), "%s shares some of %s", range, last);
        joined.set(joined.size() - 1, new AddressRange(last.start(), range.end()));
      } else {
        joined.add(range);
      }
    }
    return joined;
  }

  /** All address space is free, busy, waiting, or free text. */
  private void spaceIsTiled() {
    AddressRange tail = execmem.textTail().orElse(new AddressRange(0, 0));
    List<AddressRange> held = new ArrayList<>(execmem.freeText());
    held.removeIf(tail::encloses);
    kernel.vmapSpace().check(held, tail);
  }

  private void searchIsTheScan() {
    FreeText free = execmem.freeTextItself();
    free.check();
    List<AddressRange> areas = free.toList();
    for (long size : SIZES) {
      for (long align : ALIGNS) {
        long scanned = scan(areas, size, align);
        long found = free.lowest(size, align);
        require(found == scanned, "size %d align %d: 0x%x, scan 0x%x", size, align, found, scanned);
      }
    }
  }

  /** The lowest place for a block, by looking at all areas. */
  private static long scan(List<AddressRange> areas, long size, long align) {
    for (AddressRange area : areas) {
      VmapArea candidate = new VmapArea(area.start(), area.end(), null);
      if (FreeAreaTree.fits(candidate, size, align, 0)) {
        return FreeAreaTree.placement(candidate, align, 0);
      }
    }
    return 0;
  }

  /** Text in large pages never makes the direct map split one into small pages. */
  private void noSmallPages() {
    long splits = kernel.directMap().level2Splits();
    require(splits == 0 || execmem.smallPageRegions() > 0, "%d level-2 splits", splits);
  }

  /** Free text holds zeroes where it was never used, int3 where it was freed. */
  private void freeTextIsUnused() {
    byte[] buffer = new byte[READ_BYTES];
    for (AddressRange area : execmem.freeText()) {
      for (long at = area.start(); at != area.end(); ) {
        int length = (int) Math.min(READ_BYTES, area.end() - at);
        kernel.memory().read(at, buffer, 0, length);
        requireUnused(at, buffer, length);
        at += length;
      }
    }
  }

  private static void requireUnused(long at, byte[] bytes, int length) {
    if (isAll(NEVER_USED, bytes, length) || isAll(FREED, bytes, length)) {
      return;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[i] != 0 && bytes[i] != FREED[0]) {
        throw new IllegalStateException("free text holds %x at 0x%x".formatted(bytes[i], at + i));
      }
    }
  }

  private static boolean isAll(byte[] pattern, byte[] bytes, int length) {
    return Arrays.equals(pattern, 0, length, bytes, 0, length);
  }

  private static byte[] pattern(int value) {
    byte[] pattern = new byte[READ_BYTES];
    Arrays.fill(pattern, (byte) value);
    return pattern;
  }

  private static void require(boolean law, String format, @Nullable Object... facts) {
    if (!law) {
      throw new IllegalStateException(format.formatted(facts));
    }
  }
}
