package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.outcome.Errno;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Unused address space: free areas ordered by address, never two that touch, searched for the
 * lowest one in which an aligned block fits.
 *
 * <p>Serves the kernel's global free space; {@link FreeText} answers the same for text. Every
 * operation is O(log n), but a search may visit more where alignment spoils areas that are large
 * enough. Not thread safe: the owner holds its lock.
 */
public final class FreeAreaTree {
  private final AreaTree areas = new AreaTree();

  /** Nothing is free yet. */
  public FreeAreaTree() {}

  /** Number of free areas. */
  public int count() {
    return areas.size();
  }

  /** Size of the largest free area, 0 where nothing is free. O(1). */
  public long largest() {
    return areas.largest();
  }

  /** One of the largest free areas; null without any. */
  public @Nullable VmapArea largestArea() {
    return areas.largestArea();
  }

  /** The free area that contains {@code address}, or null. */
  public @Nullable VmapArea containing(long address) {
    return areas.containing(address);
  }

  /** Visits the free areas by rising address; the tree must not change meanwhile. */
  public void forEach(Consumer<VmapArea> visitor) {
    areas.forEach(visitor);
  }

  AreaTree areas() {
    return areas;
  }

  /** {@link #lowestMatch(long, long, long, long)} with nothing below which not to look. */
  public @Nullable VmapArea lowestMatch(long size, long align) {
    return lowestMatch(size, align, 0, size);
  }

  /**
   * The free area with the lowest address in which a block fits at or above {@code from}.
   *
   * <p>With {@code searchLength == size} that is what a scan of all areas by address finds. A
   * larger search length only steers the descent (Linux adds {@code align - 1} for alignments above
   * a page), so that it need not climb back; it may then pass over an area that fits exactly.
   *
   * @param size bytes wanted, not 0
   * @param align a power of two
   * @param from lowest acceptable start
   * @param searchLength size by which subtrees are judged, at least {@code size}
   * @return an area in this tree, or null
   */
  public @Nullable VmapArea lowestMatch(long size, long align, long from, long searchLength) {
    return areas.lowestMatch(size, align, from, searchLength);
  }

  /** Whether {@code area} has room for an aligned block at or above {@code from}. */
  public static boolean fits(VmapArea area, long size, long align, long from) {
    long start = placement(area, align, from);
    long end = start + size;
    return Long.compareUnsigned(start, area.start()) >= 0 // neither the rounding
        && Long.compareUnsigned(end, start) >= 0 // nor the addition wrapped around
        && Long.compareUnsigned(end, area.end()) <= 0;
  }

  /** The lowest aligned address in {@code area} that is not below {@code from}. */
  public static long placement(VmapArea area, long align, long from) {
    long lowest = Long.compareUnsigned(area.start(), from) > 0 ? area.start() : from;
    return (lowest + align - 1) & -align;
  }

  /**
   * Takes {@code [start, start + size)} out of a free area of this tree. A block in the middle
   * leaves a new area on its left; {@code area} itself keeps the right remainder.
   *
   * @return 0, or {@code -EINVAL} if the block does not lie inside
   */
  public int clip(VmapArea area, long start, long size) {
    long end = start + size;
    switch (Fit.of(area, start, size)) {
      case NOTHING -> {
        return Errno.EINVAL.negative();
      }
      case WHOLE -> areas.remove(area);
      case LEFT_EDGE -> areas.resize(area, end, area.end());
      case RIGHT_EDGE -> areas.resize(area, area.start(), start);
      case MIDDLE -> {
        VmapArea remainder = new VmapArea(area.start(), start, null);
        areas.resize(area, end, area.end());
        areas.insert(remainder);
      }
    }
    return 0;
  }

  /**
   * Gives {@code area} (in no tree) to this tree and joins it with the neighbours that it touches:
   * first the one above, then the one below.
   *
   * @return the free area that now covers it; only that object is in the tree
   * @throws IllegalStateException if some of it is free already
   */
  public VmapArea mergeOrAdd(VmapArea area) {
    VmapArea below = areas.floor(area.start());
    VmapArea above = below == null ? areas.first() : areas.next(below);
    requireApart(below, area);
    requireApart(area, above);
    VmapArea merged = area;
    if (above != null && above.start() == area.end()) {
      areas.resize(above, area.start(), above.end());
      merged = above;
    }
    if (below == null || below.end() != area.start()) {
      if (merged == area) {
        areas.insert(area);
      }
      return merged;
    }
    if (merged == above) {
      areas.remove(above);
    }
    areas.resize(below, below.start(), merged.end());
    return below;
  }

  private static void requireApart(@Nullable VmapArea low, @Nullable VmapArea high) {
    if (low != null && high != null && Long.compareUnsigned(low.end(), high.start()) > 0) {
      throw new IllegalStateException("free twice: %s and %s".formatted(low, high));
    }
  }
}
