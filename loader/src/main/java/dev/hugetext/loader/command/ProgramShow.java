package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.loader.ProgramTag;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.LoadedProgram;
import dev.hugetext.loader.run.PlacedFunction;
import dev.hugetext.loader.run.TextPlace;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A loaded program as {@code bpftool prog show} prints it, and where its functions lie.
 *
 * @param xlatedBytes bytes of rewritten instructions
 * @param jitedBytes bytes of machine code
 * @param maps those it uses, in the order in which instructions name them
 */
record ProgramShow(
    int id,
    BpfProgram program,
    String tag,
    Instant loadedAt,
    int xlatedBytes,
    int jitedBytes,
    List<MapShow> maps,
    Map<String, TextPlace> places) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx").withZone(ZoneOffset.UTC);

  /** {@code struct bpf_prog} before its instructions, in bytes; whole pages are charged. */
  private static final int HEADER_BYTES = 80;

  private static final int PAGE = 4096;

  static ProgramShow of(int id, BpfProgram program, LoadedProgram loaded, EmulatedKernel kernel) {
    int slots = 0;
    Set<Integer> used = new LinkedHashSet<>();
    for (RewrittenProgram.Function function : loaded.rewritten().functions()) {
      slots += function.insns().size();
      for (int slot = 0; slot < function.insns().size(); slot++) {
        switch (function.references().get(slot)) {
          case Symbol.MapPointer(int index) -> used.add(index);
          case Symbol.MapValue(int index, _) -> used.add(index);
          case null, default -> {}
        }
      }
    }
    var places = new LinkedHashMap<String, TextPlace>();
    int jited = 0;
    for (PlacedFunction function : loaded.functions()) {
      jited += function.function().length();
      places.put(function.function().name(), TextPlace.of(kernel, function));
    }
    return new ProgramShow(
        id,
        program,
        ProgramTag.of(program),
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        slots * RawInsn.BYTES,
        jited,
        used.stream().map(index -> show(loaded.maps().get(index))).toList(),
        places);
  }

  private static MapShow show(BpfMap map) {
    return new MapShow(map.id(), map.def());
  }

  private int memlock() {
    return (HEADER_BYTES + xlatedBytes + PAGE - 1) / PAGE * PAGE;
  }

  void print(PrintStream out) {
    out.print(
        "%d: %s  name %s  tag %s%s\n"
            .formatted(
                id,
                program.type().text(),
                program.name(),
                tag,
                program.isGplCompatible() ? "  gpl" : ""));
    out.print("\tloaded_at %s  uid 0\n".formatted(TIME.format(loadedAt)));
    String mapIds =
        maps.stream()
            .map(map -> String.valueOf(map.id()))
            .collect(Collectors.joining(",", "  map_ids ", ""));
    out.print(
        "\txlated %dB  jited %dB  memlock %dB%s\n"
            .formatted(xlatedBytes, jitedBytes, memlock(), maps.isEmpty() ? "" : mapIds));
    places.forEach((function, place) -> out.print("\t" + PlaceText.line(function, place) + "\n"));
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", id);
    json.writeStringField("type", program.type().text());
    json.writeStringField("name", program.name());
    json.writeStringField("tag", tag);
    json.writeBooleanField("gpl_compatible", program.isGplCompatible());
    json.writeNumberField("loaded_at", loadedAt.getEpochSecond());
    json.writeNumberField("uid", 0);
    json.writeNumberField("bytes_xlated", xlatedBytes);
    json.writeBooleanField("jited", true);
    json.writeNumberField("bytes_jited", jitedBytes);
    json.writeNumberField("bytes_memlock", memlock());
    json.writeArrayFieldStart("map_ids");
    for (MapShow map : maps) {
      json.writeNumber(map.id());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("maps");
    for (MapShow map : maps) {
      map.write(json);
    }
    json.writeEndArray();
    PlaceText.write(json, "placement", places);
    json.writeEndObject();
  }
}
