package dev.hugetext.loader.link;

import dev.hugetext.bpf.isa.FuncInfo;
import dev.hugetext.bpf.isa.LineInfo;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.loader.input.InputException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts a program together: its own function, and behind it, each once, all that it calls.
 *
 * <p>The order is libbpf's: a function is placed when the first reference to it is met, and its own
 * references are followed before the next one of the function that referred to it.
 */
final class FunctionLinker {
  /** A function that was placed, and how far its references were followed. */
  private static final class Frame {
    final CodeFunction function;
    final int base;
    int next;

    Frame(CodeFunction function, int base) {
      this.function = function;
      this.base = base;
      this.next = function.start();
    }
  }

  private final ObjectCode code;
  private final List<RawInsn> insns = new ArrayList<>();
  private final List<FuncInfo> functions = new ArrayList<>();
  private final List<LineInfo> lines = new ArrayList<>();
  private final Map<CodeFunction, Integer> bases = new HashMap<>();
  private final Deque<Frame> open = new ArrayDeque<>();
  private @Nullable String missing;

  private FunctionLinker(ObjectCode code) {
    this.code = code;
  }

  /**
   * The program that begins with {@code main}.
   *
   * @throws InputException if the programs grow too long
   */
  static LinkedCode link(ObjectCode code, CodeFunction main) throws InputException {
    FunctionLinker linker = new FunctionLinker(code);
    linker.place(main);
    while (!linker.open.isEmpty()) {
      linker.follow(linker.open.getLast());
    }
    return new LinkedCode(
        linker.insns, linker.functions, linker.lines, Optional.ofNullable(linker.missing));
  }

  private void place(CodeFunction function) throws InputException {
    code.use(function);
    if (missing == null) {
      missing = code.missing(function).orElse(null);
    }
    int base = insns.size();
    bases.put(function, base);
    insns.addAll(code.insns(function));
    functions.add(code.info(function, base));
    for (LineInfo line : code.lines(function)) {
      int slot = line.insn() - function.start() + base;
      lines.add(new LineInfo(slot, line.file(), line.text(), line.line(), line.column()));
    }
    open.add(new Frame(function, base));
  }

  /** Follows the next reference of the function that was placed last, or is done with it. */
  private void follow(Frame frame) throws InputException {
    CodeFunction function = frame.function;
    while (frame.next < function.end()) {
      int slot = frame.next++;
      CodeFunction target = code.functionNamedAt(function, slot);
      if (target == null) {
        continue;
      }
      boolean isNew = !bases.containsKey(target);
      if (isNew) {
        place(target);
      }
      int here = slot - function.start() + frame.base;
      int distance = bases.getOrDefault(target, 0) - here - 1;
      insns.set(here, insns.get(here).withImm(distance));
      if (isNew) {
        return;
      }
    }
    open.removeLast();
  }
}
