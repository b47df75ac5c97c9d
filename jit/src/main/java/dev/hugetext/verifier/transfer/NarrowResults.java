package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.bpf.isa.SwapOp;
import dev.hugetext.verifier.state.MachineState;
import java.util.BitSet;

/**
 * Which 32-bit compare-and-exchanges have all of R0 read after them on some path that was walked:
 * only there the upper half, which the machine may leave as it was, has to be cleared. As in Linux
 * 6.18, a path that was cut short because its rest is like an explored one counts only as far as it
 * was walked.
 */
final class NarrowResults {
  private final BitSet wholeRead = new BitSet();

  /** The instructions that were found, by their slots. */
  BitSet wholeRead() {
    return wholeRead;
  }

  /** Takes note of what an instruction reads and defines, before it is applied. */
  void note(MachineState state, int pc, Insn insn) {
    boolean returns = insn instanceof Insn.Exit && state.currentFrame() > 0;
    if (state.narrowExchange().isPresent() && !returns && readsWhole(insn)) {
      wholeRead.set(state.narrowExchange().getAsInt());
      state.clearNarrowExchange();
    }
    if (insn instanceof Insn.Atomic atomic
        && atomic.op() == AtomicOp.CMPXCHG
        && atomic.size() == MemSize.W) {
      state.setNarrowExchange(pc);
    } else if (defines(insn)) {
      state.clearNarrowExchange();
    }
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
      case Insn.LoadInd load -> load.src() == Reg.R0;
      case Insn.Atomic atomic when atomic.op() == AtomicOp.LOAD_ACQUIRE ->
          atomic.reg() == Reg.R0; // its address; the other register is written
      case Insn.Atomic atomic ->
          atomic.base() == Reg.R0
              || (atomic.size() == MemSize.DW
                  && (atomic.reg() == Reg.R0 || atomic.op() == AtomicOp.CMPXCHG));
      case Insn.Branch branch ->
          branch.width() == RegWidth.W64 && (branch.left() == Reg.R0 || isR0(branch.right()));
      case Insn.Exit ignored -> true;
      case Insn.AddrSpaceCast _,
          Insn.MovePerCpu _,
          Insn.LoadImm64 _,
          Insn.LoadAbs _,
          Insn.Jump _,
          Insn.JumpIndirect _,
          Insn.MayGoto _,
          Insn.CallHelper _,
          Insn.CallBpf _,
          Insn.CallKfunc _,
          Insn.CallRegister _,
          Insn.TailCall _,
          Insn.NoSpec _,
          Insn.Invalid _ ->
          false;
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
      case Insn.LoadAbs ignored -> true;
      case Insn.LoadInd ignored -> true;
      case Insn.Atomic atomic when atomic.op() == AtomicOp.LOAD_ACQUIRE -> atomic.base() == Reg.R0;
      case Insn.Atomic atomic ->
          atomic.op() == AtomicOp.CMPXCHG
              || (atomic.op().fetchesIntoSource() && atomic.reg() == Reg.R0);
      case Insn.CallHelper ignored -> true;
      case Insn.CallBpf ignored -> true;
      case Insn.AddrSpaceCast _,
          Insn.MovePerCpu _,
          Insn.Store _,
          Insn.Jump _,
          Insn.Branch _,
          Insn.JumpIndirect _,
          Insn.MayGoto _,
          Insn.CallKfunc _,
          Insn.CallRegister _,
          Insn.Exit _,
          Insn.TailCall _,
          Insn.NoSpec _,
          Insn.Invalid _ ->
          false;
    };
  }
}
