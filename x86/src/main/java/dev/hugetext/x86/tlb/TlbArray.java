package dev.hugetext.x86.tlb;

import dev.hugetext.x86.memory.PageSize;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One associative array of a TLB.
 *
 * @param entries number of translations it holds
 * @param ways entries of a set; equal to {@code entries} for a fully associative array
 * @param sizes page sizes that it can hold; all share its entries
 * @param folded whether the set number is the page number's low bits XORed with the bits above them
 *     (else the low bits alone)
 * @param source where the figures come from, and what was chosen where sources conflict
 */
public record TlbArray(int entries, int ways, Set<PageSize> sizes, boolean folded, String source) {

  public TlbArray {
    if (ways <= 0 || entries % ways != 0 || Integer.bitCount(entries / ways) != 1) {
      throw new IllegalArgumentException(
          "%d entries in sets of %d: not a power of two of sets".formatted(entries, ways));
    }
    if (sizes.isEmpty()) {
      throw new IllegalArgumentException("an array for no page size");
    }
    sizes = Set.copyOf(sizes);
  }

  /** A set-associative array whose set number is the low bits of the page number. */
  static TlbArray of(int entries, int ways, String source, PageSize... sizes) {
    return new TlbArray(entries, ways, EnumSet.copyOf(List.of(sizes)), false, source);
  }

  /** A fully associative array. */
  static TlbArray full(int entries, String source, PageSize... sizes) {
    return of(entries, entries, source, sizes);
  }

  /** As {@link #of}, with the set number XOR-folded. */
  static TlbArray folded(int entries, int ways, String source, PageSize... sizes) {
    return new TlbArray(entries, ways, EnumSet.copyOf(List.of(sizes)), true, source);
  }

  /** Number of sets, a power of two. */
  public int sets() {
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
