package dev.hugetext.selftests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.loader.kernel.PossibleCpus;
import dev.hugetext.verifier.VerifierOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/**
 * Nothing is accepted that the running kernel refuses, what it accepts is accepted, and rewritten
 * code is the kernel's. {@code -Dhugetext.seed} and {@code -Dhugetext.programs} choose other and
 * more programs.
 */
class VerdictRunTest {
  private static final long SEED = Long.getLong("hugetext.seed", 1);
  private static final int PROGRAMS = Integer.getInteger("hugetext.programs", 400);

  @Test
  void verdictsAreTheKernels() {
    KernelNeeded.check();
    StringWriter text = new StringWriter();
    try (KernelOracle kernel = new KernelOracle(FuzzMaps.ALL)) {
      PrintWriter out = new PrintWriter(text, true);
      int cpus = PossibleCpus.count();
      VerdictRun run = new VerdictRun(kernel, VerifierOptions.DEFAULT.withCpus(cpus), out);
      for (long seed = SEED; seed < SEED + PROGRAMS; seed++) {
        run.compare(seed);
      }
      run.summarise();
      String report = "seed %d%n%s".formatted(SEED, text);
      assertTrue(run.isSound(), report);
      assertTrue(run.acceptedShare() >= 0.95, report);
      assertEquals(0, run.otherCode(), report);
    }
  }
}
