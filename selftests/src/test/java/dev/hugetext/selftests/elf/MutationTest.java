package dev.hugetext.selftests.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.loader.link.OpenOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** As {@code selftest elf}, but short. */
class MutationTest {
  private static final Path SAMPLES = Path.of("..", "examples", "bpf");
  private static final Path OBJECTS = Path.of("..", "loader", "src", "test", "objects");

  private static final int TRIALS = 3000;

  @Test
  void damagedObjectsOpenOrAreRefused() throws IOException {
    List<Path> files = CorpusReport.objects(List.of(SAMPLES, OBJECTS));
    MutationTrial trial = new MutationTrial(files);
    for (int seed = 1; seed <= TRIALS; seed++) {
      trial.run(seed);
    }
    assertEquals(List.of(), trial.failures());
    assertEquals(TRIALS, trial.opened() + trial.refused());
    assertTrue(trial.opened() > TRIALS / 10 && trial.refused() > TRIALS / 10, "one-sided damage");
  }

  @Test
  void ownObjectsAllOpen() throws IOException {
    CorpusReport report = CorpusReport.of(OBJECTS, OpenOptions.DEFAULT);
    assertEquals(List.of(), report.failures());
    assertEquals(0, report.refused(), report.reasons().toString());
  }
}
