package dev.hugetext.x86.tlb;

import static dev.hugetext.x86.memory.PageSize.GIB_1;
import static dev.hugetext.x86.memory.PageSize.KIB_4;
import static dev.hugetext.x86.memory.PageSize.MIB_2;

import java.util.List;

/** Processors whose TLBs are known well enough to name. */
public enum TlbPreset {
  /** Skylake-SP and Cascade Lake. */
  SKYLAKE_SP(
      "skylake-sp",
      TlbGeometry.unified(
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
                  + " to 30 cycles measured on Haswell with the upper levels cached"))),

  /** Zen 3: Milan and Vermeer. PTE coalescing is not modelled. */
  ZEN3(
      "zen3",
      new TlbGeometry(
          List.of(TlbArray.full(64, "CPUID 80000005h", KIB_4, MIB_2, GIB_1)),
          List.of(TlbArray.full(64, "CPUID 80000005h", KIB_4, MIB_2, GIB_1)),
          List.of(
              TlbArray.of(
                  512,
                  8,
                  "AMD optimization guide for family 19h; CPUID 80000006h says 4 ways for 4 KiB and"
                      + " 2 for 2 MiB pages",
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
          new TlbLatencies(
              8,
              25,
              "second level: 7 to 8 cycles by the AMD optimization guide; walk: as for"
                  + " Skylake-SP")));

  private final String text;
  private final TlbGeometry geometry;

  TlbPreset(String text, TlbGeometry geometry) {
    this.text = text;
    this.geometry = geometry;
  }

  /** Its name on the command line. */
  public String text() {
    return text;
  }

  /** What it has. */
  public TlbGeometry geometry() {
    return geometry;
  }
}
