package dev.hugetext.loader.run;

import dev.hugetext.loader.context.ContextOutcome;
import dev.hugetext.loader.context.TestContext;
import dev.hugetext.loader.context.TestContexts;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;

/** Runs a program once for all 64 bits of R0, of which a test run hands out the lower half. */
public final class DirectRun {
  private final EmulatedKernel kernel;
  private final TestRunner runner;

  /**
   * Runs programs of {@code kernel}.
   *
   * @param fuel the most instructions that a run may take
   */
  public DirectRun(EmulatedKernel kernel, long fuel) {
    this.kernel = kernel;
    this.runner = new TestRunner(kernel, fuel);
  }

  /** How it ended. */
  public sealed interface Outcome {
    /** It returned. */
    record Returned(long r0) implements Outcome {}

    /** The kernel would refuse the input, or has no room for it. */
    record Refused(String why) implements Outcome {}

    /** It did what no accepted program does, or did not end. */
    record Faulted(String what) implements Outcome {}
  }

  /** With R1 the address of a copy of {@code memory}, whatever the program's type. */
  public Outcome onMemory(LoadedProgram program, byte[] memory, EmulatedEngine engine) {
    long address = kernel.heap().allocate(Math.max(1, memory.length));
    if (address == 0) {
      return new Outcome.Refused("no room for %d bytes of memory".formatted(memory.length));
    }
    try {
      kernel.memory().memory().write(address, memory);
      return run(program, address, engine);
    } finally {
      kernel.heap().free(address);
    }
  }

  /** With R1 the context that a test run of the program's type has. */
  public Outcome onContext(LoadedProgram program, TestInput input, EmulatedEngine engine) {
    return switch (TestContexts.prepare(program.target(), input, kernel.heap())) {
      case ContextOutcome.Refused(var _, String reason) -> new Outcome.Refused(reason);
      case ContextOutcome.Ready(TestContext context) -> {
        try {
          yield run(program, context.address(), engine);
        } finally {
          context.free();
        }
      }
    };
  }

  private Outcome run(LoadedProgram program, long argument, EmulatedEngine engine) {
    return switch (runner.executor(program, engine, 0).run(argument)) {
      case Execution.Returned(long r0) -> new Outcome.Returned(r0);
      case Execution.Faulted(String what) -> new Outcome.Faulted(what);
    };
  }
}
