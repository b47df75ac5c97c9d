package dev.hugetext.verifier.explore;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.transfer.Functions;
import java.util.List;
import java.util.TreeSet;

/** Finds the functions of a program by its calls, and checks that each is a piece of its own. */
final class FunctionFinder {
  private static final int MAX_FUNCTIONS = 256;
  private static final int CALL_BPF = BpfOpcode.CALL_BPF.insn(0, 0, 0, 0).src();
  private static final int LD_FUNC = BpfOpcode.LD_FUNC.insn(0, 0, 0, 0).src();

  private final List<RawInsn> insns;
  private final boolean privileged;

  FunctionFinder(List<RawInsn> insns, boolean privileged) {
    this.insns = insns;
    this.privileged = privileged;
  }

  Functions find() {
    TreeSet<Integer> starts = new TreeSet<>();
    starts.add(0);
    for (int pc = 0; pc < insns.size(); pc++) {
      RawInsn insn = insns.get(pc);
      if (!isCall(insn) && !isCallback(insn)) {
        continue;
      }
      if (!privileged) {
        throw Refusal.of(Rule.PRIVILEGED_CALLS, Rule.PRIVILEGED_CALLS.linuxMessage());
      }
      long target = pc + (long) insn.imm() + 1;
      if (target < 0 || target >= insns.size()) {
        throw Refusal.of(Rule.CALL_TARGET, "call to invalid destination");
      }
      starts.add((int) target);
      if (starts.size() > MAX_FUNCTIONS) {
        throw Refusal.of(Rule.FUNCTION_COUNT, "too many subprograms");
      }
    }
    int[] sorted = starts.stream().mapToInt(Integer::intValue).toArray();
    return new Functions(sorted, insns.size());
  }

  static boolean isCall(RawInsn insn) {
    return insn.opcode() == BpfOpcode.CALL_BPF.opcode() && insn.src() == CALL_BPF;
  }

  static boolean isCallback(RawInsn insn) {
    return insn.opcode() == BpfOpcode.LD_FUNC.opcode() && insn.src() == LD_FUNC;
  }

  /** Jumps stay in their function, and no function runs into the next. */
  void checkBoundaries(Functions functions) {
    for (int function = 0; function < functions.count(); function++) {
      int start = functions.start(function);
      int end = functions.end(function);
      for (int pc = start; pc < end; pc++) {
        RawInsn insn = insns.get(pc);
        if (Flow.isJump(insn)) {
          int target = Flow.target(insn, pc);
          if (target < start || target >= end) {
            throw jumpOut(pc, target);
          }
        }
      }
      int last = insns.get(end - 1).opcode();
      if (last != BpfOpcode.EXIT.opcode()
          && last != BpfOpcode.JA.opcode()
          && last != BpfOpcode.JA32.opcode()) {
        throw Refusal.of(Rule.FUNCTION_END, "last insn is not an exit or jmp");
      }
    }
  }

  static Refusal jumpOut(int from, int to) {
    return Refusal.of(Rule.JUMP_TARGET, "jump out of range from insn %d to %d".formatted(from, to));
  }
}
