package dev.hugetext.verifier.explore;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.InsnClass;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.HelperTable;

/** Where control goes from an encoded instruction, also one that will be refused later. */
final class Flow {
  private static final int OPERATION = 0xf0;
  private static final int SOURCE = 0x08;
  private static final int EXIT = BpfOpcode.EXIT.opcode() & OPERATION;
  private static final int CALL = BpfOpcode.CALL_HELPER.opcode() & OPERATION;
  private static final int ALWAYS = BpfOpcode.JA.opcode() & OPERATION;

  private Flow() {}

  private static boolean jumps(RawInsn insn) {
    InsnClass insnClass = InsnClass.of(insn.opcode());
    return insnClass == InsnClass.JMP || insnClass == InsnClass.JMP32;
  }

  static boolean isExit(RawInsn insn) {
    return jumps(insn) && (insn.opcode() & OPERATION) == EXIT;
  }

  static boolean isCall(RawInsn insn) {
    return jumps(insn) && (insn.opcode() & OPERATION) == CALL;
  }

  /** A jump, conditional or not. */
  static boolean isJump(RawInsn insn) {
    return jumps(insn) && !isExit(insn) && !isCall(insn);
  }

  static boolean isAlways(RawInsn insn) {
    return isJump(insn) && (insn.opcode() & OPERATION) == ALWAYS;
  }

  /** Whether its right operand is a register, which an unconditional jump may not have. */
  static boolean hasRegisterSource(RawInsn insn) {
    return (insn.opcode() & SOURCE) != 0;
  }

  /** Whether the kernel decides if it jumps. */
  static boolean isMayGoto(RawInsn insn) {
    return insn.opcode() == BpfOpcode.MAY_GOTO.opcode();
  }

  /** Whether it calls a helper that calls a function of the program while it runs. */
  static boolean callsCallback(RawInsn insn) {
    return callsHelper(insn, HelperTable.LOOP) || callsHelper(insn, HelperTable.FOR_EACH_MAP_ELEM);
  }

  /** Whether it hands a function of the program to the kernel for later. */
  static boolean setsTimer(RawInsn insn) {
    return callsHelper(insn, HelperTable.TIMER_SET_CALLBACK);
  }

  private static boolean callsHelper(RawInsn insn, HelperTable helper) {
    return insn.opcode() == BpfOpcode.CALL_HELPER.opcode()
        && insn.src() == BpfOpcode.CALL_HELPER.insn(0, 0, 0, 0).src()
        && insn.imm() == helper.id();
  }

  /** Target slot of a jump. */
  static int target(RawInsn insn, int pc) {
    boolean wide = insn.opcode() == BpfOpcode.JA32.opcode();
    return pc + 1 + (wide ? insn.imm() : insn.off());
  }

  /** How many slots the instruction takes. */
  static int slots(RawInsn insn) {
    return insn.opcode() == BpfOpcode.LD_IMM64.opcode() ? 2 : 1;
  }
}
