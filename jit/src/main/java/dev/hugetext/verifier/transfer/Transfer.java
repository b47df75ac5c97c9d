package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.verifier.domain.Scalar;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.Widening;
import java.util.BitSet;

/** Applies one instruction to a state: a single switch that only delegates. */
public final class Transfer {
  private final ProgramFacts facts;
  private final Registers registers;
  private final AluTransfer alu;
  private final MoveTransfer moves;
  private final BranchTransfer branches;
  private final MemoryTransfer memory;
  private final AtomicTransfer atomics;
  private final HelperTransfer helpers;
  private final FunctionTransfer functions;
  private final PacketLoadTransfer packetLoads;
  private final NarrowResults narrowResults = new NarrowResults();
  private final GlobalCalls globals;
  private final Exploration exploration;
  private final BitSet checked = new BitSet();

  public Transfer(ProgramFacts facts, Exploration exploration) {
    this.facts = facts;
    this.registers = new Registers(exploration, facts.environment());
    this.alu = new AluTransfer(exploration, registers, facts.environment());
    this.moves = new MoveTransfer(exploration, registers);
    this.branches = new BranchTransfer(facts, exploration, registers);
    this.memory = new MemoryTransfer(facts, exploration, registers);
    this.atomics = new AtomicTransfer(registers, memory);
    this.functions = new FunctionTransfer(facts, exploration, registers);
    this.helpers = new HelperTransfer(facts, exploration, registers, memory, functions);
    this.globals = new GlobalCalls(facts, exploration, registers, helpers.memoryArguments());
    this.exploration = exploration;
    this.packetLoads = new PacketLoadTransfer(facts, exploration, registers, functions);
  }

  /** What kind of memory each instruction was found to access. */
  public PointerTypeRecord pointerTypes() {
    return memory.pointerTypes();
  }

  /** What each call of a helper was found to be given. */
  public CallRecord calls() {
    return helpers.calls();
  }

  /** The 32-bit compare-and-exchanges after which all of R0 is read, by their slots. */
  public BitSet wholeRead() {
    return narrowResults.wholeRead();
  }

  /**
   * Changes {@code state} as the instruction at {@code pc} does.
   *
   * @throws Refusal if the instruction violates a rule in this state
   */
  public Step apply(MachineState state, int pc) {
    Insn insn = facts.insn(pc);
    if (!checked.get(pc)) {
      if (insn instanceof Insn.Branch branch) {
        registers.read(state, branch.left().number()); // looked at before the fields
      }
      ReservedFields.check(facts.raw(pc));
      checked.set(pc);
    }
    narrowResults.note(state, pc, insn);
    switch (insn) { // no default: a new case must not compile until it is handled
      case Insn.Alu a when a.op() == AluOp.MOV ->
          moves.move(state, a.width(), a.dst().number(), a.source());
      case Insn.Alu a -> alu.apply(state, pc, a);
      case Insn.Neg neg -> alu.negate(state, neg);
      case Insn.Swap swap -> alu.swap(state, swap);
      case Insn.MoveSigned move -> moves.moveSigned(state, move);
      case Insn.LoadImm64 load -> {
        constant(state, pc, load);
        return new Step.Next(pc + 2);
      }
      case Insn.Load load -> memory.load(state, pc, load);
      case Insn.Store store -> memory.store(state, pc, store);
      case Insn.Atomic atomic -> atomics.apply(state, pc, atomic);
      case Insn.CallHelper call -> {
        return helpers.call(state, pc, call.imm());
      }
      case Insn.CallBpf call -> {
        return call(state, pc, pc + 1 + call.offset());
      }
      case Insn.Exit ignored -> {
        return functions.exit(state);
      }
      case Insn.Jump jump -> {
        return new Step.Next(pc + 1 + jump.offset());
      }
      case Insn.Branch branch -> {
        return branches.apply(state, pc, branch);
      }
      case Insn.Invalid invalid -> throw Refusal.of(Rule.REGISTER_NUMBER, invalid.reason());
      case Insn.LoadAbs load -> {
        return packetLoads.apply(state, pc, load);
      }
      case Insn.LoadInd load -> {
        return packetLoads.apply(state, pc, load);
      }
      case Insn.CallKfunc ignored -> throw unsupported("calling kernel functions");
      case Insn.MayGoto jump -> {
        return mayGoto(state, pc, jump);
      }
      case Insn.AddrSpaceCast ignored -> throw unsupported("addr_space_cast");
      case Insn.MovePerCpu ignored -> throw unsupported("an internal instruction");
      case Insn.JumpIndirect ignored -> throw unsupported("gotox");
      case Insn.CallRegister ignored -> throw unsupported("callx");
      case Insn.TailCall ignored -> throw unsupported("an internal instruction");
      case Insn.NoSpec ignored -> throw unsupported("an internal instruction");
    }
    return new Step.Next(pc + 1);
  }

  /** The entry of functions that are judged alone. */
  public GlobalCalls globals() {
    return globals;
  }

  private Step call(MachineState state, int pc, int target) {
    int function = facts.functions().startingAt(target);
    if (!facts.types().isGlobal(function)) {
      return functions.enter(state, pc, target);
    }
    globals.call(state, function);
    return new Step.Next(pc + 1);
  }

  /** Not taking it is another path, one step deeper in a loop that only this ends. */
  private Step mayGoto(MachineState state, int pc, Insn.MayGoto insn) {
    MachineState on = state.copy();
    on.setDepths(on.depths().withMayGoto(on.depths().mayGoto() + 1));
    MachineState before = exploration.before(pc, state);
    if (before != null) {
      Widening.apply(before, on);
    }
    exploration.putOff(pc + 1, on);
    return new Step.Next(pc + 1 + insn.offset());
  }

  private static Refusal unsupported(String what) {
    return Refusal.of(Rule.UNSUPPORTED, what + " is not supported yet");
  }

  private void constant(MachineState state, int pc, Insn.LoadImm64 load) {
    int dst = load.dst().number();
    registers.checkWritable(dst);
    state.setRegister(
        dst,
        switch (load.kind()) {
          case CONSTANT -> RegValue.ScalarValue.UNKNOWN.withNumber(Scalar.of(load.value()));
          case MAP, MAP_IDX -> PointerValue.ofMap(PointerType.MAP_PTR, load.low(), 0);
          case MAP_VALUE, MAP_IDX_VALUE ->
              PointerValue.ofMap(PointerType.MAP_VALUE, load.low(), load.high());
          case BTF_ID -> throw unsupported("a kernel variable");
          case FUNC -> callback(pc + 1 + load.low());
        });
  }

  private PointerValue callback(int target) {
    int function = facts.functions().startingAt(target);
    if (!facts.types().isTyped(function)) {
      throw Refusal.of(Rule.CALLBACK_TYPE, "missing btf func_info");
    }
    if (facts.types().isGlobal(function) || function == 0) {
      throw Refusal.of(Rule.CALLBACK_TYPE, "callback function not static");
    }
    return PointerValue.ofMap(PointerType.FUNC, function, 0);
  }
}
