package dev.hugetext.loader.command;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.command.MapRequest.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code [{type, key_size, …, init, values}]}: keys as in {@code union bpf_attr}, and {@code
 * values} as in libbpf's definitions of maps, an object of names by index.
 */
final class MapListReader {
  private static final byte[] FIRST_KEY = new byte[Integer.BYTES];

  private final RequestJson json;
  private String name;
  private MapType type = MapType.UNSPEC;
  private int keySize;
  private int valueSize;
  private int maxEntries;
  private int flags;
  private long mapExtra;
  private int numaNode;
  private boolean frozen;
  private @Nullable MapDef inner;
  private final List<Entry> init = new ArrayList<>();
  private final Map<Integer, String> slots = new HashMap<>();

  private MapListReader(RequestJson json, String name) {
    this.json = json;
    this.name = name;
  }

  /**
   * The maps; those without names are called {@code map0}, {@code map1} by their place.
   *
   * @throws IOException if it is not JSON
   * @throws IllegalArgumentException if it is no such list
   */
  static List<MapRequest> read(RequestJson json) throws IOException {
    List<MapRequest> maps = new ArrayList<>();
    Set<String> names = new HashSet<>();
    json.list(
        "maps",
        () -> {
          MapRequest map = new MapListReader(json, "map" + maps.size()).map();
          if (!names.add(map.def().name())) {
            throw new IllegalArgumentException(
                "two maps are named '%s'".formatted(map.def().name()));
          }
          maps.add(map);
        });
    return maps;
  }

  private MapRequest map() throws IOException {
    json.object("a map", this::field);
    boolean holdsNamed =
        switch (type) {
          case PROG_ARRAY, ARRAY_OF_MAPS, HASH_OF_MAPS -> true;
          default -> false;
        };
    if (!slots.isEmpty() && !holdsNamed) {
      throw wrong("values: only program arrays and maps of maps hold what has a name");
    }
    if (!init.isEmpty() && holdsNamed) {
      throw wrong("init: values are names, so they belong into 'values'");
    }
    return frozen ? new MapRequest(frozen(), List.of()) : new MapRequest(def(null), init);
  }

  private MapDef def(byte @Nullable [] initial) {
    MapDef def =
        new MapDef(name, type, keySize, valueSize, maxEntries, flags, initial, frozen, mapExtra)
            .withSlots(slots)
            .withNumaNode(numaNode);
    return inner == null ? def : def.withInner(inner);
  }

  /** The verifier knows what such a map holds, so that it is part of the definition. */
  private MapDef frozen() {
    boolean hasOneValue = type == MapType.ARRAY && maxEntries == 1;
    if (!hasOneValue || init.size() > 1) {
      throw wrong("frozen: only for arrays of one value, in 'init'");
    }
    if (init.isEmpty()) {
      return def(null);
    }
    Entry only = init.getFirst();
    if (!Arrays.equals(only.key(), FIRST_KEY) || only.value().length != valueSize) {
      throw wrong("init: the element has key 00000000 and %d bytes".formatted(valueSize));
    }
    return def(only.value());
  }

  private void field(String key) throws IOException {
    switch (key) {
      case "type" -> type = mapType(json.text(key));
      case "name" -> name = json.text(key);
      case "key_size" -> keySize = json.word(key);
      case "value_size" -> valueSize = json.word(key);
      case "max_entries" -> maxEntries = json.word(key);
      case "flags" -> flags = json.word(key);
      case "map_extra" -> mapExtra = json.doubleWord(key);
      case "numa_node" -> numaNode = json.word(key);
      case "frozen" -> frozen = json.flag(key);
      case "inner_map" -> inner = innerMap();
      case "init" -> json.list(key, this::element);
      case "values" -> json.object(key, index -> slots.put(index(index), json.text(key)));
      default -> throw new IllegalArgumentException("a map has no '" + key + "'");
    }
  }

  private static MapType mapType(String text) {
    return MapType.ofText(text)
        .orElseThrow(() -> new IllegalArgumentException("unknown map type '" + text + "'"));
  }

  private MapDef innerMap() throws IOException {
    MapRequest map = new MapListReader(json, "").map();
    if (!map.init().isEmpty() || !map.def().slots().isEmpty()) {
      throw new IllegalArgumentException("inner_map: a definition only, without elements");
    }
    return map.def();
  }

  private void element() throws IOException {
    var element = new Element();
    json.object("an element", element::field);
    init.add(new Entry(element.key, element.value));
  }

  /** The one that is being read. */
  private final class Element {
    private byte[] key = {};
    private byte[] value = {};

    private void field(String name) throws IOException {
      switch (name) {
        case "key" -> key = json.hex(name);
        case "value" -> value = json.hex(name);
        default -> throw new IllegalArgumentException("an element has no '" + name + "'");
      }
    }
  }

  private static int index(String text) {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException notNumber) {
      throw new IllegalArgumentException("values: '%s' is no index".formatted(text), notNumber);
    }
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("map '%s': %s".formatted(name, what));
  }
}
