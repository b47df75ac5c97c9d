package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapTypes;
import dev.hugetext.bpf.proto.Pinning;
import dev.hugetext.loader.map.PinnedMaps;
import java.io.IOException;
import java.io.PrintStream;

/**
 * A map as {@code bpftool map show} prints it; what bpftool does not show of its creation stands
 * behind that, where it is not the default.
 *
 * @param id its number among the kernel's maps, or in a list
 */
record MapShow(int id, MapDef def) {
  /** Two lines, and one for each thing that few maps have. */
  void print(PrintStream out) {
    String name = def.name().isEmpty() ? "" : "  name " + def.name();
    out.print("%d: %s%s  flags 0x%x\n".formatted(id, def.type().text(), name, def.flags()));
    out.print(
        "\tkey %dB  value %dB  max_entries %d\n"
            .formatted(def.keySize(), def.valueSize(), Integer.toUnsignedLong(def.maxEntries())));
  }

  /** The lines that {@link #print} leaves out. */
  void printMore(PrintStream out) {
    if (def.mapExtra() != 0) {
      out.print("\tmap_extra 0x%x\n".formatted(def.mapExtra()));
    }
    if (MapFlag.NUMA_NODE.in(def)) {
      out.print("\tnuma_node %d\n".formatted(def.numaNode()));
    }
    MapTypes types = def.types();
    if (types.known()) {
      out.print(
          "\tbtf_key_type_id %d  btf_value_type_id %d\n".formatted(types.key(), types.value()));
    }
    if (types.kernelValue() != 0) {
      out.print("\tbtf_vmlinux_value_type_id %d\n".formatted(types.kernelValue()));
    }
    if (def.frozen()) {
      out.print("\tfrozen\n");
    }
    if (def.pinning() == Pinning.BY_NAME) {
      out.print("\tpinned %s\n".formatted(PinnedMaps.path(def.name())));
    }
  }

  /** As an object. */
  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    writeFields(json);
    json.writeEndObject();
  }

  /** The fields of an object that has more of them. */
  void writeFields(JsonGenerator json) throws IOException {
    json.writeNumberField("id", id);
    json.writeStringField("type", def.type().text());
    if (!def.name().isEmpty()) {
      json.writeStringField("name", def.name());
    }
    json.writeNumberField("flags", def.flags());
    json.writeNumberField("bytes_key", def.keySize());
    json.writeNumberField("bytes_value", def.valueSize());
    json.writeNumberField("max_entries", Integer.toUnsignedLong(def.maxEntries()));
    json.writeNumberField("frozen", def.frozen() ? 1 : 0);
    if (def.mapExtra() != 0) {
      json.writeNumberField("map_extra", def.mapExtra());
    }
    if (MapFlag.NUMA_NODE.in(def)) {
      json.writeNumberField("numa_node", def.numaNode());
    }
    writeTypes(json, def.types());
    if (def.pinning() == Pinning.BY_NAME) {
      json.writeArrayFieldStart("pinned");
      json.writeString(PinnedMaps.path(def.name()));
      json.writeEndArray();
    }
  }

  private static void writeTypes(JsonGenerator json, MapTypes types) throws IOException {
    if (types.known()) {
      json.writeNumberField("btf_key_type_id", types.key());
      json.writeNumberField("btf_value_type_id", types.value());
    }
    if (types.kernelValue() != 0) {
      json.writeNumberField("btf_vmlinux_value_type_id", types.kernelValue());
    }
  }
}
