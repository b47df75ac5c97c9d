package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.loader.listing.JitListing;
import dev.hugetext.loader.run.LoadedProgram;
import dev.hugetext.loader.run.PlacedFunction;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The machine code of a loaded program, as {@code bpftool prog dump jited} prints it. */
final class JitedDump {
  private final LoadedProgram program;
  private final String tag;

  JitedDump(LoadedProgram program, String tag) {
    this.program = program;
    this.tag = tag;
  }

  /**
   * One machine instruction.
   *
   * @param offset from the function's first byte
   */
  private record Line(int offset, String operation, List<String> operands, byte[] bytes) {}

  private List<Line> lines(PlacedFunction function) {
    int index = program.functions().indexOf(function);
    List<Line> lines = new ArrayList<>();
    for (var line : JitListing.of(program.image(), index, function.entry(), program.symbols())) {
      String[] words = line.text().split("\\s+", 2);
      List<String> operands = words.length == 1 ? List.of() : operands(words[1].strip());
      lines.add(new Line(line.offset(), words[0], operands, line.bytes()));
    }
    return lines;
  }

  /** Splits at the commas that are not inside a memory operand. */
  private static List<String> operands(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(",(?![^(]*\\))", -1));
  }

  private String symbol(PlacedFunction function) {
    return LoadedNames.symbol(tag, function.function().name());
  }

  void print(boolean opcodes, PrintStream out) {
    for (PlacedFunction function : program.functions()) {
      out.print(symbol(function) + ":\n");
      for (Line line : lines(function)) {
        String operands = String.join(",", line.operands());
        out.print(
            "%4x:\t%s\n"
                .formatted(line.offset(), "%-6s %s".formatted(line.operation(), operands).strip()));
        if (opcodes) {
          out.print("\t" + HexText.spaced(line.bytes()) + "\n");
        }
      }
      out.print("\n");
    }
  }

  void write(JsonGenerator json, boolean opcodes) throws IOException {
    json.writeStartArray();
    for (PlacedFunction function : program.functions()) {
      json.writeStartObject();
      json.writeStringField("name", symbol(function));
      json.writeArrayFieldStart("insns");
      for (Line line : lines(function)) {
        json.writeStartObject();
        json.writeStringField("pc", "0x%x".formatted(line.offset()));
        json.writeStringField("operation", line.operation());
        json.writeArrayFieldStart("operands");
        for (String operand : line.operands()) {
          json.writeString(operand);
        }
        json.writeEndArray();
        if (opcodes) {
          HexText.writeHex(json, "opcodes", line.bytes());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
