package dev.hugetext.execmem.vmap;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Disjoint areas ordered by start address, with the largest size at hand. Not thread safe: whoever
 * owns it owns its lock.
 *
 * <p>{@link AreaTree} has the kernel's shape, on which a search with a lengthened size may depend;
 * {@link PackedAreas} is faster where there are many areas and no such search is made.
 */
public sealed interface AreaSet permits AreaTree, PackedAreas {
  /** Number of areas. */
  int size();

  /**
   * Adds an area that is in no set.
   *
   * @throws IllegalStateException if it is in one, or overlaps one that is here
   */
  void insert(VmapArea area);

  /**
   * Takes an area out; it is in no set afterwards.
   *
   * @throws IllegalStateException if it is not in this set
   */
  void remove(VmapArea area);

  /**
   * Gives an area in this set new bounds that keep its place in the order.
   *
   * @throws IllegalStateException if it is not in this set
   */
  void resize(VmapArea area, long start, long end);

  /** The last area that starts at or below {@code address}, or null. */
  @Nullable VmapArea floor(long address);

  /** The area with the lowest address, or null. */
  @Nullable VmapArea first();

  /** The neighbour above, or null. */
  @Nullable VmapArea next(VmapArea area);

  /** Size of the largest area, 0 without any. */
  long largest();

  /** One of the largest areas; null without any. */
  @Nullable VmapArea largestArea();

  /** The search of {@link FreeAreaTree#lowestMatch(long, long, long, long)}. */
  @Nullable VmapArea lowestMatch(long size, long align, long from, long searchLength);

  /**
   * Requires right maxima and a right shape.
   *
   * @throws IllegalStateException naming what breaks a law
   */
  void checkShape();

  /** The area that contains {@code address}, or null. */
  default @Nullable VmapArea containing(long address) {
    VmapArea floor = floor(address);
    return floor != null && floor.contains(address) ? floor : null;
  }

  /** Visits every area by rising address; the set must not change meanwhile. */
  default void forEach(Consumer<VmapArea> visitor) {
    for (VmapArea at = first(); at != null; at = next(at)) {
      visitor.accept(at);
    }
  }
}
