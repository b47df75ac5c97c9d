package dev.hugetext.selftests.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.selftests.elf.CorpusReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** As {@code selftest btf}, but short. */
class BtfTrialTest {
  private static final Path OBJECTS = Path.of("..", "loader", "src", "test", "objects");

  private static final int TRIALS = 1000;

  @Test
  void damagedTypesAreReadOrRefusedAsLinuxMay() throws IOException {
    String required = System.getenv().getOrDefault("HUGETEXT_REQUIRE", "");
    boolean kernel = required.contains("kernel") || Bpf.available().yes();
    BtfTrial trial = new BtfTrial(BtfSamples.of(CorpusReport.objects(OBJECTS)), kernel);
    for (int seed = 1; seed <= TRIALS; seed++) {
      trial.run(seed);
    }
    assertEquals(List.of(), trial.failures());
    assertEquals(TRIALS, trial.read() + trial.refused());
    assertTrue(trial.read() > TRIALS / 10 && trial.refused() > TRIALS / 10, "one-sided damage");
    assertTrue(!kernel || trial.taken() > TRIALS / 20, "Linux takes nothing");
  }
}
