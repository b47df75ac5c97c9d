package dev.hugetext.x86.tlb;

import dev.hugetext.x86.memory.PageSize;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * One associative array of a TLB.
 *
 * @param entries number of translations it holds
 * @param ways entries of a set; equal to {@code entries} for a fully associative array
 * @param held the page sizes that it can hold, each with the ways that it may use; where they
 *     overlap, the sizes share the entries
 * @param folded whether the set number is the page number's low bits XORed with the bits above them
 *     (else the low bits alone)
 * @param source where the figures come from, and what was chosen where sources conflict
 */
public record TlbArray(
    int entries, int ways, Map<PageSize, WayRange> held, boolean folded, String source) {

  public TlbArray {
    if (ways <= 0 || entries % ways != 0 || Integer.bitCount(entries / ways) != 1) {
      throw new IllegalArgumentException(
          "%d entries in sets of %d: not a power of two of sets".formatted(entries, ways));
    }
    if (held.isEmpty()) {
      throw new IllegalArgumentException("an array for no page size");
    }
    for (WayRange range : held.values()) {
      if (range.end() > ways) {
        throw new IllegalArgumentException("%s of %d ways".formatted(range, ways));
      }
    }
    held = Map.copyOf(held);
  }

  /** A set-associative array whose set number is the low bits of the page number. */
  static TlbArray of(int entries, int ways, String source, PageSize... sizes) {
    return new TlbArray(entries, ways, inAllWays(ways, sizes), false, source);
  }

  /** A fully associative array. */
  static TlbArray full(int entries, String source, PageSize... sizes) {
    return of(entries, entries, source, sizes);
  }

  /** As {@link #of}, with the set number XOR-folded. */
  static TlbArray folded(int entries, int ways, String source, PageSize... sizes) {
    return new TlbArray(entries, ways, inAllWays(ways, sizes), true, source);
  }

  /** An array whose lower half of ways may hold 2 MiB pages, the upper 1 GiB pages, both 4 KiB. */
  static TlbArray halves(int entries, int ways, String source) {
    int half = ways / 2;
    Map<PageSize, WayRange> held =
        Map.of(
            PageSize.KIB_4, new WayRange(0, ways),
            PageSize.MIB_2, new WayRange(0, half),
            PageSize.GIB_1, new WayRange(half, ways - half));
    return new TlbArray(entries, ways, held, false, source);
  }

  private static Map<PageSize, WayRange> inAllWays(int ways, PageSize... sizes) {
    Map<PageSize, WayRange> held = new EnumMap<>(PageSize.class);
    for (PageSize size : sizes) {
      held.put(size, new WayRange(0, ways));
    }
    return held;
  }

  /** The page sizes that it can hold. */
  public Set<PageSize> sizes() {
    return held.keySet();
  }

  /** Number of sets, a power of two. */
  int sets() {
    return entries / ways;
  }

  /** The set of the page that holds {@code va}, when the page has this size. */
  public int set(long va, PageSize size) {
    long page = va >>> size.shift();
    int bits = Integer.numberOfTrailingZeros(sets());
    long index = folded ? page ^ (page >>> bits) : page;
    return (int) index & (sets() - 1);
  }
}
