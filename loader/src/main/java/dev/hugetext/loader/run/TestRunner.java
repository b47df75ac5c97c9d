package dev.hugetext.loader.run;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.loader.context.ContextOutcome;
import dev.hugetext.loader.context.TestContext;
import dev.hugetext.loader.context.TestContexts;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.x86.cpu.CpuCounters;
import dev.hugetext.x86.cpu.Interpreter;
import java.util.Optional;

/** {@code BPF_PROG_TEST_RUN} in an emulated kernel. */
public final class TestRunner {
  /** Enough for any program that the verifier accepts: it bounds every run far below. */
  private static final long DEFAULT_FUEL = 1L << 40;

  /** Of more repetitions than this, the first half only warms the host up and is not measured. */
  private static final int WARM_UP_FROM = 1000;

  private final EmulatedKernel kernel;
  private final long fuel;

  /** Runs programs of {@code kernel} as long as they take. */
  public TestRunner(EmulatedKernel kernel) {
    this(kernel, DEFAULT_FUEL);
  }

  /** Runs programs for at most {@code fuel} instructions: for those that nobody verified. */
  public TestRunner(EmulatedKernel kernel, long fuel) {
    this.kernel = kernel;
    this.fuel = fuel;
  }

  /** Which of the emulated engines runs the program. */
  public enum EmulatedEngine {
    /** The reference interpreter, over the rewritten eBPF instructions. */
    BPF,
    /** The x86 interpreter, over the compiled bytes, with TLBs that count. */
    X86
  }

  /**
   * Runs a program, each repetition on the same packet and context.
   *
   * @param repeat how often; 0 means once
   * @param cpu the CPU to run on
   */
  public TestRunOutcome run(
      LoadedProgram program, TestInput input, int repeat, EmulatedEngine engine, int cpu) {
    if (repeat > 1 && TestContexts.runsOnce(program.target().type())) {
      return new TestRunOutcome.Refused(
          Errno.EINVAL,
          "programs of type %s are run once".formatted(program.target().type().text()));
    }
    return switch (TestContexts.prepare(program.target(), input, kernel.heap())) {
      case ContextOutcome.Refused(var errno, var reason) ->
          new TestRunOutcome.Refused(errno, reason);
      case ContextOutcome.Ready(TestContext context) -> {
        try {
          yield repeat(executor(program, engine, cpu), context, Math.max(repeat, 1), engine);
        } finally {
          context.free();
        }
      }
    };
  }

  Executor executor(LoadedProgram program, EmulatedEngine engine, int cpu) {
    return switch (engine) {
      case BPF -> new ReferenceExecutor(kernel, program, cpu, fuel);
      case X86 -> new X86Executor(kernel, new Interpreter(), program, cpu, fuel);
    };
  }

  private TestRunOutcome repeat(
      Executor executor, TestContext context, int repeat, EmulatedEngine engine) {
    CpuCounters before = kernel.machine().cpuCounters();
    kernel.variables().tick(kernel.helperEnv(0));
    long nanos = 0;
    long r0 = 0;
    int warmUp = repeat > WARM_UP_FROM ? repeat / 2 : 0;
    for (int i = 0; i < repeat; i++) {
      if (i > 0) {
        context.reset();
      }
      if (i == warmUp) {
        nanos = 0;
      }
      long start = System.nanoTime();
      Execution execution = executor.run(context.address());
      nanos += System.nanoTime() - start;
      switch (execution) {
        case Execution.Returned(long value) -> r0 = value;
        case Execution.Faulted(String what) -> {
          return new TestRunOutcome.Faulted(what);
        }
      }
    }
    Optional<RunCounters> counters =
        engine == EmulatedEngine.X86
            ? Optional.of(RunCounters.since(kernel.machine(), before))
            : Optional.empty();
    return new TestRunOutcome.Done(
        (int) r0, context.dataOut(), context.contextOut(), nanos / (repeat - warmUp), counters);
  }
}
