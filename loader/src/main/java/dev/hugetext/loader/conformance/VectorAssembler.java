package dev.hugetext.loader.conformance;

import dev.hugetext.bpf.isa.RawInsn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The assembly of the vectors: {@code mov %r0, 1}, {@code ldxh %r2, [%r1+12]}, {@code jne %r2, 8,
 * fail}, labels as {@code fail:}. The label {@code exit} stands at the first {@code exit}, unless
 * it is set elsewhere.
 */
final class VectorAssembler {
  private static final String EXIT = "exit";

  private final List<InsnLine> lines = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private int slots;

  private VectorAssembler() {}

  /**
   * The slots.
   *
   * @throws IllegalArgumentException if a line is no instruction; the message quotes it
   */
  static List<RawInsn> assemble(List<String> text) {
    var assembler = new VectorAssembler();
    text.forEach(assembler::place);
    return assembler.encode();
  }

  private void place(String text) {
    if (text.endsWith(":")) {
      String label = text.substring(0, text.length() - 1);
      if (labels.put(label, slots) != null) {
        throw new IllegalArgumentException("label '%s' is set twice".formatted(label));
      }
      return;
    }
    if (text.equals(EXIT)) {
      labels.putIfAbsent(EXIT, slots);
    }
    var line = new InsnLine(text);
    lines.add(line);
    slots += line.slots();
  }

  private List<RawInsn> encode() {
    List<RawInsn> out = new ArrayList<>();
    for (InsnLine line : lines) {
      int next = out.size() + 1;
      try {
        out.addAll(line.insn(label -> distance(label, next)).encode());
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException("'%s': %s".formatted(line, wrong.getMessage()), wrong);
      }
    }
    return out;
  }

  private int distance(String label, int next) {
    Integer target = labels.get(label);
    if (target == null) {
      throw new IllegalArgumentException("no label '%s'".formatted(label));
    }
    return target - next;
  }
}
