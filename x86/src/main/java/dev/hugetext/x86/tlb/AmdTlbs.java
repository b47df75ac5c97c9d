package dev.hugetext.x86.tlb;

import static dev.hugetext.x86.memory.PageSize.GIB_1;
import static dev.hugetext.x86.memory.PageSize.KIB_4;
import static dev.hugetext.x86.memory.PageSize.MIB_2;

import java.util.List;

/**
 * TLBs of AMD's Zen cores: their first levels are fully associative and hold every page size, and
 * instructions and data have a second level each. Guide means AMD's software optimization guide of
 * the family.
 */
final class AmdTlbs {
  private static final TlbArray FIRST_64 =
      TlbArray.full(64, "CPUID 80000005h", KIB_4, MIB_2, GIB_1);

  private AmdTlbs() {}

  private static TlbLatencies latencies(int secondLevel) {
    return new TlbLatencies(
        secondLevel, 25, "second level: 7 to 8 cycles by the guides; walk: as for Skylake-SP");
  }

  /** 1 GiB pages are held as 2 MiB pieces in the second level. */
  static TlbGeometry zen2() {
    return new TlbGeometry(
        List.of(FIRST_64),
        List.of(FIRST_64),
        List.of(
            TlbArray.of(
                512,
                8,
                "guide 17h and 7-cpu.com; CPUID 80000006h says 1024 entries",
                KIB_4,
                MIB_2)),
        List.of(
            TlbArray.of(
                2048,
                8,
                "CPUID 80000006h for 4 KiB pages; it says 4 ways for 2 MiB pages in the same"
                    + " entries; wikichip says 12 ways, which 2048 is no multiple of, and that"
                    + " page-directory entries are kept there, too: left out",
                KIB_4,
                MIB_2)),
        false,
        latencies(7));
  }

  static TlbGeometry zen3() {
    return new TlbGeometry(
        List.of(FIRST_64),
        List.of(FIRST_64),
        List.of(
            TlbArray.of(
                512,
                8,
                "guide 19h; CPUID 80000006h says 4 ways for 4 KiB and 2 for 2 MiB pages",
                KIB_4,
                MIB_2)),
        List.of(
            TlbArray.of(
                2048,
                8,
                "CPUID 80000006h for 4 KiB pages; it says 4 ways for 2 MiB pages in the same"
                    + " entries",
                KIB_4,
                MIB_2),
            TlbArray.full(64, "CPUID 80000019h", GIB_1)),
        false,
        latencies(8));
  }

  static TlbGeometry zen4() {
    return new TlbGeometry(
        List.of(FIRST_64),
        List.of(TlbArray.full(72, "CPUID 80000005h", KIB_4, MIB_2, GIB_1)),
        List.of(
            TlbArray.of(
                512,
                4,
                "CPUID 80000006h for 4 KiB pages; it says 2 ways for 2 MiB pages in the same"
                    + " entries",
                KIB_4,
                MIB_2)),
        List.of(
            TlbArray.of(
                3072,
                6,
                "CPUID 80000006h: 6 ways for 2 MiB pages, 8 for 4 KiB pages in the same entries,"
                    + " of which only 6 gives a power of two of sets",
                KIB_4,
                MIB_2),
            TlbArray.full(64, "CPUID 80000019h", GIB_1)),
        false,
        latencies(8));
  }

  static TlbGeometry zen5() {
    return new TlbGeometry(
        List.of(FIRST_64),
        List.of(TlbArray.full(96, "CPUID 80000005h", KIB_4, MIB_2, GIB_1)),
        List.of(
            TlbArray.of(
                2048,
                8,
                "guide of Zen 5; the CPUID field says 64 entries of 4 ways: an overflow",
                KIB_4,
                MIB_2)),
        List.of(
            TlbArray.of(
                4096,
                16,
                "CPUID 80000006h for the entries; its 128 ways are an overflow: 16 are doubtful",
                KIB_4,
                MIB_2),
            TlbArray.of(32, 4, "CPUID 80000019h, doubtful", GIB_1)),
        false,
        latencies(8));
  }
}
