package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * All elements of a map at one moment, by rising key (bytes compared unsigned; an array by index),
 * so that two maps can be compared whatever order their tables have.
 */
public record MapContents(MapDef def, List<Element> elements) {
  public MapContents {
    elements = List.copyOf(elements);
  }

  /** One element. */
  public record Element(byte[] key, byte[] value) {
    boolean sameAs(Element other) {
      return Arrays.equals(key, other.key) && Arrays.equals(value, other.value);
    }
  }

  /** Of elements in any order. */
  public static MapContents of(MapDef def, List<Element> elements) {
    if (def.type() == MapType.ARRAY) {
      return new MapContents(def, elements);
    }
    List<Element> sorted = new ArrayList<>(elements);
    sorted.sort(Comparator.comparing(Element::key, Arrays::compareUnsigned));
    return new MapContents(def, sorted);
  }

  /** Of a map in emulated memory: what user space can read of it. */
  public static MapContents of(BpfMap map) {
    List<Element> elements = new ArrayList<>();
    byte[] key = null;
    while (map.userNextKey(key) instanceof MapAnswer.Bytes(byte[] next)) {
      if (map.userLookup(next) instanceof MapAnswer.Bytes(byte[] value)) {
        elements.add(new Element(next, value));
      }
      key = next;
    }
    return of(map.def(), elements);
  }

  /** Whether both hold the same keys with the same values; definitions are not compared. */
  public boolean sameElements(MapContents other) {
    if (elements.size() != other.elements.size()) {
      return false;
    }
    for (int i = 0; i < elements.size(); i++) {
      if (!elements.get(i).sameAs(other.elements.get(i))) {
        return false;
      }
    }
    return true;
  }
}
