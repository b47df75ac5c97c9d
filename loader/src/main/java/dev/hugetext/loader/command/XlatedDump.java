package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.InsnPrinter;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rewritten instructions of a program, as {@code bpftool prog dump xlated} prints them: slots
 * are numbered through all functions.
 */
final class XlatedDump {
  private static final String CONTINUATION = "       ";

  private final RewrittenProgram program;
  private final String tag;

  XlatedDump(RewrittenProgram program, String tag) {
    this.program = program;
    this.tag = tag;
  }

  /**
   * One instruction.
   *
   * @param slot number of its first slot in the whole program
   * @param bytes its encoding, 8 or 16 bytes
   */
  record Line(int slot, RawInsn insn, String text, byte[] bytes) {}

  /** The instructions of one function. */
  List<Line> lines(int function) {
    RewrittenProgram.Function code = program.functions().get(function);
    int first = 0;
    for (int i = 0; i < function; i++) {
      first += program.functions().get(i).insns().size();
    }
    var printer = new InsnPrinter(new LoadedNames(program, code, tag));
    List<Line> lines = new ArrayList<>();
    for (int slot = 0; slot < code.insns().size(); ) {
      int slots = Insn.decode(code.insns(), slot).slots();
      byte[] bytes = RawInsn.toBytes(code.insns().subList(slot, slot + slots));
      lines.add(
          new Line(first + slot, code.insns().get(slot), printer.line(code.insns(), slot), bytes));
      slot += slots;
    }
    return lines;
  }

  int functions() {
    return program.functions().size();
  }

  String functionName(int function) {
    return program.functions().get(function).name();
  }

  void print(boolean opcodes, PrintStream out) {
    for (int function = 0; function < functions(); function++) {
      if (functions() > 1) {
        out.print(functionName(function) + ":\n");
      }
      for (Line line : lines(function)) {
        out.print("%4d: %s\n".formatted(line.slot(), line.text()));
        if (opcodes) {
          out.print(CONTINUATION + HexText.spaced(line.bytes()) + "\n");
        }
      }
    }
  }

  void write(JsonGenerator json, boolean opcodes) throws IOException {
    json.writeStartArray();
    for (int function = 0; function < functions(); function++) {
      for (Line line : lines(function)) {
        json.writeStartObject();
        json.writeStringField("disasm", line.text());
        if (opcodes) {
          json.writeObjectFieldStart("opcodes");
          json.writeStringField("code", "0x%02x".formatted(line.insn().opcode()));
          json.writeStringField("src_reg", "0x%x".formatted(line.insn().src()));
          json.writeStringField("dst_reg", "0x%x".formatted(line.insn().dst()));
          HexText.writeHex(json, "off", Arrays.copyOfRange(line.bytes(), 2, 4));
          HexText.writeHex(json, "imm", Arrays.copyOfRange(line.bytes(), 4, line.bytes().length));
          json.writeEndObject();
        }
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }
}
