package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.map.MapContents;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * Maps and their elements as {@code bpftool map show} and {@code map dump} print them; what bpftool
 * cannot read (queues, stacks, ring buffers, perf events) follows its manner.
 */
final class MapText {
  /** Longer keys and values begin a line of their own. */
  private static final int SHORT = 16;

  /** Key and value stand in one line up to so many bytes together. */
  private static final int ONE_LINE = 24;

  private MapText() {}

  /** Every map: two lines about it, its elements, and how many there are. */
  static void print(List<MapContents> maps, PrintStream out) {
    for (int i = 0; i < maps.size(); i++) {
      MapContents map = maps.get(i);
      MapDef def = map.def();
      new MapShow(i + 1, def).print(out);
      for (MapContents.Element element : map.elements()) {
        printElement(def, element, out);
      }
      for (MapContents.Event event : map.events()) {
        out.print("event%s: %s\n".formatted(cpu(event.cpu()), HexText.spaced(event.data())));
      }
      int found = map.elements().size() + map.events().size();
      String what = map.events().isEmpty() ? "element" : "event";
      out.print("Found %d %s%s\n".formatted(found, what, found == 1 ? "" : "s"));
    }
  }

  private static String cpu(int number) {
    return number == MapContents.Event.NO_CPU ? "" : " (CPU %02d)".formatted(number);
  }

  private static void printElement(MapDef def, MapContents.Element element, PrintStream out) {
    if (def.type().isPerCpu()) {
      out.print("key:\n%s\n".formatted(HexText.lines(element.key())));
      int number = 0;
      for (byte[] value : values(def, element)) {
        out.print(
            "value%s:%c%s\n"
                .formatted(cpu(number), separator(def.valueSize()), HexText.lines(value)));
        number++;
      }
      return;
    }
    int longer = Math.max(def.keySize(), def.valueSize());
    boolean oneLine = longer <= SHORT && def.keySize() + def.valueSize() <= ONE_LINE;
    if (element.key().length > 0) {
      out.print("key:%c%s".formatted(separator(longer), HexText.lines(element.key())));
      out.print(oneLine ? "  " : "\n");
    }
    out.print("value:%c%s\n".formatted(separator(longer), HexText.lines(element.value())));
  }

  private static char separator(int bytes) {
    return bytes > SHORT ? '\n' : ' ';
  }

  /** The values of all CPUs. */
  private static List<byte[]> values(MapDef def, MapContents.Element element) {
    int stride = MapContents.stride(def);
    byte[][] values = new byte[element.value().length / stride][];
    for (int cpu = 0; cpu < values.length; cpu++) {
      int at = cpu * stride;
      values[cpu] = Arrays.copyOfRange(element.value(), at, at + def.valueSize());
    }
    return List.of(values);
  }

  /** The same as a list of objects. */
  static void write(JsonGenerator json, String field, List<MapContents> maps) throws IOException {
    json.writeArrayFieldStart(field);
    for (int i = 0; i < maps.size(); i++) {
      json.writeStartObject();
      new MapShow(i + 1, maps.get(i).def()).writeFields(json);
      writeContents(json, maps.get(i), HexText::writeHex);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** How bytes appear in JSON. */
  @FunctionalInterface
  interface BytesWriter {
    void write(JsonGenerator json, String field, byte[] bytes) throws IOException;
  }

  private static void writeContents(JsonGenerator json, MapContents map, BytesWriter bytes)
      throws IOException {
    json.writeArrayFieldStart("elements");
    writeElements(json, map, bytes);
    json.writeEndArray();
    if (!map.events().isEmpty()) {
      json.writeArrayFieldStart("events");
      writeEvents(json, map, bytes);
      json.writeEndArray();
    }
  }

  /** An object for each element, and for each event. */
  static void writeAll(JsonGenerator json, MapContents map, BytesWriter bytes) throws IOException {
    writeElements(json, map, bytes);
    writeEvents(json, map, bytes);
  }

  private static void writeElements(JsonGenerator json, MapContents map, BytesWriter bytes)
      throws IOException {
    for (MapContents.Element element : map.elements()) {
      json.writeStartObject();
      if (element.key().length > 0) {
        bytes.write(json, "key", element.key());
      }
      if (map.def().type().isPerCpu()) {
        writePerCpu(json, values(map.def(), element), bytes);
      } else {
        bytes.write(json, "value", element.value());
      }
      json.writeEndObject();
    }
  }

  private static void writePerCpu(JsonGenerator json, List<byte[]> values, BytesWriter bytes)
      throws IOException {
    json.writeArrayFieldStart("values");
    for (int cpu = 0; cpu < values.size(); cpu++) {
      json.writeStartObject();
      json.writeNumberField("cpu", cpu);
      bytes.write(json, "value", values.get(cpu));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeEvents(JsonGenerator json, MapContents map, BytesWriter bytes)
      throws IOException {
    for (MapContents.Event event : map.events()) {
      json.writeStartObject();
      if (event.cpu() != MapContents.Event.NO_CPU) {
        json.writeNumberField("cpu", event.cpu());
      }
      bytes.write(json, "data", event.data());
      json.writeEndObject();
    }
  }
}
