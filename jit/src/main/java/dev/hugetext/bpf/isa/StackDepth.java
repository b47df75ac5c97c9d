package dev.hugetext.bpf.isa;

import java.util.Arrays;
import java.util.List;

/**
 * How much stack a function uses, read off its instructions: the deepest access at a constant
 * offset from the frame pointer.
 *
 * <p>As in the kernel's accounting, an access through a copy of the frame pointer counts, and so
 * does handing such a copy to a call; computing one does not. Copies are followed in the order of
 * the slots, not along jumps: right for what compilers emit, a guess in general.
 */
final class StackDepth {

  /** Deepest access the verifier allows, in bytes below the frame pointer. */
  private static final int MAX_BYTES = 512;

  private static final int SLOT_BYTES = 8;
  private static final int FIRST_ARGUMENT = 1;
  private static final int LAST_ARGUMENT = 5;

  /** Of a register that holds no copy of the frame pointer. */
  private static final int NO_COPY = Integer.MIN_VALUE;

  /** Distance of each register from the frame pointer. */
  private final int[] distance = new int[Reg.values().length];

  private int deepest;

  private StackDepth() {
    Arrays.fill(distance, NO_COPY);
    distance[Reg.FP.number()] = 0;
  }

  /** Bytes, rounded up to 8. */
  static int of(List<Insn> insns) {
    StackDepth depth = new StackDepth();
    insns.forEach(depth::step);
    int bytes = (SLOT_BYTES - 1 - depth.deepest) & -SLOT_BYTES;
    return Math.min(MAX_BYTES, bytes);
  }

  private void step(Insn insn) {
    switch (insn) {
      case Insn.Load load -> {
        access(load.base(), load.offset());
        forget(load.dst());
      }
      case Insn.Store store -> access(store.base(), store.offset());
      case Insn.Atomic atomic -> atomic(atomic);
      case Insn.Alu alu -> distance[alu.dst().number()] = distanceAfter(alu);
      case Insn.CallHelper _, Insn.CallKfunc _, Insn.CallBpf _ -> call();
      case Insn.Neg(_, var dst) -> forget(dst);
      case Insn.MoveSigned move -> forget(move.dst());
      case Insn.Swap swap -> forget(swap.dst());
      case Insn.AddrSpaceCast cast -> forget(cast.dst());
      case Insn.MovePerCpu(var dst, _) -> forget(dst);
      case Insn.LoadImm64 load -> forget(load.dst());
      case Insn.LoadAbs _, Insn.LoadInd _ -> forget(Reg.R0);
      case Insn.Jump _, Insn.Branch _, Insn.MayGoto _, Insn.JumpIndirect _, Insn.Exit _ -> {
        // registers stay as they are
      }
      case Insn.CallRegister _, Insn.TailCall _, Insn.NoSpec _, Insn.Invalid _ -> {
        // nothing known of them
      }
    }
  }

  private void access(Reg base, int offset) {
    int from = distance[base.number()];
    if (from != NO_COPY) {
      deepest = Math.min(deepest, from + offset);
    }
  }

  private void forget(Reg reg) {
    distance[reg.number()] = NO_COPY;
  }

  /** A load-acquire has its address in the other field, and writes the first. */
  private void atomic(Insn.Atomic atomic) {
    if (atomic.op() == AtomicOp.LOAD_ACQUIRE) {
      access(atomic.reg(), atomic.offset());
      forget(atomic.base());
      return;
    }
    access(atomic.base(), atomic.offset());
    if (atomic.op().fetchesIntoSource()) {
      forget(atomic.reg());
    } else if (atomic.op() == AtomicOp.CMPXCHG) {
      forget(Reg.R0);
    }
  }

  private int distanceAfter(Insn.Alu alu) {
    int before = distance[alu.dst().number()];
    if (alu.width() == RegWidth.W32) {
      return NO_COPY;
    }
    return switch (alu.source()) {
      case Source.FromReg(var src) when alu.op() == AluOp.MOV -> distance[src.number()];
      case Source.Imm(int value) when before != NO_COPY && alu.op() == AluOp.ADD -> before + value;
      case Source.Imm(int value) when before != NO_COPY && alu.op() == AluOp.SUB -> before - value;
      case Source.FromReg _, Source.Imm _ -> NO_COPY;
    };
  }

  private void call() {
    for (int argument = FIRST_ARGUMENT; argument <= LAST_ARGUMENT; argument++) {
      access(Reg.of(argument), 0);
      forget(Reg.of(argument));
    }
    forget(Reg.R0);
  }
}
