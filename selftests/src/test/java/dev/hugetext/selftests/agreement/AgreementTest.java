package dev.hugetext.selftests.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.selftests.fuzz.KernelNeeded;
import dev.hugetext.selftests.fuzz.Kind;
import dev.hugetext.selftests.jit.KernelImages;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Random programs do the same on every engine. {@code -Dhugetext.seed} and {@code
 * -Dhugetext.programs} choose other and more programs.
 */
class AgreementTest {
  private static final long SEED = Long.getLong("hugetext.seed", 1);
  private static final int PROGRAMS = Integer.getInteger("hugetext.programs", 180);

  private static final Set<Kind> OFTEN =
      EnumSet.of(Kind.LEGACY_PACKET, Kind.ORDERED, Kind.PER_CPU_MAP, Kind.LRU_MAP, Kind.TAIL_CALL);

  @Test
  void ourEnginesAgree(TestReporter reporter) {
    check(new AgreementTrial(), reporter);
  }

  @Test
  void allEnginesAgreeWithTheRunningKernel(TestReporter reporter) {
    KernelNeeded.check();
    AgreementCounts counts = check(new AgreementTrial(new KernelImages()), reporter);
    assertTrue(counts.acceptance() >= 0.95, counts.finding(Law.ACCEPTING));
  }

  private static AgreementCounts check(AgreementTrial trial, TestReporter reporter) {
    for (int i = 0; i < PROGRAMS; i++) {
      trial.program(SEED + i);
    }
    for (int i = 0; i < PROGRAMS / 3; i++) {
      trial.mutant(SEED + i);
    }
    AgreementCounts counts = trial.counts();
    reporter.publishEntry("seed " + SEED, counts.tried());
    for (Law law : Law.values()) {
      reporter.publishEntry(law.text(), counts.finding(law));
      assertEquals(List.of(), counts.failures(law), law.text());
    }
    for (Kind kind : Kind.values()) {
      int least = OFTEN.contains(kind) ? PROGRAMS / 10 : PROGRAMS / 20;
      assertTrue(counts.kinds().getOrDefault(kind, 0) >= least, kind + " is too rare");
    }
    return counts;
  }
}
