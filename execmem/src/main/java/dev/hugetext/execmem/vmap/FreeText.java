package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.layout.AddressRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Unused text of {@code execmem_alloc}: free areas ordered by address, never two that touch,
 * searched for the lowest one in which an aligned block fits. What {@link FreeAreaTree} is for all
 * address space, this is for very many areas where text lies.
 *
 * <p>Each 4 KiB page has an array of the areas that start in it, and the largest of their sizes is
 * in a tree of maxima over the pages; so every operation reads a handful of the host's cache lines,
 * however many areas there are. What lies elsewhere is in a {@link FreeAreaTree}: only wrong frees
 * bring it here. Not thread safe: the owner holds its lock.
 */
public final class FreeText {
  private final AddressRange stretch;
  private final TextAreas areas = new TextAreas();
  private final PageMaxima largest = new PageMaxima();
  private final FreeAreaTree elsewhere = new FreeAreaTree();

  /**
   * Nothing is free yet.
   *
   * @param stretch all addresses where text may lie: at most 2 GiB
   */
  public FreeText(AddressRange stretch) {
    this.stretch = stretch;
  }

  /** Number of free areas. */
  public int count() {
    return areas.count() + elsewhere.count();
  }

  /**
   * Takes the lowest place in which an aligned block fits.
   *
   * @param size bytes, not 0
   * @param align a power of two
   * @return its address, or 0 where none fits
   */
  public long take(long size, long align) {
    long start = lowest(size, align);
    if (start != 0) {
      boolean _ = carve(start, size);
    }
    return start;
  }

  /** Where {@link #take} would take a block now; 0 where none fits. */
  public long lowest(long size, long align) {
    long start = lowestInStretch(size, align);
    if (elsewhere.count() == 0) {
      return start;
    }
    VmapArea other = elsewhere.lowestMatch(size, align);
    boolean lower = other != null && (start == 0 || Long.compareUnsigned(other.start(), start) < 0);
    return other != null && lower ? FreeAreaTree.placement(other, align, 0) : start;
  }

  private long lowestInStretch(long size, long align) {
    if (size > largest.largest() || size < 0) {
      return 0;
    }
    int least = (int) size;
    for (int page = largest.first(least); page >= 0; page = largest.next(page, least)) {
      for (int i = 0; i < areas.countIn(page); i++) {
        long area = areas.areaIn(page, i);
        if (TextAreas.size(area) >= least) {
          long start = stretch.start() + TextAreas.start(area);
          long placed = (start + align - 1) & -align;
          long skipped = placed - start; // negative where rounding wrapped around
          if (skipped >= 0 && skipped + size <= TextAreas.size(area)) {
            return placed;
          }
        }
      }
    }
    return 0;
  }

  /**
   * Takes {@code [start, start + size)} out.
   *
   * @return false, and nothing is changed, unless all of it is free
   */
  public boolean carve(long start, long size) {
    if (!stretch.contains(start)) {
      VmapArea area = elsewhere.containing(start);
      return area != null && elsewhere.clip(area, start, size) == 0;
    }
    long first = start - stretch.start();
    long last = first + size;
    long area = areas.containing(first);
    if (area == TextAreas.NONE || size <= 0 || last > TextAreas.end(area)) {
      return false;
    }
    boolean left = first > TextAreas.start(area);
    boolean right = last < TextAreas.end(area);
    if (left) {
      replace(area, TextAreas.area(TextAreas.start(area), first - TextAreas.start(area)));
      if (right) {
        insert(TextAreas.area(last, TextAreas.end(area) - last));
      }
    } else if (right) {
      replace(area, TextAreas.area(last, TextAreas.end(area) - last));
    } else {
      remove(area);
    }
    return true;
  }

  /**
   * Makes {@code range} free and joins it with the areas that it touches.
   *
   * @return the free area that it is now part of
   * @throws IllegalStateException if some of it is free already
   */
  public AddressRange release(AddressRange range) {
    if (!stretch.encloses(range)) {
      VmapArea merged = elsewhere.mergeOrAdd(new VmapArea(range.start(), range.end(), null));
      return new AddressRange(merged.start(), merged.end());
    }
    long area = TextAreas.area(range.start() - stretch.start(), range.bytes());
    long joined = areas.join(area);
    int page = TextAreas.page(TextAreas.start(area));
    int first = TextAreas.page(TextAreas.start(joined));
    boolean withAbove = TextAreas.end(joined) > TextAreas.end(area);
    int behind = withAbove ? TextAreas.page(TextAreas.end(area)) : page; // where that one began
    refresh(page);
    if (first != page) {
      refresh(first);
    }
    if (behind != page) {
      refresh(behind);
    }
    return AddressRange.of(stretch.start() + TextAreas.start(joined), TextAreas.size(joined));
  }

  private void insert(long area) {
    areas.insert(area);
    refresh(TextAreas.page(TextAreas.start(area)));
  }

  private void remove(long area) {
    areas.remove(area);
    refresh(TextAreas.page(TextAreas.start(area)));
  }

  private void replace(long area, long by) {
    areas.replace(area, by);
    int before = TextAreas.page(TextAreas.start(area));
    int now = TextAreas.page(TextAreas.start(by));
    refresh(now);
    if (before != now) {
      refresh(before);
    }
  }

  /** Brings the maximum of a page up to date. */
  private void refresh(int page) {
    int size = largestIn(page);
    if (largest.get(page) != size) {
      largest.set(page, size);
    }
  }

  private int largestIn(int page) {
    int size = 0;
    for (int i = 0; i < areas.countIn(page); i++) {
      size = Math.max(size, TextAreas.size(areas.areaIn(page, i)));
    }
    return size;
  }

  /** The free areas by rising address: a copy. */
  public List<AddressRange> toList() {
    List<AddressRange> ranges = new ArrayList<>();
    elsewhere.forEach(area -> ranges.add(new AddressRange(area.start(), area.end())));
    areas.forEach(area ->
        ranges.add(AddressRange.of(stretch.start() + TextAreas.start(area), TextAreas.size(area))));
    ranges.sort(Comparator.comparing(AddressRange::start, Long::compareUnsigned));
    return ranges;
  }

  /**
   * Requires gaps between neighbours, and right maxima, by plain scans.
   *
   * @throws IllegalStateException naming what breaks a law
   */
  public void check() {
    FreeAreaCheck.check(elsewhere);
    AddressRange previous = null;
    for (AddressRange range : toList()) {
      if (previous != null && Long.compareUnsigned(previous.end(), range.start()) >= 0) {
        throw new IllegalStateException("not merged: %s then %s".formatted(previous, range));
      }
      previous = range;
    }
    areas.forEach(area -> requireMaximum(TextAreas.page(TextAreas.start(area))));
    for (int page = largest.first(1); page >= 0; page = largest.next(page, 1)) {
      requireMaximum(page);
    }
  }

  private void requireMaximum(int page) {
    if (largest.get(page) != largestIn(page)) {
      throw new IllegalStateException("stale maximum of page %d".formatted(page));
    }
  }
}
