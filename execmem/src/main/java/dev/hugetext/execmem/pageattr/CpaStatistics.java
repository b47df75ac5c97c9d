package dev.hugetext.execmem.pageattr;

import dev.hugetext.x86.memory.PageSize;

/**
 * What changes of page attributes found ({@code /sys/kernel/debug/x86/cpa_stats}).
 *
 * @param checked1g 1 GiB pages met
 * @param sameProtection1g of these, that were as wanted already
 * @param preserved1g of these, that were changed whole
 * @param checked2m 2 MiB pages met
 * @param sameProtection2m of these, that were as wanted already
 * @param preserved2m of these, that were changed whole
 * @param setChecked4k 4 KiB pages met
 */
public record CpaStatistics(
    long checked1g,
    long sameProtection1g,
    long preserved1g,
    long checked2m,
    long sameProtection2m,
    long preserved2m,
    long setChecked4k) {

  /** Counts while changes go on; under the lock of whoever changes. */
  static final class Counter {
    private final long[] checked = new long[PageSize.values().length];
    private final long[] sameProtection = new long[PageSize.values().length];
    private final long[] preserved = new long[PageSize.values().length];

    void checked(PageSize size) {
      checked[size.ordinal()]++;
    }

    void sameProtection(PageSize size) {
      sameProtection[size.ordinal()]++;
    }

    void preserved(PageSize size) {
      preserved[size.ordinal()]++;
    }

    CpaStatistics value() {
      int large = PageSize.MIB_2.ordinal();
      int huge = PageSize.GIB_1.ordinal();
      return new CpaStatistics(
          checked[huge],
          sameProtection[huge],
          preserved[huge],
          checked[large],
          sameProtection[large],
          preserved[large],
          checked[PageSize.KIB_4.ordinal()]);
    }
  }
}
