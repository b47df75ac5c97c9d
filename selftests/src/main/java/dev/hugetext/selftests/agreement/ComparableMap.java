package dev.hugetext.selftests.agreement;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.map.MapContents;
import dev.hugetext.loader.map.MapContents.Element;
import java.util.List;

/** What of a map's contents must be the same in any two kernels. */
final class ComparableMap {
  private ComparableMap() {}

  /**
   * The same contents, without what says which CPU ran the program or which numbers programs got:
   * one run writes the values of one CPU, the others' stay zero.
   */
  static MapContents of(MapContents contents) {
    MapDef def = contents.def();
    if (def.type().isPerCpu()) {
      return withMergedValues(contents, def);
    }
    return def.type() == MapType.PROG_ARRAY ? new MapContents(def, List.of(), List.of()) : contents;
  }

  private static MapContents withMergedValues(MapContents contents, MapDef def) {
    List<Element> merged =
        contents.elements().stream()
            .map(element -> new Element(element.key(), merged(element.value(), def)))
            .toList();
    return new MapContents(def, merged, contents.events());
  }

  /** The values of all CPUs, each padded to whole words, laid over each other. */
  private static byte[] merged(byte[] values, MapDef def) {
    int stride = MapContents.stride(def);
    int size = def.valueSize();
    byte[] merged = new byte[size];
    for (int i = 0; i < values.length; i++) {
      if (i % stride < size) {
        merged[i % stride] |= values[i];
      }
    }
    return merged;
  }
}
