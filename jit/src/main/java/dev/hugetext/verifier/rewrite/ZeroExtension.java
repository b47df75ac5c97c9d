package dev.hugetext.verifier.rewrite;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.bpf.isa.SwapOp;
import dev.hugetext.verifier.transfer.ProgramFacts;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A 32-bit compare-and-exchange that finds what it compares with leaves R0's upper half as it was;
 * where the whole of R0 is read afterwards, it is cleared.
 */
final class ZeroExtension {
  /** The move Linux appends; a 1 in the unused immediate tells its compilers what it is. */
  private static final RawInsn CLEAR_UPPER = BpfOpcode.MOV32_X.insn(0, 0, 0, 1);

  private final ProgramFacts facts;
  private final boolean[] wholeReadAfter;

  ZeroExtension(ProgramFacts facts, BitSet seen) {
    this.facts = facts;
    this.wholeReadAfter = new boolean[facts.size() + 1];
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int pc = facts.size() - 1; pc >= 0; pc--) {
        boolean before = seen.get(pc) && wholeReadFrom(pc);
        changed |= before != wholeReadAfter[pc];
        wholeReadAfter[pc] = before;
      }
    }
  }

  /** What stands in place of the instruction at a slot of the program as loaded. */
  Optional<List<RawInsn>> rewrite(int pc, RawInsn raw) {
    boolean needed = isNarrowExchange(raw) && raw.equals(facts.raw(pc)) && wholeReadAfter[pc + 1];
    return needed ? cleared(raw) : Optional.empty();
  }

  /** Whether it is a 32-bit compare-and-exchange. */
  static boolean isNarrowExchange(RawInsn raw) {
    return Insn.decode(List.of(raw), 0) instanceof Insn.Atomic atomic
        && atomic.op() == AtomicOp.CMPXCHG
        && atomic.size() == MemSize.W;
  }

  /** The instruction, and then R0's upper half cleared. */
  static Optional<List<RawInsn>> cleared(RawInsn raw) {
    return Optional.of(List.of(raw, CLEAR_UPPER));
  }

  /** Whether all of R0, as it is before the instruction, may be read. */
  private boolean wholeReadFrom(int pc) {
    Insn insn = facts.insn(pc);
    if (readsWhole(insn)) {
      return true;
    }
    if (defines(insn)) {
      return false;
    }
    return switch (insn) {
      case Insn.Exit ignored -> false;
      case Insn.Jump jump -> wholeReadAfter[pc + 1 + jump.offset()];
      case Insn.Branch branch -> wholeReadAfter[pc + 1] || wholeReadAfter[pc + 1 + branch.offset()];
      case Insn other -> wholeReadAfter[pc + other.slots()];
    };
  }

  private static boolean isR0(Source source) {
    return source instanceof Source.FromReg(var reg) && reg == Reg.R0;
  }

  private static boolean readsWhole(Insn insn) {
    return switch (insn) {
      case Insn.Alu alu ->
          alu.width() == RegWidth.W64
              && (isR0(alu.source()) || (alu.dst() == Reg.R0 && alu.op() != AluOp.MOV));
      case Insn.Neg neg -> neg.width() == RegWidth.W64 && neg.dst() == Reg.R0;
      case Insn.Swap swap ->
          swap.dst() == Reg.R0 && (swap.size() == MemSize.DW || swap.op() == SwapOp.BSWAP);
      case Insn.MoveSigned move -> move.width() == RegWidth.W64 && move.src() == Reg.R0;
      case Insn.Load load -> load.base() == Reg.R0;
      case Insn.Store store ->
          store.base() == Reg.R0 || (isR0(store.source()) && store.size() == MemSize.DW);
      case Insn.Atomic atomic ->
          atomic.base() == Reg.R0
              || (atomic.size() == MemSize.DW
                  && (atomic.reg() == Reg.R0 || atomic.op() == AtomicOp.CMPXCHG));
      case Insn.Branch branch ->
          branch.width() == RegWidth.W64 && (branch.left() == Reg.R0 || isR0(branch.right()));
      case Insn.Exit ignored -> true;
      case Insn ignored -> false;
    };
  }

  private static boolean defines(Insn insn) {
    return switch (insn) {
      case Insn.Alu alu -> alu.dst() == Reg.R0;
      case Insn.Neg neg -> neg.dst() == Reg.R0;
      case Insn.Swap swap -> swap.dst() == Reg.R0;
      case Insn.MoveSigned move -> move.dst() == Reg.R0;
      case Insn.LoadImm64 load -> load.dst() == Reg.R0;
      case Insn.Load load -> load.dst() == Reg.R0;
      case Insn.Atomic atomic ->
          atomic.op() == AtomicOp.CMPXCHG
              || (atomic.op().fetchesIntoSource() && atomic.reg() == Reg.R0);
      case Insn.CallHelper ignored -> true;
      case Insn.CallBpf ignored -> true;
      case Insn ignored -> false;
    };
  }
}
