package dev.hugetext.selftests.execmem;

import java.util.Optional;
import java.util.function.LongConsumer;

/** Trials one after the other, each with the next seed, until so many operations were done. */
public final class TextSuite {
  private static final int STEPS_A_TRIAL = 2000;

  private TextSuite() {}

  /**
   * What came of it.
   *
   * @param operations done, and checked
   * @param trials kernels on which they were done
   * @param failure what went wrong with which seed
   */
  public record Verdict(long operations, long trials, Optional<String> failure) {}

  /**
   * Runs until the first failure.
   *
   * @param seed of the first trial
   * @param progress told of the operations done after each trial
   */
  public static Verdict run(long seed, long operations, LongConsumer progress) {
    long done = 0;
    long trials = 0;
    while (done < operations) {
      long steps = Math.min(STEPS_A_TRIAL, operations - done);
      Optional<String> failure = trial(seed + trials, steps);
      trials++;
      if (failure.isPresent()) {
        return new Verdict(done, trials, failure);
      }
      done += steps;
      progress.accept(done);
    }
    return new Verdict(done, trials, Optional.empty());
  }

  /** What went wrong in so many steps with this seed. */
  static Optional<String> trial(long seed, long steps) {
    try (TextTrial trial = new TextTrial(seed)) {
      long step = 0;
      try {
        for (; step < steps; step++) {
          trial.step();
        }
        trial.finish();
        return Optional.empty();
      } catch (RuntimeException e) { // whatever it is, the seed must be told with it
        return Optional.of(
            "seed %d, step %d (%s): %s".formatted(seed, step, trial.description(), e));
      }
    }
  }
}
