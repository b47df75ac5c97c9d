package dev.hugetext.selftests.execmem;

import dev.hugetext.execmem.TextUser;
import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.x86.memory.PageSize;
import java.util.Map;
import java.util.TreeMap;

/** Blocks with pages of their own: somewhere in the range, whole pages, a page between any two. */
final class PageModel implements PlaceModel {
  private static final long PAGE = PageSize.KIB_4.bytes();

  private final AddressRange range;
  private final TreeMap<Long, Long> endByStart = new TreeMap<>();

  PageModel(AddressRange range) {
    this.range = range;
  }

  @Override
  public void allocated(TextUser user, long size, long align, long address) {
    long end = address + ((size + PAGE - 1) & -PAGE) + PAGE; // with the guard page
    if (address % PAGE != 0 || !range.encloses(new AddressRange(address, end))) {
      throw new IllegalStateException("pages at 0x%x, not in %s".formatted(address, range));
    }
    Map.Entry<Long, Long> below = endByStart.floorEntry(address);
    Map.Entry<Long, Long> above = endByStart.ceilingEntry(address);
    if ((below != null && below.getValue() > address) || (above != null && above.getKey() < end)) {
      throw new IllegalStateException("pages at 0x%x are in use".formatted(address));
    }
    endByStart.put(address, end);
  }

  @Override
  public void freed(long address) {
    endByStart.remove(address);
  }

  @Override
  public long capacity(TextUser user, long size) {
    return size;
  }

  @Override
  public void compare() {
    // what is held is what was not freed: the policy has no other state
  }
}
