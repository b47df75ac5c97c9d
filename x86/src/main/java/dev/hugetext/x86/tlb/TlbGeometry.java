package dev.hugetext.x86.tlb;

import dev.hugetext.x86.memory.PageSize;
import java.util.List;

/**
 * The TLBs of one CPU, as data.
 *
 * <p>The first level's arrays are looked up together, then the second level's. A page whose size no
 * array of a level holds is held there in pieces of the largest smaller size (fractured). Levels
 * are neither inclusive nor exclusive: a walk fills both, a second-level hit fills the first, and
 * an eviction in one leaves the other alone.
 *
 * @param instructionL1 first level for fetches
 * @param dataL1 first level for loads and stores
 * @param instructionL2 second level for fetches
 * @param dataL2 second level for loads and stores; the same arrays as {@code instructionL2} where
 *     {@code unifiedL2}
 * @param unifiedL2 whether both sides share the second level's entries
 * @param latencies what misses cost
 */
public record TlbGeometry(
    List<TlbArray> instructionL1,
    List<TlbArray> dataL1,
    List<TlbArray> instructionL2,
    List<TlbArray> dataL2,
    boolean unifiedL2,
    TlbLatencies latencies) {

  public TlbGeometry {
    instructionL1 = checked(instructionL1);
    dataL1 = checked(dataL1);
    instructionL2 = checked(instructionL2);
    dataL2 = checked(dataL2);
    if (unifiedL2 && !instructionL2.equals(dataL2)) {
      throw new IllegalArgumentException("a unified second level has one list of arrays");
    }
  }

  private static List<TlbArray> checked(List<TlbArray> level) {
    for (PageSize size : PageSize.values()) {
      long holders = level.stream().filter(array -> array.sizes().contains(size)).count();
      if (holders > 1 || (size == PageSize.KIB_4 && holders == 0)) {
        throw new IllegalArgumentException("%d arrays hold %s pages".formatted(holders, size));
      }
    }
    return List.copyOf(level);
  }

  /** A processor whose two sides share their second level. */
  static TlbGeometry unified(
      List<TlbArray> instructionL1,
      List<TlbArray> dataL1,
      List<TlbArray> secondLevel,
      TlbLatencies latencies) {
    return new TlbGeometry(instructionL1, dataL1, secondLevel, secondLevel, true, latencies);
  }
}
