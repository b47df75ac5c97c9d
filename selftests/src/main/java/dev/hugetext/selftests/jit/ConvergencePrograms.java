package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RawInsn;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Programs whose jumps settle slowly: each jump ahead is short only once the next one is, so a pass
 * shortens one of them, and from the sixteenth pass on the rest are filled up with nops.
 */
public final class ConvergencePrograms {

  /** {@code mov eax, imm32}. */
  private static final int MOVE_BYTES = 5;

  private static final int GET_PRANDOM_U32 = 7;

  /** Register whose value the verifier does not know. */
  private static final int UNKNOWN = 1;

  private final Draw draw;
  private final List<RawInsn> insns = new ArrayList<>();

  private int compared;

  private ConvergencePrograms(long seed) {
    this.draw = new Draw(new SplittableRandom(seed));
  }

  /** A cascade of jumps, long or short, and what it leads to. */
  public static List<RawInsn> of(long seed) {
    return new ConvergencePrograms(seed).program();
  }

  private List<RawInsn> program() {
    int cascades = draw.between(1, 3);
    for (int i = 0; i < cascades; i++) {
      insns.add(BpfOpcode.CALL_HELPER.insn(0, 0, 0, GET_PRANDOM_U32));
      insns.add(BpfOpcode.MOV64_X.insn(UNKNOWN, 0, 0, 0));
      compared = 0;
      if (draw.oneIn(4)) {
        vanishing(draw.between(1, 40));
      } else {
        cascade(draw.between(1, 60));
      }
    }
    insns.add(BpfOpcode.EXIT.insn(0, 0, 0, 0));
    return insns;
  }

  /**
   * Jump, filling, jump, filling …: each jump leads behind the next jump. With a near jump in
   * between the distance is just out of the short range, with a short one just in it, at the edge
   * or within a few bytes of it.
   */
  private void cascade(int jumps) {
    boolean unconditional = draw.oneIn(3);
    int fillings = unconditional ? 0 : 1;
    int moves = 22 + draw.below(2);
    for (int i = 0; i < jumps; i++) {
      int distance = moves + fillings;
      if (unconditional) {
        // the branch over it keeps both ways alive
        insns.add(branch(1));
        insns.add(BpfOpcode.JA.insn(0, 0, distance + 2, 0));
      } else {
        insns.add(branch(distance + 1));
      }
      filling(moves, fillings);
    }
    // where the last ones lead
    filling(moves + 3, fillings);
  }

  /** On a new number each time, so that the verifier cannot tell which way it goes. */
  private RawInsn branch(int offset) {
    BpfOpcode row = draw.oneIn(2) ? BpfOpcode.JEQ_K : BpfOpcode.JEQ32_K;
    return row.insn(UNKNOWN, 0, offset, ++compared);
  }

  /** Moves of five bytes each, and others of two to seven that put the distance near the edge. */
  private void filling(int moves, int others) {
    for (int i = 0; i < moves; i++) {
      insns.add(BpfOpcode.MOV32_K.insn(0, 0, 0, (1 << MOVE_BYTES) + draw.below(1 << 20)));
    }
    for (int i = 0; i < others; i++) {
      insns.add(
          switch (draw.below(4)) {
            case 0 -> BpfOpcode.MOV32_K.insn(0, 0, 0, 0);
            case 1 -> BpfOpcode.MOV64_X.insn(0, UNKNOWN, 0, 0);
            case 2 -> BpfOpcode.ADD64_K.insn(0, 0, 0, 1);
            default -> BpfOpcode.MOV64_K.insn(0, 0, 0, -1);
          });
    }
  }

  /**
   * Jumps in a row, all to the same place, with nothing but a move that takes no bytes before it:
   * the last vanishes, then the one before it, one in each pass. Branches ahead of them keep each
   * alive.
   */
  private void vanishing(int jumps) {
    for (int i = 0; i < jumps; i++) {
      // over the other branches and i + 1 jumps; the last one leads to the move
      insns.add(branch(jumps));
    }
    for (int i = 0; i < jumps; i++) {
      insns.add(BpfOpcode.JA.insn(0, 0, jumps - i, 0));
    }
    insns.add(BpfOpcode.MOV64_X.insn(0, 0, 0, 0));
  }
}
