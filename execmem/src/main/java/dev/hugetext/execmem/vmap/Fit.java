package dev.hugetext.execmem.vmap;

/** Where in a free area a block lies, hence what taking it out leaves behind. */
enum Fit {
  NOTHING,
  WHOLE,
  LEFT_EDGE,
  RIGHT_EDGE,
  MIDDLE;

  /** How {@code [start, start + size)} lies in {@code area}; NOTHING if not inside. */
  static Fit of(VmapArea area, long start, long size) {
    long end = start + size;
    boolean inside =
        size != 0
            && Long.compareUnsigned(start, area.start()) >= 0
            && Long.compareUnsigned(end, start) > 0
            && Long.compareUnsigned(end, area.end()) <= 0;
    if (!inside) {
      return NOTHING;
    }
    if (start == area.start()) {
      return end == area.end() ? WHOLE : LEFT_EDGE;
    }
    return end == area.end() ? RIGHT_EDGE : MIDDLE;
  }
}
