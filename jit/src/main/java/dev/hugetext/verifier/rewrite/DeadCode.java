package dev.hugetext.verifier.rewrite;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.RawInsn;
import java.util.BitSet;
import java.util.List;

/**
 * What no path runs goes away: conditional jumps with one way left become jumps or nothing, and
 * then jumps to the next slot are removed.
 */
final class DeadCode {
  private static final RawInsn JUMP = BpfOpcode.JA.insn(0, 0, 0, 0);

  private final List<RawInsn> insns;
  private final BitSet live = new BitSet();

  /**
   * @param insns the program as loaded
   * @param seen first slots of the instructions that some path runs
   */
  DeadCode(List<RawInsn> insns, BitSet seen) {
    this.insns = insns;
    for (int slot = seen.nextSetBit(0); slot >= 0; slot = seen.nextSetBit(slot + 1)) {
      live.set(slot, slot + Insn.decode(insns, slot).slots());
    }
  }

  /** The address of a function that nobody calls is any number. */
  private void forgetCallback(Node node, int slot) {
    if (Insn.decode(insns, slot) instanceof Insn.LoadImm64 load
        && load.kind() == Imm64Kind.FUNC
        && !live.get(slot + 1 + load.low())) {
      node.setInsn(BpfOpcode.LD_IMM64.insn(load.dst().number(), 0, 0, 0));
      node.setTarget(null);
    }
  }

  void removeFrom(CodeList code) {
    for (int slot = 0; slot < code.size(); slot++) {
      forgetCallback(code.get(slot), slot);
      if (Insn.decode(insns, slot) instanceof Insn.Branch branch) {
        Node node = code.get(slot);
        if (!live.get(slot + 1)) {
          node.setInsn(JUMP);
        } else if (!live.get(slot + 1 + branch.offset())) {
          node.setInsn(JUMP);
          node.setTarget(code.get(slot + 1));
        }
      }
    }
    code.removeIf(node -> !live.get(node.origin()));
    code.removeEmptyJumps();
  }
}
