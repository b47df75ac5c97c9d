package dev.hugetext.selftests.agreement;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.LoadOutcome;
import dev.hugetext.loader.Loader;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.map.MapContents;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.TestRunOutcome;
import dev.hugetext.loader.run.TestRunner;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;
import dev.hugetext.selftests.fuzz.TailCallTargets;
import dev.hugetext.verifier.VerifierOptions;
import dev.hugetext.x86.memory.FrameAllocator;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * The circumstances of a run by one of our engines: what a program can see, but ought not to depend
 * on.
 *
 * @param setup the machine; decides addresses and random numbers
 * @param cpu which CPU runs it
 * @param stackSeed of the bytes that the stack is full of before; {@link #ALL_ZERO}, {@link
 *     #ALL_ONE}
 */
record EmulatedTrial(KernelSetup setup, int cpu, long stackSeed) {
  private static final long ALL_ZERO = -1;
  private static final long ALL_ONE = -2;
  private static final long FIRST_OTHER_STACK = 100;

  /** The circumstances whose results are compared. */
  static final EmulatedTrial USUAL = new EmulatedTrial(KernelSetup.DEFAULT, 0, 0);

  /** Other addresses, random numbers, CPUs and old stack contents, several times. */
  static final List<EmulatedTrial> OTHERS =
      List.of(
          new EmulatedTrial(setup(7, 32L << 30, 99), 5, 1),
          new EmulatedTrial(setup(3, 16L << 30, 5), 2, 2),
          new EmulatedTrial(setup(9, 8L << 30, 6), 8, 3),
          new EmulatedTrial(setup(2, 24L << 30, 7), 1, ALL_ZERO),
          new EmulatedTrial(setup(5, 12L << 30, 8), 4, ALL_ONE));

  /**
   * The usual ones with other old stack contents, many times: one bit of them may decide where a
   * program goes, which {@link #OTHERS} can miss. For results that differ, which are rare.
   */
  static final List<EmulatedTrial> OTHER_STACKS =
      LongStream.range(0, 32)
          .mapToObj(i -> new EmulatedTrial(KernelSetup.DEFAULT, 0, FIRST_OTHER_STACK + i))
          .toList();

  private static KernelSetup setup(int cpus, long ramBytes, long seed) {
    KernelSetup usual = KernelSetup.DEFAULT;
    return new KernelSetup(
        cpus,
        1,
        ramBytes,
        usual.tlb(),
        usual.tlbPolicy(),
        usual.text().withTextTail(false),
        usual.hardware(),
        true,
        seed);
  }

  private static final long LOW_MEMORY = 2L << 30;
  private static final int STACK_BYTES = 8 << 10;

  /** Leaves only memory whose addresses have bit 31 set, which the usual ones have not. */
  private static void occupyLowMemory(FrameAllocator frames) {
    for (int order = FrameAllocator.MAX_ORDER; order >= 0; order--) {
      long block = frames.allocate(order);
      while (block >= 0 && block < LOW_MEMORY) {
        block = frames.allocate(order);
      }
      if (block >= 0) {
        frames.free(block, order);
      }
    }
  }

  /**
   * The result of an accepted program; empty if it calls a helper that has no body here.
   *
   * @throws IllegalStateException if it does not load for another reason
   */
  Optional<EngineResult> run(BpfProgram program, TestInput input, EmulatedEngine engine) {
    try (EmulatedKernel kernel = EmulatedKernel.boot(setup)) {
      if (setup.vmapStack()) {
        occupyLowMemory(kernel.machine().frames());
      }
      var options = VerifierOptions.DEFAULT.withCpus(setup.cpus());
      var loader = new Loader(kernel, options, JitOptions.MEASURED_KERNEL);
      LoadOutcome outcome = loader.load(program);
      if (outcome instanceof LoadOutcome.Unsupported) {
        return Optional.empty();
      }
      if (!(outcome instanceof LoadOutcome.Loaded(var loaded, _))) {
        throw new IllegalStateException("does not load: " + outcome);
      }
      Optional<LoadOutcome> notFilled =
          loader.fillSlots(TailCallTargets.of(program), program.maps());
      if (notFilled.isPresent()) {
        throw new IllegalStateException("tail-call target: " + notFilled.get());
      }
      byte[] old = new byte[STACK_BYTES];
      if (stackSeed == ALL_ONE) {
        Arrays.fill(old, (byte) -1);
      } else if (stackSeed != ALL_ZERO) {
        new SplittableRandom(stackSeed).nextBytes(old);
      }
      kernel.memory().memory().write(kernel.runStackTop(cpu) - STACK_BYTES, old);
      TestRunOutcome result = new TestRunner(kernel).run(loaded, input, 1, engine, cpu);
      return Optional.of(
          new EngineResult(
              engine.name().toLowerCase(Locale.ROOT),
              result,
              loaded.maps().stream().map(MapContents::of).toList()));
    }
  }
}
