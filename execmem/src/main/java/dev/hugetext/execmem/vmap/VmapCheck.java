package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.x86.memory.PageSize;
import java.util.ArrayList;
import java.util.List;

/** The laws of {@link VmapSpace}, by plain scans: O(n log n). */
final class VmapCheck {
  /** First and last address of all that can be handed out. */
  private static final AddressRange ALL = new AddressRange(1, -1L);

  private final FreeSpace free;
  private final VmapNodes nodes;
  private final LazyPurge lazy;

  VmapCheck(FreeSpace free, VmapNodes nodes, LazyPurge lazy) {
    this.free = free;
    this.nodes = nodes;
    this.lazy = lazy;
  }

  void check(List<AddressRange> held, AddressRange foreign) {
    free.check();
    List<AddressRange> parts = new ArrayList<>();
    free.forEach(area -> parts.add(rangeOf(area)));
    long[] waiting = new long[1];
    for (VmapNode node : nodes.all()) {
      node.forEachBusy(area -> parts.add(rangeOf(area)));
      node.pools().forEach(area -> parts.add(rangeOf(area)));
      node.forEachLazy(area -> {
        parts.add(rangeOf(area));
        waiting[0] += area.size() / PageSize.KIB_4.bytes();
      });
    }
    if (waiting[0] != lazy.lazyPages()) {
      throw new IllegalStateException(
          "%d pages wait, counted %d".formatted(waiting[0], lazy.lazyPages()));
    }
    parts.removeIf(foreign::encloses);
    parts.addAll(held);
    requireTiling(parts);
  }

  private static AddressRange rangeOf(VmapArea area) {
    return new AddressRange(area.start(), area.end());
  }

  private static void requireTiling(List<AddressRange> parts) {
    parts.sort((a, b) -> Long.compareUnsigned(a.start(), b.start()));
    long end = ALL.start();
    for (AddressRange part : parts) {
      if (part.start() != end) {
        throw new IllegalStateException("%s follows 0x%x".formatted(part, end));
      }
      end = part.end();
    }
    if (end != ALL.end()) {
      throw new IllegalStateException("nothing is known of space from 0x%x on".formatted(end));
    }
  }
}
