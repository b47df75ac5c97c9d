package dev.hugetext.verifier.explore;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.verifier.transfer.ProgramFacts;

/**
 * Which registers may be read before they are written, from each instruction on: a data-flow pass
 * over each function, R10 left out. Bit i of a set is register i.
 */
public final class LiveRegisters {
  private static final int CALLER_SAVED = 0x3f;
  private static final int ARGUMENTS = 0x3e;
  private static final int TRACKED = 0x3ff;

  private final ProgramFacts facts;
  private final Successors successors;
  private final int[] uses;
  private final int[] definitions;
  private final int[] before;

  LiveRegisters(ProgramFacts facts) {
    this.facts = facts;
    this.successors = new Successors(facts);
    this.uses = new int[facts.size()];
    this.definitions = new int[facts.size()];
    this.before = new int[facts.size()];
    for (int pc = 0; pc < facts.size(); pc++) {
      summarise(pc);
    }
    settle();
  }

  /** Registers that matter just before the instruction. */
  public int before(int pc) {
    return before[pc];
  }

  /** Where control goes, for other analyses of the same program. */
  Successors successors() {
    return successors;
  }

  private void settle() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int pc = facts.size() - 1; pc >= 0; pc--) {
        int after = after(pc);
        int live = (after & ~definitions[pc] | uses[pc]) & TRACKED;
        changed |= live != before[pc];
        before[pc] = live;
      }
    }
  }

  private int after(int pc) {
    return at(successors.next(pc)) | at(successors.target(pc));
  }

  private int at(int pc) {
    return pc >= 0 ? before[pc] : 0;
  }

  private static int bit(Reg register) {
    return 1 << register.number();
  }

  private static int bits(Source source) {
    return source instanceof Source.FromReg(var register) ? bit(register) : 0;
  }

  private void set(int pc, int used, int defined) {
    uses[pc] = used;
    definitions[pc] = defined;
  }

  private void summarise(int pc) {
    switch (facts.insn(pc)) {
      case Insn.Alu alu -> {
        boolean move = alu.op() == AluOp.MOV;
        set(pc, bits(alu.source()) | (move ? 0 : bit(alu.dst())), bit(alu.dst()));
      }
      case Insn.Neg neg -> set(pc, bit(neg.dst()), bit(neg.dst()));
      case Insn.Swap swap -> set(pc, bit(swap.dst()), bit(swap.dst()));
      case Insn.MoveSigned move -> set(pc, bit(move.src()), bit(move.dst()));
      case Insn.AddrSpaceCast cast -> set(pc, bit(cast.src()), bit(cast.dst()));
      case Insn.MovePerCpu move -> set(pc, bit(move.src()), bit(move.dst()));
      case Insn.LoadImm64 load -> set(pc, 0, bit(load.dst()));
      case Insn.LoadAbs ignored -> set(pc, TRACKED, 1); // as the kernel has it
      case Insn.LoadInd ignored -> set(pc, TRACKED, 1);
      case Insn.Load load -> set(pc, bit(load.base()), bit(load.dst()));
      case Insn.Store store -> set(pc, bit(store.base()) | bits(store.source()), 0);
      case Insn.Atomic atomic -> atomic(pc, atomic);
      case Insn.Jump ignored -> set(pc, 0, 0);
      case Insn.Branch branch -> set(pc, bit(branch.left()) | bits(branch.right()), 0);
      case Insn.JumpIndirect jump -> set(pc, bit(jump.dst()), 0);
      case Insn.MayGoto ignored -> set(pc, 0, 0);
      case Insn.CallHelper call -> set(pc, arguments(call.imm()), CALLER_SAVED);
      case Insn.CallBpf ignored -> set(pc, ARGUMENTS, CALLER_SAVED);
      case Insn.CallKfunc ignored -> set(pc, ARGUMENTS, CALLER_SAVED);
      case Insn.CallRegister call -> set(pc, ARGUMENTS | bit(call.dst()), CALLER_SAVED);
      case Insn.Exit ignored -> set(pc, 1, 0);
      case Insn.TailCall ignored -> set(pc, ARGUMENTS, CALLER_SAVED);
      case Insn.NoSpec ignored -> set(pc, 0, 0);
      case Insn.Invalid ignored -> set(pc, TRACKED, 0);
    }
  }

  private static int arguments(int helper) {
    int count = HelperTable.of(helper).map(row -> row.arguments().size()).orElse(5);
    return (1 << count + 1) - 2;
  }

  private void atomic(int pc, Insn.Atomic atomic) {
    int operands = bit(atomic.base()) | bit(atomic.reg());
    switch (atomic.op()) {
      case LOAD_ACQUIRE -> set(pc, bit(atomic.reg()), bit(atomic.base()));
      case CMPXCHG -> set(pc, operands | 1, 1);
      case ADD, OR, AND, XOR, FETCH_ADD, FETCH_OR, FETCH_AND, FETCH_XOR, XCHG, STORE_RELEASE ->
          set(pc, operands, atomic.op().fetchesIntoSource() ? bit(atomic.reg()) : 0);
    }
  }
}
