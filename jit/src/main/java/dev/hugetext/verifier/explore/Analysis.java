package dev.hugetext.verifier.explore;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.verifier.budget.Limits;
import dev.hugetext.verifier.budget.Stats;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rejection;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.transfer.CallRecord;
import dev.hugetext.verifier.transfer.Environment;
import dev.hugetext.verifier.transfer.Functions;
import dev.hugetext.verifier.transfer.PointerTypeRecord;
import dev.hugetext.verifier.transfer.ProgramFacts;
import java.util.BitSet;

/** All checks of a program in the kernel's order, and what the rewriting wants to know of it. */
public final class Analysis {
  private final BpfProgram program;
  private final Environment environment;
  private final Limits limits;
  private final ExplorationListener listener;

  public Analysis(
      BpfProgram program, Environment environment, Limits limits, ExplorationListener listener) {
    this.program = program;
    this.environment = environment;
    this.limits = limits;
    this.listener = listener;
  }

  /** What came of it. */
  public sealed interface Result {
    Stats stats();

    /** The program is refused. */
    record Refused(Rejection rejection, Stats stats) implements Result {}

    /**
     * The program is safe.
     *
     * @param facts the decoded program
     * @param seen instructions that some path runs
     * @param pointerTypes what instructions access
     * @param calls what calls of helpers are given
     * @param wholeRead 32-bit compare-and-exchanges after which all of R0 is read
     * @param stackDepths bytes of stack per function
     * @param tailCallReachable functions, by index, from which a tail call may be reached
     */
    record Safe(
        ProgramFacts facts,
        BitSet seen,
        PointerTypeRecord pointerTypes,
        CallRecord calls,
        BitSet wholeRead,
        int[] stackDepths,
        BitSet tailCallReachable,
        Stats stats)
        implements Result {}
  }

  public Result run() {
    ProgramFacts facts;
    ControlFlow flow;
    try {
      ProgramTypeChecks.check(program);
      facts = new ProgramFacts(program, environment, structure());
      FunctionReturns.check(facts);
      new EncodingChecks(program).check();
      flow = new ControlFlow(program.insns(), environment.privileged());
      flow.check();
    } catch (Refusal refusal) {
      return new Result.Refused(refusal.at(-1, ""), new Stats(0, limits.instructions(), 0, 0, 0));
    }
    LiveRegisters live = new LiveRegisters(facts);
    listener.liveRegisters(live);
    Explorer explorer = new Explorer(facts, limits, flow, live, listener);
    Rejection rejection = explorer.run();
    if (rejection != null) {
      return new Result.Refused(rejection, explorer.stats());
    }
    BitSet tailCallReachable;
    try {
      tailCallReachable = new StackDepths(facts, explorer.stackDepths(), explorer.later()).check();
    } catch (Refusal refusal) {
      return new Result.Refused(refusal.at(-1, ""), explorer.stats());
    }
    return new Result.Safe(
        facts,
        explorer.seen(),
        explorer.transfer().pointerTypes(),
        explorer.transfer().calls(),
        explorer.transfer().wholeRead(),
        explorer.stackDepths(),
        tailCallReachable,
        explorer.stats());
  }

  private Functions structure() {
    int size = program.insns().size();
    if (size == 0 || size > limits.instructions()) {
      throw Refusal.of(Rule.PROGRAM_SIZE, "");
    }
    FunctionFinder finder = new FunctionFinder(program.insns(), environment.privileged());
    Functions functions = finder.find();
    int[] starts = new int[functions.count()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = functions.start(i);
    }
    listener.functions(starts);
    finder.checkBoundaries(functions);
    return functions;
  }
}
