package dev.hugetext.loader.link;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.elf.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The maps of an object, in libbpf's order, and where in the file each is named. */
final class MapTable {
  /** Where a map that programs name by a symbol of its own is defined. */
  private record Place(int section, long offset) {}

  private final List<MapDef> maps = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final Map<Place, Integer> definitions = new HashMap<>();
  private final Map<Integer, Integer> dataSections = new HashMap<>();

  /**
   * Adds a map that is defined at {@code offset} bytes of {@code section}.
   *
   * @return false if another is defined there
   */
  boolean addDefinition(Section section, long offset, MapDef map) {
    if (definitions.putIfAbsent(new Place(section.index(), offset), maps.size()) != null) {
      return false;
    }
    maps.add(map);
    return true;
  }

  /** Adds a map that is named by its index only. */
  void add(MapDef map) {
    maps.add(map);
  }

  /** Adds the map whose value is the whole of {@code section}. */
  void addData(Section section, MapDef map) {
    dataSections.put(section.index(), maps.size());
    maps.add(map);
  }

  /** Says that {@code section} lies in map {@code index}, which becomes {@code filled}. */
  void fill(int index, Section section, MapDef filled) {
    maps.set(index, filled);
    dataSections.put(section.index(), index);
  }

  /** Adds what the user should know about a map, as a line. */
  void addNotice(String notice) {
    notices.add(notice);
  }

  List<String> notices() {
    return List.copyOf(notices);
  }

  List<MapDef> maps() {
    return List.copyOf(maps);
  }

  /** What a symbol at {@code offset} bytes of {@code section} is: a map, or a place in one. */
  Optional<ReferenceTarget> find(Section section, long offset) {
    Integer defined = definitions.get(new Place(section.index(), offset));
    if (defined != null) {
      return Optional.of(new ReferenceTarget.Map(defined));
    }
    Integer data = dataSections.get(section.index());
    if (data != null && Long.compareUnsigned(offset, section.size()) <= 0) {
      return Optional.of(new ReferenceTarget.MapValue(data, (int) offset));
    }
    return Optional.empty();
  }
}
