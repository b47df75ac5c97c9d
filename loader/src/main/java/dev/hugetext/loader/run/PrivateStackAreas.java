package dev.hugetext.loader.run;

import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.execmem.percpu.PerCpu;
import java.util.List;
import java.util.Optional;

/**
 * The private stacks of a program's functions: per-CPU memory, each with a word at either end that
 * nobody writes.
 */
final class PrivateStackAreas {
  private static final int GUARD_BYTES = 8;

  private final PerCpu perCpu;
  private final long[] areas;
  private final long[] ends;

  private PrivateStackAreas(PerCpu perCpu, int functions) {
    this.perCpu = perCpu;
    this.areas = new long[functions];
    this.ends = new long[functions];
  }

  /** Those that a program needs; empty where memory is exhausted. */
  static Optional<PrivateStackAreas> allocate(PerCpu perCpu, RewrittenProgram program) {
    List<RewrittenProgram.Function> functions = program.functions();
    var stacks = new PrivateStackAreas(perCpu, functions.size());
    for (int i = 0; i < functions.size(); i++) {
      RewrittenProgram.Function function = functions.get(i);
      if (!function.privateStack()) {
        continue;
      }
      int depth = function.stackDepth();
      stacks.areas[i] = perCpu.allocate(depth + 2L * GUARD_BYTES, GUARD_BYTES);
      if (stacks.areas[i] == 0) {
        stacks.free();
        return Optional.empty();
      }
      stacks.ends[i] = stacks.areas[i] + GUARD_BYTES + depth;
    }
    return Optional.of(stacks);
  }

  /** The per-CPU pointer to each function's end of stack, 0 for those without. */
  long[] ends() {
    return ends.clone();
  }

  /** Gives them back. */
  void free() {
    for (long area : areas) {
      perCpu.free(area);
    }
  }
}
