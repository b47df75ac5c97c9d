package dev.hugetext.x86.tlb;

import static dev.hugetext.x86.memory.PageSize.GIB_1;
import static dev.hugetext.x86.memory.PageSize.KIB_4;
import static dev.hugetext.x86.memory.PageSize.MIB_2;

import java.util.List;

/**
 * TLBs of Intel's server cores. 248966 is Intel's optimization manual.
 *
 * <p>On the instruction side 1 GiB pages are held in 2 MiB pieces everywhere: CPUID reports no
 * entries for them.
 */
final class IntelTlbs {
  private static final TlbArray DATA_2M = TlbArray.of(32, 4, "CPUID leaf 18h", MIB_2);
  private static final TlbArray DATA_1G = TlbArray.full(8, "CPUID leaf 18h", GIB_1);
  private static final TlbArray DATA_96 =
      TlbArray.of(
          96,
          6,
          "CPUID leaf 18h of Redwood Cove, 248966 and Intel's architecture day 2021; leaf 18h of"
              + " Alder Lake says 64 entries of 4 ways for Golden Cove",
          KIB_4);

  /** 1024 entries for 4 KiB and 2 MiB, 1024 for 4 KiB and 1 GiB pages. */
  private static final TlbArray SPLIT_SECOND =
      TlbArray.halves(
          2048,
          16,
          "CPUID leaf 18h: two arrays of 1024 entries, 8 ways, of which both hold 4 KiB pages;"
              + " taken as the halves of sets of 16 (\"2048, 16-way\" in 248966); how the set is"
              + " chosen is not published: the low bits");

  private static final TlbLatencies SINCE_ICE_LAKE =
      new TlbLatencies(
          7, 25, "second level: 7 cycles, remembered, not read; walk: as for Skylake-SP");

  private IntelTlbs() {}

  static TlbGeometry skylakeSp() {
    return TlbGeometry.unified(
        List.of(
            TlbArray.of(
                128,
                8,
                "Intel optimization manual 248966; CPUID leaf 2 (B5h) says 64, the share of one"
                    + " of two threads",
                KIB_4),
            TlbArray.full(
                8,
                "248966 and CPUID leaf 2 (76h): 8 a thread; 1 GiB pages are taken to be held in"
                    + " 2 MiB pieces",
                MIB_2)),
        List.of(
            TlbArray.of(64, 4, "248966 and CPUID leaf 2 (03h)", KIB_4),
            TlbArray.of(32, 4, "CPUID leaf 2 (63h)", MIB_2),
            TlbArray.full(4, "CPUID leaf 2 (63h)", GIB_1)),
        List.of(
            TlbArray.folded(
                1536,
                12,
                "248966: 12 ways; CPUID leaf 2 (C3h) says 6; 12 and the XOR of 7 + 7 page number"
                    + " bits by Gras et al., Translation Leak-aside Buffer, USENIX Security 2018",
                KIB_4,
                MIB_2),
            TlbArray.of(16, 4, "CPUID leaf 2 (C3h)", GIB_1)),
        new TlbLatencies(
            9,
            25,
            "second level: Mem_STLB_Hit_Cost of Skylake-SP in pmu-tools; walk: middle of the 20"
                + " to 30 cycles measured on Haswell with the upper levels cached"));
  }

  static TlbGeometry iceLakeSp() {
    return TlbGeometry.unified(
        List.of(
            TlbArray.of(
                128,
                8,
                "248966; CPUID leaf 18h reports only 8 entries for all sizes, a part of it",
                KIB_4),
            TlbArray.of(16, 8, "248966; other tables say 8 a thread", MIB_2)),
        List.of(TlbArray.of(64, 4, "CPUID leaf 18h", KIB_4), DATA_2M, DATA_1G),
        List.of(SPLIT_SECOND),
        SINCE_ICE_LAKE);
  }

  static TlbGeometry goldenCove() {
    return TlbGeometry.unified(
        List.of(
            TlbArray.of(256, 8, "CPUID leaf 18h", KIB_4),
            TlbArray.of(32, 8, "CPUID leaf 18h", MIB_2)),
        List.of(DATA_96, DATA_2M, DATA_1G),
        List.of(SPLIT_SECOND),
        SINCE_ICE_LAKE);
  }

  /** CPUID reports what Golden Cove has. */
  static TlbGeometry redwoodCove() {
    return goldenCove();
  }
}
