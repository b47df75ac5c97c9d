package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Source;
import java.util.List;

/**
 * Writes the stack that a function goes on to use. Privileged programs may read what was there
 * before, but what they make of it is then no two kernels' alike.
 *
 * @param depths bytes below the frame pointer to write, by function; empty to write nothing
 */
record StackPrimer(List<Integer> depths) {
  static final StackPrimer NONE = new StackPrimer(List.of());

  private static final int SLOT = MemSize.DW.bytes();

  /** For the same program once more: every slot that its functions touch. */
  static StackPrimer of(List<RawInsn> insns) {
    return new StackPrimer(
        RewrittenProgram.trusted("fuzz", insns).functions().stream()
            .map(RewrittenProgram.Function::stackDepth)
            .toList());
  }

  /** Emits the stores of the function with this index; 0 is the main one. */
  void prime(CodeBuffer code, int function) {
    int depth = function < depths.size() ? depths.get(function) : 0;
    for (int off = SLOT; off <= depth; off += SLOT) {
      code.store(MemSize.DW, Draft.FRAME_POINTER, -off, new Source.Imm(off * 0x0101));
    }
  }
}
