package dev.hugetext.verifier.explore;

import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import java.util.BitSet;
import java.util.List;

/**
 * A depth-first walk over the instructions: all are reachable, and it marks where states are worth
 * keeping (prune points) and where control may come from elsewhere (join points).
 */
final class ControlFlow {
  private static final int UNSEEN = 0;
  private static final int OPEN = 1;
  private static final int CLOSED = 2;

  private final List<RawInsn> insns;
  private final boolean privileged;
  private final BitSet prunePoints = new BitSet();
  private final BitSet joinPoints = new BitSet();
  private final BitSet loopPoints = new BitSet();
  private final byte[] seen;
  private final byte[] taken; // how many edges of an open instruction were followed
  private final int[] stack;
  private int depth;

  ControlFlow(List<RawInsn> insns, boolean privileged) {
    this.insns = insns;
    this.privileged = privileged;
    this.seen = new byte[insns.size()];
    this.taken = new byte[insns.size()];
    this.stack = new int[insns.size()];
  }

  /** Where a state is compared with earlier ones. */
  boolean isPrunePoint(int pc) {
    return prunePoints.get(pc);
  }

  /** Where the instruction before on a path may be another than the one before in the list. */
  boolean isJoinPoint(int pc) {
    return joinPoints.get(pc);
  }

  /** Where a loop without bound of its own comes by, and states are always kept. */
  boolean isLoopPoint(int pc) {
    return loopPoints.get(pc);
  }

  void check() {
    open(0);
    while (depth > 0) {
      int pc = stack[depth - 1];
      if (!follow(pc)) {
        seen[pc] = CLOSED;
        depth--;
      }
    }
    for (int pc = 0; pc < insns.size(); pc++) {
      if (seen[pc] != CLOSED) {
        throw Refusal.of(Rule.REACHABLE, "unreachable insn %d".formatted(pc));
      }
      if (Flow.slots(insns.get(pc)) == 2) {
        if (seen[pc + 1] != UNSEEN) {
          throw Refusal.of(
              Rule.JUMP_INTO_LDIMM64, "jump into the middle of ldimm64 insn %d".formatted(pc));
        }
        pc++;
      }
    }
  }

  private void open(int pc) {
    seen[pc] = OPEN;
    stack[depth++] = pc;
  }

  /** Follows the next edge that leads to an unseen instruction; false if there is none left. */
  private boolean follow(int pc) {
    RawInsn insn = insns.get(pc);
    if (Flow.isExit(insn)) {
      return false;
    }
    if (Flow.isAlways(insn)) {
      if (Flow.hasRegisterSource(insn)) {
        throw Refusal.of(Rule.OPCODE, "");
      }
      int target = Flow.target(insn, pc);
      boolean opened = edge(pc, 0, target);
      prunePoints.set(target);
      joinPoints.set(target);
      return opened;
    }
    if (Flow.isJump(insn)) {
      prunePoints.set(pc);
      if (Flow.isMayGoto(insn)) {
        loopPoints.set(pc);
      }
      return edge(pc, 0, pc + 1) || branch(pc, Flow.target(insn, pc));
    }
    int next = pc + Flow.slots(insn);
    boolean callback = FunctionFinder.isCallback(insn);
    if (!Flow.isCall(insn) && !callback) {
      return edge(pc, 0, next);
    }
    if (Flow.callsCallback(insn)) {
      prunePoints.set(pc);
      joinPoints.set(pc);
      loopPoints.set(pc);
    } else if (Flow.setsTimer(insn)) {
      prunePoints.set(pc);
    }
    boolean opened = edge(pc, 0, next);
    prunePoints.set(next);
    joinPoints.set(next);
    if (opened || !(FunctionFinder.isCall(insn) || callback)) {
      return opened;
    }
    prunePoints.set(pc);
    return branch(pc, pc + 1 + insn.imm());
  }

  private boolean branch(int pc, int target) {
    boolean opened = edge(pc, 1, target);
    prunePoints.set(target);
    joinPoints.set(target);
    return opened;
  }

  private boolean edge(int from, int number, int to) {
    if (taken[from] > number) {
      return false;
    }
    if (to < 0 || to >= insns.size()) {
      throw FunctionFinder.jumpOut(from, to);
    }
    taken[from] = (byte) (number + 1);
    if (seen[to] == UNSEEN) {
      open(to);
      return true;
    }
    if (seen[to] == OPEN && !privileged) {
      throw Refusal.of(Rule.BACK_EDGE, "back-edge from insn %d to %d".formatted(from, to));
    }
    return false;
  }
}
