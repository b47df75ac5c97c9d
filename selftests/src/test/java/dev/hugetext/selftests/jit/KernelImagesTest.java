package dev.hugetext.selftests.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hugetext.loader.input.InputException;
import dev.hugetext.loader.kernel.Availability;
import dev.hugetext.loader.kernel.Bpf;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Our machine code is the running kernel's, byte for byte. {@code -Dhugetext.seed} and {@code
 * -Dhugetext.programs} choose other and more programs.
 */
class KernelImagesTest {

  private static final long SEED = Long.getLong("hugetext.seed", 1);
  private static final int PROGRAMS = Integer.getInteger("hugetext.programs", 300);

  @BeforeEach
  void kernelAnswers() {
    Availability bpf = Bpf.available();
    if (System.getenv().getOrDefault("HUGETEXT_REQUIRE", "").contains("kernel")) {
      assertTrue(bpf.yes(), bpf.reason());
    }
    assumeTrue(bpf.yes(), bpf.reason());
  }

  @Test
  void randomProgramsHaveTheKernelsImages(TestReporter reporter) {
    check(reporter, "random", ImageSuite.random(SEED, PROGRAMS));
  }

  @Test
  void everyFormHasTheKernelsImage(TestReporter reporter) {
    ImageReport report = ImageSuite.everyForm();
    check(reporter, "every form", report);
    assertEquals(0, report.refused(), () -> report.refusals().getFirst());
  }

  @Test
  void programsOfManyPassesHaveTheKernelsImages(TestReporter reporter) {
    check(reporter, "converging", ImageSuite.converging(SEED, PROGRAMS / 3));
  }

  @Test
  void mapsCallbacksBuffersAndFarJumpsHaveTheKernelsImages(TestReporter reporter) {
    ImageReport report = ImageSuite.forms();
    check(reporter, "forms", report);
    assertEquals(0, report.refused(), () -> report.refusals().getFirst());
  }

  @Test
  void tailCallsHaveTheKernelsImages(TestReporter reporter) {
    ImageReport report = ImageSuite.tailCalls();
    check(reporter, "tail calls", report);
    assertEquals(0, report.refused(), () -> report.refusals().getFirst());
  }

  @Test
  void rewrittenProgramsAreTheKernels(TestReporter reporter) {
    ImageReport report = ImageSuite.rewritten();
    check(reporter, "rewritten", report);
    assertEquals(0, report.refused(), () -> report.refusals().getFirst());
  }

  @Test
  void loopsAreWrittenOutAsByTheKernel(TestReporter reporter) {
    ImageReport report = ImageSuite.loops();
    check(reporter, "loops", report);
    assertEquals(0, report.refused(), () -> report.refusals().getFirst());
  }

  @Test
  void loadsThatMayFaultHaveTheKernelsImages(TestReporter reporter) throws InputException {
    ImageReport report = ImageSuite.probes();
    check(reporter, "probes", report);
    assertEquals(0, report.refused(), () -> report.refusals().getFirst());
  }

  private static void check(TestReporter reporter, String name, ImageReport report) {
    reporter.publishEntry(name, "seed %d: %s".formatted(SEED, report.text()));
    assertEquals(List.of(), report.failures());
    assertTrue(report.refused() * 20 <= PROGRAMS, () -> report.refusals().getFirst());
  }
}
