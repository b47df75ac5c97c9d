package dev.hugetext.verifier.explore;

import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.InsnPrinter;
import dev.hugetext.verifier.budget.Limits;
import dev.hugetext.verifier.budget.Stats;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rejection;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.Role;
import dev.hugetext.verifier.transfer.Exploration;
import dev.hugetext.verifier.transfer.LinkedRegisters;
import dev.hugetext.verifier.transfer.ProgramFacts;
import dev.hugetext.verifier.transfer.Step;
import dev.hugetext.verifier.transfer.Transfer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Follows all paths through a program, depth first: at a fork the jump is put off and the fall
 * through followed. A path ends at an exit or where a kept state covers it.
 */
public final class Explorer {
  private final ProgramFacts facts;
  private final Limits limits;
  private final ControlFlow flow;
  private final ExplorationListener listener;
  private final VisitedStates visited;
  private final LiveRegisters live;
  private final StackLiveness stack;
  private final Precision precision;
  private final Transfer transfer;
  private final Touched touched = new Touched();
  private final Deque<Path> pending = new ArrayDeque<>();
  private final BitSet seen = new BitSet();
  private final BitSet called = new BitSet(); // functions that are judged alone
  private final BitSet judged = new BitSet();
  private final BitSet later = new BitSet();
  private final int[] stackDepths;
  private Path path;
  private @Nullable HistoryEntry entry;
  private int ids;
  private int processed;
  private boolean fresh; // taken up, or returned from a function, and nothing run since

  Explorer(
      ProgramFacts facts,
      Limits limits,
      ControlFlow flow,
      LiveRegisters live,
      ExplorationListener listener) {
    this.facts = facts;
    this.limits = limits;
    this.flow = flow;
    this.listener = listener;
    this.live = live;
    this.stack = new StackLiveness(facts);
    this.visited = new VisitedStates(facts, flow, live, stack, listener);
    this.precision = new Precision(facts, listener);
    this.transfer = new Transfer(facts, new Services());
    this.stackDepths = new int[facts.functions().count()];
    this.path = entryPath();
  }

  private static Path entryPath() {
    MachineState state = MachineState.entry(0, Role.PROGRAM);
    state.setRegister(1, PointerValue.to(PointerType.CTX));
    return Path.entry(state, 0);
  }

  /** Follows all paths; returns why the program is refused, or null. */
  @Nullable Rejection run() {
    listener.resumed(-1, 0, path.state());
    try {
      followAll();
      for (int function = nextGlobal(); function >= 0; function = nextGlobal()) {
        judged.set(function);
        String name = facts.types().name(function);
        listener.judging(function, name);
        MachineState state = MachineState.entry(function, Role.GLOBAL);
        path = Path.entry(state, facts.functions().start(function));
        transfer.globals().enter(state, function);
        listener.resumed(-1, path.pc(), state);
        followAll();
        listener.judged(function, name);
      }
      return null;
    } catch (Refusal refusal) {
      return refusal.at(path.pc(), InsnPrinter.text(facts.program().insns(), path.pc()));
    }
  }

  private void followAll() {
    do {
      followPath();
    } while (resume());
  }

  /** The first function that is to be judged alone and was called, but not judged yet; or -1. */
  private int nextGlobal() {
    for (int function = called.nextSetBit(0); function >= 0; ) {
      if (!judged.get(function)) {
        return function;
      }
      function = called.nextSetBit(function + 1);
    }
    return -1;
  }

  /** What was counted so far. */
  public Stats stats() {
    return new Stats(
        processed,
        limits.instructions(),
        visited.maxPerInstruction(),
        visited.total(),
        visited.peak());
  }

  /** The instructions that some path ran. */
  public BitSet seen() {
    return seen;
  }

  /** Bytes of stack that each function used, multiples of 8. */
  public int[] stackDepths() {
    return stackDepths.clone();
  }

  /** Functions that the kernel calls some time later. */
  BitSet later() {
    return later;
  }

  /** What the transfers found out about instructions. */
  public Transfer transfer() {
    return transfer;
  }

  private void followPath() {
    while (!isCovered()) {
      Step step = apply();
      switch (step) {
        case Step.Next(int pc) -> path.moveTo(pc);
        case Step.Fork fork -> {
          putOff(fork.otherPc(), fork.other());
          path.moveTo(fork.pc());
        }
        case Step.Entered(int pc) -> {
          listener.entered(path.state());
          path.moveTo(pc);
        }
        case Step.Returned(int pc) -> {
          listener.returned(path.state(), pc);
          fresh = true;
          path.moveTo(pc);
        }
        case Step.Exit ignored -> {
          listener.ended();
          return;
        }
      }
    }
  }

  private boolean isCovered() {
    processed++;
    entry = null;
    if (processed > limits.instructions()) {
      throw Refusal.of(
          Rule.COMPLEXITY, "BPF program is too large. Processed %d insn".formatted(processed));
    }
    if (!flow.isPrunePoint(path.pc())) {
      return false;
    }
    VisitedStates.Hit hit = visited.visit(path, processed);
    if (hit == null) {
      return false;
    }
    listener.pruned(path.lastPc(), path.pc(), fresh);
    if (flow.isJoinPoint(path.pc())) {
      entry = path.entry(entry);
    }
    precision.markAs(path, hit.state());
    if (hit.loop()) {
      closeLoop(hit.state());
    }
    return true;
  }

  /** The path is safe if {@code equal} is, which rests on the head of a loop, or is one. */
  private void closeLoop(Checkpoint equal) {
    Checkpoint outer = equal.openHead();
    Checkpoint head = outer == null ? equal : outer;
    for (Checkpoint at = path.parent(); at != null && at.depth() > head.depth(); at = at.parent()) {
      at.setLoopHead(head);
    }
    head.loopEnds().add(new Checkpoint.LoopEnd(path, equal));
  }

  /** No path from the state is pending any more; if it heads a loop, the loop is explored. */
  private void closed(Checkpoint checkpoint) {
    visited.closed(checkpoint);
    if (checkpoint.loopEnds().isEmpty()) {
      return;
    }
    Checkpoint outer = checkpoint.openHead();
    if (outer == null) {
      precision.settle(checkpoint);
    } else {
      outer.loopEnds().addAll(checkpoint.loopEnds());
    }
    checkpoint.loopEnds().clear();
  }

  private Step apply() {
    int pc = path.pc();
    MachineState state = path.state();
    if (flow.isJoinPoint(pc)) {
      entry = path.entry(entry);
    }
    if (fresh && path.lastPc() >= 0) {
      listener.continued(path.lastPc(), pc, state);
    }
    fresh = false;
    listener.instruction(pc, state);
    seen.set(pc);
    if (facts.isJump(pc)) {
      visited.countJump();
    }
    touched.clear();
    stack.begin(state, pc);
    Step step = transfer.apply(state, pc);
    stack.end();
    noteDepths(state);
    listener.applied(pc, state, touched);
    if (step instanceof Step.Next && facts.insn(pc) instanceof Insn.Branch) {
      listener.decided(pc, state);
    }
    return step;
  }

  private void noteDepths(MachineState state) {
    for (int number = 0; number <= state.currentFrame(); number++) {
      int function = state.frame(number).function();
      int depth = 8 * state.frame(number).slots();
      if (depth > stackDepths[function]) {
        stackDepths[function] = depth;
      }
    }
  }

  private void putOff(int otherPc, MachineState other) {
    listener.forked(path.pc(), otherPc);
    await(path.fork(other, otherPc));
    Checkpoint parent = path.parent();
    if (parent != null) {
      parent.addBranch();
    }
  }

  private void await(Path other) {
    pending.push(other);
    if (pending.size() > limits.pendingBranches()) {
      throw Refusal.of(
          Rule.JUMP_SEQUENCE, "The sequence of %d jumps is too complex.".formatted(pending.size()));
    }
  }

  /** Ends the path in hand and takes up the last branch that was put off; false if none is left. */
  private boolean resume() {
    for (Checkpoint at = path.parent(); at != null && at.endBranch(); at = at.parent()) {
      closed(at); // and with it, one path from its parent ended
    }
    if (pending.isEmpty()) {
      return false;
    }
    path = pending.pop();
    fresh = true;
    listener.resumed(path.lastPc(), path.pc(), path.state());
    return true;
  }

  /** What transfers ask for, about the path in hand. */
  private final class Services implements Exploration {
    @Override
    public int freshId() {
      return ++ids;
    }

    @Override
    public int liveRegisters(int frame) {
      MachineState state = path.state();
      boolean innermost = frame == state.currentFrame();
      return live.before(innermost ? path.pc() : state.frame(frame + 1).callsite());
    }

    @Override
    public void markPrecise(int register) {
      precision.markRegister(path, register);
    }

    @Override
    public void markSlotPrecise(int frame, int slot) {
      precision.markSlot(path, frame, slot);
    }

    @Override
    public void noteSpillOrFill(int frame, int slot) {
      entry = path.entry(entry);
      entry.setSpillOrFill(frame, slot);
    }

    @Override
    public void noteStackOperands(boolean left, boolean right) {
      if (left || right) {
        entry = path.entry(entry);
        entry.setStackOperands(left, right);
      }
    }

    @Override
    public void noteLinked(LinkedRegisters linked) {
      entry = path.entry(entry);
      entry.setLinked(linked);
    }

    @Override
    public void noteStackRead(int frame, long slots) {
      stack.read(frame, slots);
    }

    @Override
    public void noteStackWrite(int frame, long slots) {
      stack.write(frame, slots);
    }

    @Override
    public void putOff(int pc, MachineState other) {
      Explorer.this.putOff(pc, other);
    }

    @Override
    public void putOffAlone(int pc, MachineState other) {
      listener.forked(path.pc(), pc);
      later.set(other.frame().function());
      await(Path.entry(other, pc));
    }

    @Override
    public void noteGlobalCall(int function) {
      called.set(function);
      listener.assumed(function, facts.types().name(function));
    }

    @Override
    public @Nullable MachineState before(int pc, MachineState state) {
      Checkpoint here = pc == path.pc() ? path.parent() : null;
      Checkpoint found = visited.before(pc, state, here);
      return found == null ? null : found.state();
    }

    @Override
    public void noteLeaving(MachineState state) {
      listener.leaving(state);
    }

    @Override
    public void touch(int register) {
      touched.register(register);
    }

    @Override
    public void touchSlot(int frame, int slot) {
      touched.slot(frame, slot);
    }
  }
}
