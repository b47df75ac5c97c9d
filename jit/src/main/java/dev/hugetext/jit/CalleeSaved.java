package dev.hugetext.jit;

import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.x86.insn.Gpr;
import java.util.List;

/** Which callee-saved registers a function must keep. */
final class CalleeSaved {

  private static final List<Reg> CANDIDATES = List.of(Reg.R6, Reg.R7, Reg.R8, Reg.R9);

  private CalleeSaved() {}

  /**
   * In the order in which they are pushed. A register counts as used if any slot has its number in
   * the destination or source field, even where the instruction ignores that field.
   */
  static List<Gpr> of(List<RawInsn> insns) {
    int used = 0;
    for (RawInsn insn : insns) {
      used |= 1 << insn.dst() | 1 << insn.src();
    }
    int fields = used;
    return CANDIDATES.stream()
        .filter(reg -> (fields & 1 << reg.number()) != 0)
        .map(RegisterMap.KERNEL_STACK::of)
        .toList();
  }
}
