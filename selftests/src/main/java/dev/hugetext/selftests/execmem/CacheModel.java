package dev.hugetext.selftests.execmem;

import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.TextUser;
import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.policy.RoxCache;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.x86.memory.PageSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages of the ROX cache: lowest free area that is long enough; whole 2 MiB areas go back. */
final class CacheModel implements PlaceModel {
  private static final long PAGE = PageSize.KIB_4.bytes();
  private static final long LARGE = PageSize.MIB_2.bytes();

  private final KernelMemory kernel;
  private final RoxCache cache;
  private final FreeIntervals free = new FreeIntervals();
  private final Map<Long, Long> areas = new HashMap<>();
  private final Map<Long, Long> ends = new HashMap<>();

  CacheModel(KernelMemory kernel, RoxCache cache) {
    this.kernel = kernel;
    this.cache = cache;
  }

  @Override
  public void allocated(TextUser user, long size, long align, long address) {
    long bytes = capacity(user, size);
    long expected = free.lowest(bytes, PAGE);
    if (expected == 0) {
      VmStruct made = areaAt(address);
      if (made == null) {
        throw new IllegalStateException("no area at 0x%x".formatted(address));
      }
      PlaceModel.requireSame((bytes + LARGE - 1) & -LARGE, made.size(), "bytes of new cache");
      free.give(made.address(), made.end());
      areas.put(made.address(), made.end());
      expected = made.address();
    }
    PlaceModel.requireAddress(expected, address, "lowest area of the cache");
    free.take(address, address + bytes);
    ends.put(address, address + bytes);
  }

  private @Nullable VmStruct areaAt(long address) {
    return kernel.vmalloc().find(address);
  }

  @Override
  public void freed(long address) {
    Long end = ends.remove(address);
    if (end == null) {
      throw new IllegalStateException("never allocated: 0x%x".formatted(address));
    }
    free.give(address, end);
    List<Long> whole = new ArrayList<>();
    free.ranges()
        .forEach((start, areaEnd) -> {
          boolean large = start % LARGE == 0 && areaEnd % LARGE == 0;
          if (large && areaEnd.equals(areas.get(start))) {
            whole.add(start);
          }
        });
    for (long start : whole) {
      free.take(start, free.endOf(start));
      areas.remove(start);
    }
  }

  @Override
  public long capacity(TextUser user, long size) {
    return (size + PAGE - 1) & -PAGE;
  }

  @Override
  public void compare() {
    List<AddressRange> expected = new ArrayList<>();
    free.ranges().forEach((start, end) -> expected.add(new AddressRange(start, end)));
    PlaceModel.requireSame(expected, cache.freeAreas(), "free areas of the cache");
  }
}
