package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.bpf.isa.DumpedCode;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.loader.kernel.ProgramInfo;
import dev.hugetext.loader.map.MapContents;
import dev.hugetext.loader.run.LoadedProgram;
import dev.hugetext.loader.run.PlacedFunction;
import dev.hugetext.loader.run.TestRunOutcome;
import dev.hugetext.verifier.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The answer to one request of {@code batch}: fields in the order in which they are written. */
final class BatchAnswer {
  private final List<Field> fields = new ArrayList<>();

  /** One key and its value. */
  @FunctionalInterface
  private interface Field {
    void writeTo(JsonGenerator json) throws IOException;
  }

  static BatchAnswer error(String message) {
    return new BatchAnswer().text("error", message);
  }

  void write(JsonGenerator json) throws IOException {
    for (Field field : fields) {
      field.writeTo(json);
    }
  }

  BatchAnswer text(String key, String value) {
    fields.add(json -> json.writeStringField(key, value));
    return this;
  }

  BatchAnswer number(String key, long value) {
    fields.add(json -> json.writeNumberField(key, value));
    return this;
  }

  private BatchAnswer hex(String key, byte[] bytes) {
    return text(key, HexFormat.of().formatHex(bytes));
  }

  BatchAnswer accepted(Verdict.Accepted accepted, boolean withLog) {
    text("verdict", "accept");
    if (withLog) {
      text("log", accepted.log());
    }
    return number("processed", accepted.stats().processed());
  }

  BatchAnswer rejected(Verdict.Rejected rejected) {
    return text("verdict", "reject")
        .number("errno", rejected.errno())
        .text("log", rejected.log())
        .number("processed", rejected.stats().processed());
  }

  /** What a run came to. */
  BatchAnswer result(TestRunOutcome outcome, boolean withContext) {
    return switch (outcome) {
      case TestRunOutcome.Refused(var errno, var reason) ->
          number("errno", errno.number()).text("error", reason);
      case TestRunOutcome.Faulted(String what) -> text("error", "the program faulted: " + what);
      case TestRunOutcome.Done done -> {
        number("retval", Integer.toUnsignedLong(done.retval())).hex("data_out", done.dataOut());
        if (withContext) {
          hex("ctx_out", done.contextOut());
        }
        number("duration", done.nanos());
        done.counters().ifPresent(counters -> counters(counters.byName()));
        yield this;
      }
    };
  }

  private void counters(Map<String, Long> counters) {
    fields.add(json -> {
      json.writeObjectFieldStart("counters");
      for (var counter : counters.entrySet()) {
        json.writeNumberField(counter.getKey(), counter.getValue());
      }
      json.writeEndObject();
    });
  }

  /** How long the machine code is, and where it lies. */
  BatchAnswer code(LoadedProgram loaded) {
    int length = loaded.functions().stream().mapToInt(placed -> placed.function().length()).sum();
    return number("jited_len", length).text("address", "0x%x".formatted(loaded.entry()));
  }

  /** Instructions and machine code. */
  BatchAnswer dumped(LoadedProgram loaded) {
    xlated(loaded.rewritten(), loaded.symbols()::address);
    var code = new ByteArrayOutputStream();
    for (PlacedFunction function : loaded.functions()) {
      code.writeBytes(loaded.code(function));
    }
    hex("jited", code.toByteArray());
    return lengths(loaded.functions().stream().map(placed -> placed.function().length()).toList());
  }

  /** The same of the running kernel. */
  BatchAnswer dumped(ProgramInfo info) {
    return hex("xlated", info.xlated()).hex("jited", info.jited()).lengths(info.functionLengths());
  }

  private BatchAnswer lengths(List<Integer> functions) {
    if (functions.size() > 1) {
      fields.add(json -> {
        json.writeArrayFieldStart("jited_func_lens");
        for (int length : functions) {
          json.writeNumber(length);
        }
        json.writeEndArray();
      });
    }
    return this;
  }

  /** Instructions where nothing is loaded: helpers by their numbers. */
  BatchAnswer xlated(RewrittenProgram rewritten) {
    return xlated(rewritten, symbol -> symbol instanceof Symbol.Helper(int id) ? id : 0);
  }

  private BatchAnswer xlated(RewrittenProgram rewritten, ToLongFunction<Symbol> addresses) {
    return hex("xlated", RawInsn.toBytes(DumpedCode.of(rewritten, addresses)));
  }

  /** What the maps hold, a list for each. */
  BatchAnswer maps(List<MapContents> maps) {
    fields.add(json -> {
      json.writeArrayFieldStart("maps");
      for (MapContents map : maps) {
        json.writeStartArray();
        MapText.writeAll(json, map, BatchAnswer::writeHex);
        json.writeEndArray();
      }
      json.writeEndArray();
    });
    return this;
  }

  private static void writeHex(JsonGenerator json, String field, byte[] bytes) throws IOException {
    json.writeStringField(field, HexFormat.of().formatHex(bytes));
  }
}
