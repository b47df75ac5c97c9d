package dev.hugetext.verifier.explore;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.verifier.transfer.LinkedRegisters;
import dev.hugetext.verifier.transfer.ProgramFacts;
import org.jspecify.annotations.Nullable;

/**
 * What must be known before an instruction for the wanted numbers to be exact after it.
 *
 * <p>Numbers loaded from anything but the stack are not traced further: nothing is assumed of them.
 */
final class StepBack {
  private static final int FRAME_POINTER = 10;
  private static final int ARGUMENTS = 0x3e;

  private final ProgramFacts facts;
  private final Wanted wanted;

  StepBack(ProgramFacts facts, Wanted wanted) {
    this.facts = facts;
    this.wanted = wanted;
  }

  /**
   * Moves {@link Wanted} to before the instruction.
   *
   * @param after the instruction that followed on the path, -1 if none did
   * @param entry what the path's history says of the instruction
   * @return false if it cannot be traced, so that everything must be taken as wanted
   */
  boolean over(int pc, int after, @Nullable HistoryEntry entry) {
    LinkedRegisters linked = entry == null ? null : entry.linked();
    if (linked != null) {
      wanted.spread(linked);
    }
    boolean traced = overInsn(pc, after, entry);
    if (linked != null) {
      wanted.spread(linked);
    }
    return traced;
  }

  private boolean overInsn(int pc, int after, @Nullable HistoryEntry entry) {
    switch (facts.insn(pc)) {
      case Insn.Alu alu -> computed(alu);
      case Insn.MoveSigned move -> moved(move.dst().number(), move.src().number());
      case Insn.LoadImm64 load -> wanted.remove(load.dst().number());
      case Insn.Load load -> filled(load.dst().number(), entry);
      case Insn.Store store -> {
        return stored(store.base().number(), store.source(), entry);
      }
      case Insn.Atomic atomic when atomic.op() == AtomicOp.LOAD_ACQUIRE ->
          filled(atomic.base().number(), entry);
      case Insn.Atomic atomic when atomic.op() == AtomicOp.STORE_RELEASE -> {
        return stored(atomic.base().number(), new Source.FromReg(atomic.reg()), entry);
      }
      case Insn.Atomic atomic -> {
        return atomic(atomic, entry);
      }
      case Insn.LoadAbs ignored -> {
        return packetLoad(pc, after);
      }
      case Insn.LoadInd ignored -> {
        return packetLoad(pc, after);
      }
      case Insn.CallHelper ignored -> {
        if (after >= 0 && after != pc + 1) {
          if (facts.callsCallback(pc)) {
            return outOfCallback();
          }
          if (!facts.isTailCall(pc) || !intoCallee(after)) {
            return false;
          }
        }
        wanted.remove(0);
        return (wanted.registers() & ARGUMENTS) == 0;
      }
      case Insn.CallBpf call
          when facts.types().isGlobal(facts.functions().startingAt(pc + 1 + call.offset())) -> {
        wanted.remove(0);
        return (wanted.registers() & ARGUMENTS) == 0;
      }
      case Insn.CallBpf ignored -> {
        return intoCaller();
      }
      case Insn.Exit ignored -> {
        return intoCallee(after);
      }
      case Insn.Branch branch -> compared(branch, entry);
      case Insn.Neg ignored -> {}
      case Insn.Swap ignored -> {}
      case Insn.Jump ignored -> {}
      case Insn.MayGoto ignored -> {}
      case Insn.AddrSpaceCast _,
          Insn.MovePerCpu _,
          Insn.JumpIndirect _,
          Insn.CallKfunc _,
          Insn.CallRegister _,
          Insn.TailCall _,
          Insn.NoSpec _,
          Insn.Invalid _ -> {
        return false; // not among what is accepted now
      }
    }
    return true;
  }

  private void computed(Insn.Alu alu) {
    int dst = alu.dst().number();
    if (!wanted.has(dst)) {
      return;
    }
    if (alu.op() == AluOp.MOV) {
      wanted.remove(dst);
    }
    if (alu.source() instanceof Source.FromReg(var src) && src.number() != FRAME_POINTER) {
      wanted.add(src.number());
    }
  }

  private void moved(int dst, int src) {
    if (wanted.has(dst)) {
      wanted.remove(dst);
      if (src != FRAME_POINTER) {
        wanted.add(src);
      }
    }
  }

  private void filled(int dst, @Nullable HistoryEntry entry) {
    if (wanted.has(dst)) {
      wanted.remove(dst);
      if (entry != null && entry.isSpillOrFill()) {
        wanted.addSlot(entry.spillFrame(), entry.spillSlot());
      }
    }
  }

  private boolean stored(int base, Source source, @Nullable HistoryEntry entry) {
    if (wanted.has(base)) {
      return false; // a number got by subtracting pointers
    }
    if (entry == null
        || !entry.isSpillOrFill()
        || !wanted.hasSlot(entry.spillFrame(), entry.spillSlot())) {
      return true;
    }
    wanted.removeSlot(entry.spillFrame(), entry.spillSlot());
    if (source instanceof Source.FromReg(var src)) {
      wanted.add(src.number());
    }
    return true;
  }

  /** The slot it changes holds nothing known afterwards; what it fetched came from there. */
  private boolean atomic(Insn.Atomic atomic, @Nullable HistoryEntry entry) {
    if (wanted.has(atomic.base().number())
        && !(atomic.op().fetchesIntoSource() && atomic.reg() == atomic.base())) {
      return false;
    }
    boolean toR0 = atomic.op() == AtomicOp.CMPXCHG;
    if (toR0 || atomic.op().fetchesIntoSource()) {
      filled(toR0 ? 0 : atomic.reg().number(), entry);
    }
    return true;
  }

  /** Numbers from the packet are not traced; one that missed it left the function with 0. */
  private boolean packetLoad(int pc, int after) {
    if (after >= 0 && after != pc + 1) {
      boolean traced = intoCallee(after);
      wanted.remove(0);
      return traced;
    }
    boolean fromPacket = wanted.has(0);
    wanted.remove(0);
    return !fromPacket;
  }

  private boolean intoCaller() {
    int register = wanted.registers();
    if ((register & ~ARGUMENTS) != 0 || wanted.slots(wanted.frame()) != 0 || wanted.frame() == 0) {
      return false;
    }
    for (int argument = 1; argument <= 5; argument++) {
      if (wanted.has(argument)) {
        wanted.remove(argument);
        wanted.addIn(wanted.frame() - 1, argument);
      }
    }
    wanted.leave();
    return true;
  }

  /** The helper gave a callback its arguments; nothing of them comes from the caller's. */
  private boolean outOfCallback() {
    for (int argument = 1; argument <= 5; argument++) {
      wanted.remove(argument);
    }
    if (wanted.registers() != 0 || wanted.slots(wanted.frame()) != 0 || wanted.frame() == 0) {
      return false;
    }
    wanted.leave();
    return true;
  }

  private boolean intoCallee(int after) {
    if (after >= 0 && facts.callsCallback(after)) {
      for (int argument = 1; argument <= 5; argument++) {
        wanted.remove(argument); // the helper was called with them after the callback
      }
    }
    if ((wanted.registers() & ARGUMENTS) != 0) {
      return false;
    }
    boolean result = after > 0 && facts.insn(after - 1) instanceof Insn.CallBpf && wanted.has(0);
    wanted.remove(0);
    wanted.enter();
    if (result) {
      wanted.add(0);
    }
    return true;
  }

  private void compared(Insn.Branch branch, @Nullable HistoryEntry entry) {
    if (!(branch.right() instanceof Source.FromReg(var src))) {
      return;
    }
    int left = branch.left().number();
    int right = src.number();
    if (!wanted.has(left) && !wanted.has(right)) {
      return;
    }
    if (entry == null || !entry.rightIsStack()) {
      wanted.add(right);
    }
    if (entry == null || !entry.leftIsStack()) {
      wanted.add(left);
    }
  }
}
