package dev.hugetext.x86.tlb;

/**
 * Fixed costs of translation, in cycles; a first-level hit costs nothing extra.
 *
 * @param secondLevelHit missed the first level, hit the second
 * @param walk one completed page walk, whatever the page size: paging-structure caches hold the
 *     upper levels and the last entry is in a near cache
 * @param source where the figures come from
 */
public record TlbLatencies(int secondLevelHit, int walk, String source) {
  public TlbLatencies {
    if (secondLevelHit < 0 || walk < 0) {
      throw new IllegalArgumentException(
          "negative latency: second level %d, walk %d".formatted(secondLevelHit, walk));
    }
  }
}
