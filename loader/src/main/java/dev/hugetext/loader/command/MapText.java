package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.map.MapContents;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Maps and their elements as {@code bpftool map show} and {@code map dump} print them. */
final class MapText {
  private MapText() {}

  /** Every map: two lines about it, a line for each element, and how many there are. */
  static void print(List<MapContents> maps, PrintStream out) {
    for (int i = 0; i < maps.size(); i++) {
      MapContents map = maps.get(i);
      MapDef def = map.def();
      out.print(
          "%d: %s%s  flags 0x%x\n".formatted(i + 1, def.type().text(), name(def), def.flags()));
      out.print(
          "\tkey %dB  value %dB  max_entries %d\n"
              .formatted(def.keySize(), def.valueSize(), Integer.toUnsignedLong(def.maxEntries())));
      for (MapContents.Element element : map.elements()) {
        out.print(
            "key: %s  value: %s\n"
                .formatted(HexText.spaced(element.key()), HexText.spaced(element.value())));
      }
      int found = map.elements().size();
      out.print("Found %d element%s\n".formatted(found, found == 1 ? "" : "s"));
    }
  }

  private static String name(MapDef def) {
    return def.name().isEmpty() ? "" : "  name " + def.name();
  }

  /** The same as a list of objects. */
  static void write(JsonGenerator json, String field, List<MapContents> maps) throws IOException {
    json.writeArrayFieldStart(field);
    for (int i = 0; i < maps.size(); i++) {
      MapDef def = maps.get(i).def();
      json.writeStartObject();
      json.writeNumberField("id", i + 1);
      json.writeStringField("type", def.type().text());
      if (!def.name().isEmpty()) {
        json.writeStringField("name", def.name());
      }
      json.writeNumberField("flags", def.flags());
      json.writeNumberField("bytes_key", def.keySize());
      json.writeNumberField("bytes_value", def.valueSize());
      json.writeNumberField("max_entries", Integer.toUnsignedLong(def.maxEntries()));
      json.writeNumberField("frozen", def.frozen() ? 1 : 0);
      json.writeArrayFieldStart("elements");
      for (MapContents.Element element : maps.get(i).elements()) {
        json.writeStartObject();
        HexText.writeHex(json, "key", element.key());
        HexText.writeHex(json, "value", element.value());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
