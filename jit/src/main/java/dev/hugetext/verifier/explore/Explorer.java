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
import dev.hugetext.verifier.transfer.ProgramFacts;
import dev.hugetext.verifier.transfer.Step;
import dev.hugetext.verifier.transfer.Transfer;
import java.util.BitSet;
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
  private final StackLiveness stack;
  private final Precision precision;
  private final Transfer transfer;
  private final PendingPaths pending;
  private final OpenLoops loops;
  private final PathInHand hand;
  private final BitSet seen = new BitSet();
  private final BitSet judged = new BitSet(); // functions that are judged alone
  private final int[] stackDepths;
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
    this.stack = new StackLiveness(facts, live.successors());
    this.visited = new VisitedStates(facts, flow, live, stack, listener);
    this.precision = new Precision(facts, listener);
    this.loops = new OpenLoops(precision);
    this.pending = new PendingPaths(limits.pendingBranches());
    var surroundings = new PathInHand.Surroundings(live, stack, precision, visited);
    this.hand = new PathInHand(facts, surroundings, pending, listener, entryPath());
    this.transfer = new Transfer(facts, hand);
    this.stackDepths = new int[facts.functions().count()];
  }

  private static Path entryPath() {
    MachineState state = MachineState.entry(0, Role.PROGRAM);
    state.setRegister(1, PointerValue.to(PointerType.CTX));
    return Path.entry(state, 0);
  }

  /** Follows all paths; returns why the program is refused, or null. */
  @Nullable Rejection run() {
    listener.resumed(-1, 0, hand.path().state());
    try {
      followAll();
      for (int function = nextGlobal(); function >= 0; function = nextGlobal()) {
        judged.set(function);
        String name = facts.types().name(function);
        listener.judging(function, name);
        MachineState state = MachineState.entry(function, Role.GLOBAL);
        int start = facts.functions().start(function);
        hand.follow(Path.entry(state, start));
        transfer.globals().enter(state, function);
        listener.resumed(-1, start, state);
        followAll();
        listener.judged(function, name);
      }
      return null;
    } catch (Refusal refusal) {
      int pc = hand.path().pc();
      return refusal.at(pc, InsnPrinter.text(facts.program().insns(), pc));
    }
  }

  private void followAll() {
    do {
      followPath();
    } while (resume());
    listener.explored();
  }

  /** The first function that is to be judged alone and was called, but not judged yet; or -1. */
  private int nextGlobal() {
    BitSet left = (BitSet) hand.called().clone();
    left.andNot(judged);
    return left.nextSetBit(0);
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
    return hand.later();
  }

  /** What the transfers found out about instructions. */
  public Transfer transfer() {
    return transfer;
  }

  private void followPath() {
    Path path = hand.path();
    while (!isCovered(path)) {
      Step step = apply(path);
      switch (step) {
        case Step.Next(int pc) -> path.moveTo(pc);
        case Step.Fork fork -> {
          hand.putOff(fork.otherPc(), fork.other());
          listener.compared(path.pc(), path.state());
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

  private boolean isCovered(Path path) {
    processed++;
    hand.arrive();
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
    if (flow.isJoinPoint(path.pc())) {
      hand.noteEntry();
    }
    precision.markAs(path, hit.state());
    if (hit.loop()) {
      loops.close(path, hit.state());
    }
    listener.pruned(path.lastPc(), path.pc(), fresh);
    return true;
  }

  private Step apply(Path path) {
    int pc = path.pc();
    MachineState state = path.state();
    if (flow.isJoinPoint(pc)) {
      hand.noteEntry();
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
    stack.begin(state, pc);
    Step step = transfer.apply(state, pc);
    stack.end();
    noteDepths(state);
    listener.applied(pc, state, hand.touched());
    if (step instanceof Step.Next && facts.insn(pc) instanceof Insn.Branch) {
      listener.compared(pc, state);
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

  /** Ends the path in hand and takes up the last branch that was put off; false if none is left. */
  private boolean resume() {
    for (Checkpoint at = hand.path().parent(); at != null && at.endBranch(); at = at.parent()) {
      visited.closed(at); // and with it, one path from its parent ended
      loops.explored(at);
    }
    Path path = pending.take();
    if (path == null) {
      return false;
    }
    hand.follow(path);
    fresh = true;
    listener.resumed(path.lastPc(), path.pc(), path.state());
    return true;
  }
}
