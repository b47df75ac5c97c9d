package dev.hugetext.examples.experiment;

/**
 * How much of the direct map is mapped by pages of each size, as {@code /proc/meminfo} says it.
 *
 * @param kb4k kB by 4 KiB pages
 * @param kb2m kB by 2 MiB pages
 * @param kb1g kB by 1 GiB pages
 */
record DirectMapSizes(long kb4k, long kb2m, long kb1g) {
  private static final long LEVEL2_KB = 2048;
  private static final long LEVEL3_KB = 1 << 20;

  static DirectMapSizes of(ExperimentRow row) {
    return new DirectMapSizes(
        row.number("direct_map_4k_kb"),
        row.number("direct_map_2m_kb"),
        row.number("direct_map_1g_kb"));
  }

  /** All of it, in kB. */
  long sum() {
    return kb4k + kb2m + kb1g;
  }

  /** How many 2 MiB pages must have been split since; -1 if no number explains the sizes. */
  long level2SplitsSince(DirectMapSizes before) {
    return whole(kb4k - before.kb4k, LEVEL2_KB);
  }

  /** How many 1 GiB pages must have been split since; -1 if no number explains the sizes. */
  long level3SplitsSince(DirectMapSizes before) {
    return whole(kb2m - before.kb2m + kb4k - before.kb4k, LEVEL3_KB);
  }

  private static long whole(long kb, long unit) {
    return kb % unit == 0 ? kb / unit : -1;
  }
}
