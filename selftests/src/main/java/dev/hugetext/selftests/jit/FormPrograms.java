package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RawInsn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Programs for forms that random ones do not reach: maps, callbacks, buffers, far jumps. */
final class FormPrograms {

  private static final int MAP_LOOKUP_ELEM = 1;
  private static final int GET_PRANDOM_U32 = 7;
  private static final int TAIL_CALL = 12;
  private static final int SKB_LOAD_BYTES = 26;
  private static final int FOR_EACH_MAP_ELEM = 164;
  private static final int LOOP = 181;
  private static final int FP = 10;

  /** Where the callback of {@link #callback} begins. */
  static final int CALLBACK_SLOT = 9;

  /** Where the subprogram of {@link #tailCall} begins. */
  static final int TAIL_CALLER_SLOT = 5;

  private final List<RawInsn> insns = new ArrayList<>();

  private FormPrograms() {}

  /** A lookup that the verifier turns into instructions, or a call, as the map's type has it. */
  static List<RawInsn> lookup(int mapFd, int keyBytes) {
    FormPrograms out = new FormPrograms();
    out.add(BpfOpcode.ST_DW, FP, 0, -8, 1);
    out.addMap(1, mapFd);
    out.add(BpfOpcode.MOV64_X, 2, FP, 0, 0);
    out.add(BpfOpcode.ADD64_K, 2, 0, 0, -keyBytes);
    out.add(BpfOpcode.CALL_HELPER, 0, 0, 0, MAP_LOOKUP_ELEM);
    out.add(BpfOpcode.JEQ_K, 0, 0, 1, 0);
    out.add(BpfOpcode.LDX_DW, 0, 0, 0, 0);
    return out.exit();
  }

  /** A callback: the address of a function of the program as an immediate. */
  static List<RawInsn> callback(int mapFd) {
    FormPrograms out = new FormPrograms();
    out.addMap(1, mapFd);
    out.insns.add(BpfOpcode.LD_FUNC.insn(2, 0, 0, CALLBACK_SLOT - 3));
    out.insns.add(secondSlot());
    out.add(BpfOpcode.MOV64_K, 3, 0, 0, 0);
    out.add(BpfOpcode.MOV64_K, 4, 0, 0, 0);
    out.add(BpfOpcode.CALL_HELPER, 0, 0, 0, FOR_EACH_MAP_ELEM);
    out.exit();
    out.add(BpfOpcode.LDX_DW, 6, 3, 0, 0);
    out.add(BpfOpcode.STX_DW, FP, 6, -24, 0);
    out.add(BpfOpcode.MOV64_K, 0, 0, 0, 0);
    return out.exit();
  }

  /** A loop that the kernel writes out, with so many bytes of stack around it. */
  static List<RawInsn> loop(int stackBytes, boolean mayGoto) {
    FormPrograms out = new FormPrograms();
    out.add(BpfOpcode.MOV64_X, 6, 1, 0, 0);
    out.add(BpfOpcode.ST_W, FP, 0, -stackBytes, 1);
    if (mayGoto) {
      out.add(BpfOpcode.MAY_GOTO, 0, 0, 1, 0);
    }
    out.add(BpfOpcode.MOV64_K, 1, 0, 0, 10);
    out.add(BpfOpcode.LDX_W, 1, 6, 8, 0);
    out.insns.add(BpfOpcode.LD_FUNC.insn(2, 0, 0, 8));
    out.insns.add(secondSlot());
    out.add(BpfOpcode.MOV64_X, 3, FP, 0, 0);
    out.add(BpfOpcode.ADD64_K, 3, 0, 0, -stackBytes);
    out.add(BpfOpcode.MOV64_K, 4, 0, 0, 0);
    out.add(BpfOpcode.CALL_HELPER, 0, 0, 0, LOOP);
    out.add(BpfOpcode.LDX_W, 0, 6, 8, 0);
    out.exit();
    out.add(BpfOpcode.ST_W, 2, 0, 0, 7);
    out.add(BpfOpcode.MOV64_K, 0, 0, 0, 0);
    return out.exit();
  }

  /** Where the callback of {@link #loop} begins. */
  static int loopCallback(boolean mayGoto) {
    return mayGoto ? 14 : 13;
  }

  /** A buffer on the stack that only a helper touches: it counts for the depth all the same. */
  static List<RawInsn> buffer(int bytes) {
    FormPrograms out = new FormPrograms();
    out.add(BpfOpcode.MOV64_K, 2, 0, 0, 0);
    out.add(BpfOpcode.MOV64_X, 3, FP, 0, 0);
    out.add(BpfOpcode.ADD64_K, 3, 0, 0, -bytes);
    out.add(BpfOpcode.MOV64_K, 4, 0, 0, bytes / 2);
    out.add(BpfOpcode.CALL_HELPER, 0, 0, 0, SKB_LOAD_BYTES);
    return out.exit();
  }

  /** A pointer into the caller's stack goes down to a function, which stores there. */
  static List<RawInsn> callersStack(int bytes) {
    FormPrograms out = new FormPrograms();
    out.add(BpfOpcode.MOV64_X, 1, FP, 0, 0);
    out.add(BpfOpcode.ADD64_K, 1, 0, 0, -bytes);
    out.add(BpfOpcode.CALL_BPF, 0, 0, 0, 2);
    out.exit();
    out.add(BpfOpcode.ST_DW, 1, 0, 0, 7);
    out.add(BpfOpcode.MOV64_K, 0, 0, 0, 0);
    return out.exit();
  }

  /** A tail call by an index that is not known, in a subprogram if {@code below}. */
  static List<RawInsn> tailCall(int progArrayFd, int stackBytes, boolean below) {
    FormPrograms out = new FormPrograms();
    if (below) {
      out.add(BpfOpcode.MOV64_X, 6, 1, 0, 0);
      out.add(BpfOpcode.ST_DW, FP, 0, -24, 5);
      out.add(BpfOpcode.CALL_BPF, 0, 0, 0, 2);
      out.exit();
    }
    out.add(BpfOpcode.MOV64_X, 7, 1, 0, 0);
    if (stackBytes != 0) {
      out.add(BpfOpcode.ST_DW, FP, 0, -stackBytes, 5);
    }
    out.addMap(2, progArrayFd);
    out.add(BpfOpcode.LDX_W, 3, 7, 0, 0);
    out.add(BpfOpcode.CALL_HELPER, 0, 0, 0, TAIL_CALL);
    return out.exit();
  }

  /** Jumps over {@code slots} slots, ahead by 32-bit offset and back in a loop. */
  static List<RawInsn> far(int slots) {
    FormPrograms out = new FormPrograms();
    out.add(BpfOpcode.CALL_HELPER, 0, 0, 0, GET_PRANDOM_U32);
    out.add(BpfOpcode.MOV64_K, 6, 0, 0, 2);
    out.add(BpfOpcode.JEQ_K, 0, 0, 1, 5);
    out.insns.add(BpfOpcode.JA32.insn(0, 0, 0, slots));
    out.insns.addAll(Collections.nCopies(slots, BpfOpcode.ADD64_K.insn(0, 0, 0, 1000)));
    out.add(BpfOpcode.SUB64_K, 6, 0, 0, 1);
    out.add(BpfOpcode.JEQ_K, 6, 0, 1, 0);
    out.insns.add(BpfOpcode.JA32.insn(0, 0, 0, -slots - 5));
    return out.exit();
  }

  private void add(BpfOpcode row, int dst, int src, int off, int imm) {
    insns.add(row.insn(dst, src, off, imm));
  }

  private void addMap(int dst, int mapFd) {
    insns.add(BpfOpcode.LD_MAP.insn(dst, 0, 0, mapFd));
    insns.add(secondSlot());
  }

  private static RawInsn secondSlot() {
    return new RawInsn(0, 0, 0, (short) 0, 0);
  }

  private List<RawInsn> exit() {
    add(BpfOpcode.MOV64_K, 0, 0, 0, 0);
    add(BpfOpcode.EXIT, 0, 0, 0, 0);
    return insns;
  }
}
