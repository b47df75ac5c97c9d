package dev.hugetext.loader.command;

import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.RawInsn;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;

/** The control flow of a program in DOT, as {@code bpftool prog dump xlated … visual} draws it. */
final class FlowGraph {
  private static final String BOLD =
      "[style=\"solid,bold\", color=black, weight=10, constraint=true];";
  private static final String INVISIBLE = "[style=\"invis\", constraint=true];";

  private final XlatedDump dump;
  private final PrintStream out;

  private FlowGraph(XlatedDump dump, PrintStream out) {
    this.dump = dump;
    this.out = out;
  }

  static void print(XlatedDump dump, PrintStream out) {
    new FlowGraph(dump, out).print();
  }

  private void print() {
    out.print("digraph \"DOT graph for eBPF program\" {\n");
    for (int function = 0; function < dump.functions(); function++) {
      printFunction(function);
    }
    out.print("}\n");
  }

  /** Entry is block 0, exit block 1, the others follow in the order of their instructions. */
  private void printFunction(int function) {
    List<List<XlatedDump.Line>> blocks = blocks(dump.lines(function));
    out.print(
        """
        subgraph "cluster_%d" {
        \tstyle="dashed";
        \tcolor="black";
        \tlabel="func_%d ()";
        """
            .formatted(function, function));
    out.print(node(function, 0) + " [shape=Mdiamond,style=filled,label=\"ENTRY\"];\n\n");
    for (int i = 0; i < blocks.size(); i++) {
      printBlock(function, i + 2, blocks.get(i));
    }
    out.print(node(function, 1) + " [shape=Mdiamond,style=filled,label=\"EXIT\"];\n\n");
    edge(function, 0, 2, BOLD);
    for (int i = 0; i < blocks.size(); i++) {
      printEdges(function, blocks, i);
    }
    edge(function, 0, 1, INVISIBLE);
    out.print("}\n");
  }

  private static String node(int function, int block) {
    return "\tfn_%d_bb_%d".formatted(function, block);
  }

  private void printBlock(int function, int number, List<XlatedDump.Line> lines) {
    out.print(node(function, number) + " [shape=record,style=filled,label=\"{");
    for (int i = 0; i < lines.size(); i++) {
      String escaped = lines.get(i).text().replaceAll("([<>{}|\"])", "\\\\$1");
      out.print((i == 0 ? "" : " | ") + "%4d: %s\\l\\\n".formatted(lines.get(i).slot(), escaped));
    }
    out.print("}\"];\n\n");
  }

  private void printEdges(int function, List<List<XlatedDump.Line>> blocks, int index) {
    XlatedDump.Line last = blocks.get(index).getLast();
    OptionalInt target = target(last);
    if (isExit(last)) {
      edge(function, index + 2, 1, BOLD);
      return;
    }
    if (!isUnconditional(last) && index + 1 < blocks.size()) {
      edge(function, index + 2, index + 3, BOLD);
    }
    if (target.isPresent()) {
      for (int i = 0; i < blocks.size(); i++) {
        if (blocks.get(i).getFirst().slot() == target.getAsInt()) {
          edge(function, index + 2, i + 2, BOLD);
        }
      }
    }
  }

  private void edge(int function, int from, int to, String style) {
    out.print(
        "%s:s -> %s:n %s\n".formatted(node(function, from), node(function, to).strip(), style));
  }

  /** Cuts the instructions before jump targets and behind jumps. */
  private static List<List<XlatedDump.Line>> blocks(List<XlatedDump.Line> lines) {
    var starts = new TreeSet<Integer>();
    for (XlatedDump.Line line : lines) {
      target(line).ifPresent(starts::add);
      if (target(line).isPresent() || isExit(line)) {
        starts.add(next(line));
      }
    }
    List<List<XlatedDump.Line>> blocks = new ArrayList<>();
    for (XlatedDump.Line line : lines) {
      if (blocks.isEmpty() || starts.contains(line.slot())) {
        blocks.add(new ArrayList<>());
      }
      blocks.getLast().add(line);
    }
    return blocks;
  }

  private static int next(XlatedDump.Line line) {
    return line.slot() + line.bytes().length / 8;
  }

  private static OptionalInt target(XlatedDump.Line line) {
    return switch (insn(line)) {
      case Insn.Branch branch -> OptionalInt.of(next(line) + branch.offset());
      case Insn.Jump jump -> OptionalInt.of(next(line) + jump.offset());
      case Insn.MayGoto jump -> OptionalInt.of(next(line) + jump.offset());
      default -> OptionalInt.empty();
    };
  }

  private static boolean isUnconditional(XlatedDump.Line line) {
    return insn(line) instanceof Insn.Jump;
  }

  private static boolean isExit(XlatedDump.Line line) {
    return insn(line) instanceof Insn.Exit;
  }

  private static Insn insn(XlatedDump.Line line) {
    return Insn.decode(RawInsn.parse(line.bytes()), 0);
  }
}
