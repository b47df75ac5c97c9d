package dev.hugetext.selftests.fuzz;

import dev.hugetext.verifier.VerifierOptions;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** {@code VerdictFuzz FIRST COUNT}: compares verdicts on COUNT programs from seed FIRST on. */
public final class VerdictFuzz {
  private VerdictFuzz() {}

  public static void main(String[] args) {
    long first = Long.parseLong(args[0]);
    long count = Long.parseLong(args[1]);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    try (KernelOracle kernel = new KernelOracle(FuzzMaps.ALL)) {
      int cpus = Runtime.getRuntime().availableProcessors();
      VerdictRun run = new VerdictRun(kernel, VerifierOptions.DEFAULT.withCpus(cpus), out);
      for (long seed = first; seed < first + count; seed++) {
        run.compare(seed);
      }
      run.summarise();
      if (!run.isSound()) {
        throw new IllegalStateException("unsound verdicts");
      }
    }
  }
}
