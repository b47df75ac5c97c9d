package dev.hugetext.selftests.execmem;

import dev.hugetext.execmem.Execmem;
import dev.hugetext.execmem.TextUser;
import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.x86.memory.PageSize;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The series' allocator: lowest place that fits; at most one region given back by a free. */
final class ExecmemModel implements PlaceModel {
  private static final long LARGE = PageSize.MIB_2.bytes();

  private final Execmem execmem;
  private final long regionUnit;
  private final FreeIntervals free = new FreeIntervals();
  private final Deque<AddressRange> regions = new ArrayDeque<>(); // the newest is first
  private final Map<Long, Long> ends = new HashMap<>();

  ExecmemModel(Execmem execmem, int nodes) {
    this.execmem = execmem;
    regionUnit = LARGE * nodes;
    execmem.textTail().ifPresent(tail -> free.give(tail.start(), tail.end()));
  }

  @Override
  public void allocated(TextUser user, long size, long align, long address) {
    long expected = free.lowest(size, align);
    if (expected == 0) {
      VmStruct region = execmem.regions().getFirst();
      long bytes = (size + regionUnit - 1) / regionUnit * regionUnit;
      PlaceModel.requireSame(bytes, region.size(), "bytes of the new region");
      regions.push(AddressRange.of(region.address(), region.size()));
      free.give(region.address(), region.end());
      expected = free.lowest(size, align);
    }
    PlaceModel.requireAddress(expected, address, "lowest place that fits");
    free.take(address, address + size);
    ends.put(address, address + size);
  }

  @Override
  public void freed(long address) {
    Long end = ends.remove(address);
    if (end == null) {
      throw new IllegalStateException("never allocated: 0x%x".formatted(address));
    }
    long merged = free.give(address, end);
    long low = (merged + LARGE - 1) & -LARGE;
    long high = free.endOf(merged) & -LARGE;
    for (Iterator<AddressRange> i = regions.iterator(); i.hasNext(); ) {
      AddressRange region = i.next();
      if (low <= region.start() && region.end() <= high) {
        i.remove();
        free.take(region.start(), region.end());
        return;
      }
    }
  }

  @Override
  public long capacity(TextUser user, long size) {
    return size;
  }

  @Override
  public void compare() {
    List<AddressRange> expected = new ArrayList<>();
    free.ranges().forEach((start, end) -> expected.add(new AddressRange(start, end)));
    PlaceModel.requireSame(expected, execmem.freeText(), "free text");
    List<AddressRange> found =
        execmem.regions().stream().map(r -> AddressRange.of(r.address(), r.size())).toList();
    PlaceModel.requireSame(List.copyOf(regions), found, "regions");
  }
}
