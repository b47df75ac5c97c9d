package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.command.BatchRequest.BatchMap;
import dev.hugetext.loader.command.BatchRequest.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads {@code [{type, key_size, …, init}]}, from the list's first token to its last. */
final class MapListReader {
  private final JsonParser parser;
  private MapType type = MapType.UNSPEC;
  private int keySize;
  private int valueSize;
  private int maxEntries;
  private int flags;
  private long mapExtra;
  private final List<Entry> init = new ArrayList<>();

  private MapListReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * The maps; the parser stands at the list's first token, and afterwards at its last.
   *
   * @throws IllegalArgumentException if it is no such list
   */
  static List<BatchMap> read(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException("maps are a list");
    }
    List<BatchMap> maps = new ArrayList<>();
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      maps.add(new MapListReader(parser).map());
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw new IllegalArgumentException("a map is an object");
    }
    return maps;
  }

  private BatchMap map() throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key) {
        case "type" -> type = mapType();
        case "key_size" -> keySize = parser.getIntValue();
        case "value_size" -> valueSize = parser.getIntValue();
        case "max_entries" -> maxEntries = (int) parser.getLongValue();
        case "flags" -> flags = (int) parser.getLongValue();
        case "map_extra" -> mapExtra = parser.getLongValue();
        case "init" -> entries();
        default -> throw new IllegalArgumentException("a map has no '" + key + "'");
      }
    }
    return new BatchMap(
        new MapDef("", type, keySize, valueSize, maxEntries, flags, null, false, mapExtra), init);
  }

  private MapType mapType() throws IOException {
    String text = parser.getText();
    return MapType.ofText(text)
        .orElseThrow(() -> new IllegalArgumentException("unknown map type '" + text + "'"));
  }

  private void entries() throws IOException {
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      byte[] key = {};
      byte[] value = {};
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        byte[] bytes = HexFormat.of().parseHex(parser.getText());
        switch (name) {
          case "key" -> key = bytes;
          case "value" -> value = bytes;
          default -> throw new IllegalArgumentException("an element has no '" + name + "'");
        }
      }
      init.add(new Entry(key, value));
    }
  }
}
