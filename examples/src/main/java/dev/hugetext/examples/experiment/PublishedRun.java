package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.policy.TextPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Aaron Lu published on 7 November 2022: the direct map of an 8 GB machine in kB. */
enum PublishedRun {
  // @formatter:off   4k         2M         1G
  /** Linux 5.17, which has no packs yet, after boot. */
  CLASSIC_FRESH("v5.17, after boot", TextPolicy.MODULE_ALLOC, Background.FRESH, List.of(
      sizes(  87_900, 5_154_816, 5_242_880),
      sizes( 462_684, 4_780_032, 5_242_880),
      sizes( 884_572, 6_455_296, 3_145_728),
      sizes(1_654_620, 6_733_824, 2_097_152))),

  /** The same after the page cache had filled memory. */
  CLASSIC_PAGE_CACHE("v5.17, page cache full before", TextPolicy.MODULE_ALLOC, Background.PAGE_CACHE, List.of(
      sizes(  94_044, 4_100_096, 6_291_456),
      sizes( 538_460, 7_849_984, 2_097_152),
      sizes(1_083_228, 7_305_216, 2_097_152),
      sizes(2_340_700, 6_047_744, 2_097_152))),

  /** Linux 6.1-rc3, which has packs: nothing changed. */
  PACKS_FRESH("v6.1-rc3, after boot", TextPolicy.PROG_PACK, Background.FRESH, List.of(
      sizes(  22_364, 3_123_200, 7_340_032),
      sizes(  22_364, 3_123_200, 7_340_032),
      sizes(  22_364, 3_123_200, 7_340_032),
      sizes(  22_364, 3_123_200, 7_340_032)));
  // @formatter:on

  /** How many instances ran at once, cumulative on one boot; the first row is after boot. */
  static final List<Integer> INSTANCES = List.of(0, 512, 1024, 2048);

  private final String text;
  private final TextPolicy policy;
  private final Background background;
  private final List<DirectMapSizes> rows;

  PublishedRun(String text, TextPolicy policy, Background background, List<DirectMapSizes> rows) {
    this.text = text;
    this.policy = policy;
    this.background = background;
    this.rows = rows;
  }

  private static DirectMapSizes sizes(long kb4k, long kb2m, long kb1g) {
    return new DirectMapSizes(kb4k, kb2m, kb1g);
  }

  /** What was published of this policy on such a machine; null where nothing was. */
  static @Nullable PublishedRun of(TextPolicy policy, Background background) {
    for (PublishedRun run : values()) {
      if (run.policy == policy && run.background == background) {
        return run;
      }
    }
    return null;
  }

  TextPolicy policy() {
    return policy;
  }

  Background background() {
    return background;
  }

  /** Kernel and state, for people. */
  String text() {
    return text;
  }

  /**
   * The row of so many instances at once.
   *
   * @param instances one of {@link #INSTANCES}
   */
  DirectMapSizes at(long instances) {
    return rows.get(INSTANCES.indexOf((int) instances));
  }
}
