package dev.hugetext.examples.experiment;

/** Which programs {@code experiment memory} loads, and what was published of such. */
enum MemoryPreset {
  /** Programs of a fleet's sizes. */
  FLEET(
      "fleet",
      1000,
      64 << 10,
      "no figure; no memory is saved unless there are hundreds of programs (Rapoport)"),

  /** The example of the series' discussion: programs that take a page each. */
  PAGES_140(
      "140-pages",
      140,
      4000,
      "560 kB by 140 entries fit in 200 kB and 1 entry of 2 MiB, 1.5 MB unused (Song Liu)"),

  /** A system with so few programs that sharing 2 MiB wastes memory. */
  SMALL_SYSTEM(
      "small-system",
      5,
      4000,
      "no figure; 2 MiB are wasted on a system with few programs (Edgecombe, Rapoport)");

  private final String text;
  private final int programs;
  private final int largest;
  private final String published;

  MemoryPreset(String text, int programs, int largest, String published) {
    this.text = text;
    this.programs = programs;
    this.largest = largest;
    this.published = published;
  }

  /** As users write it. */
  String text() {
    return text;
  }

  /** How many are loaded unless a number is asked for. */
  int programs() {
    return programs;
  }

  /** Bytes of the largest one's machine code. */
  int largest() {
    return largest;
  }

  /** What was said and by whom. */
  String published() {
    return published;
  }
}
