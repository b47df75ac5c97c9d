package dev.hugetext.selftests.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.selftests.fuzz.KernelNeeded;
import dev.hugetext.selftests.fuzz.KernelOracle;
import dev.hugetext.selftests.fuzz.KernelOracle.Opinion;
import dev.hugetext.verifier.Verdict;
import dev.hugetext.verifier.Verifier;
import dev.hugetext.verifier.VerifierOptions;
import dev.hugetext.verifier.rule.Rule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each case gets its verdict, here and in the running kernel, and each rule has a case. */
class VerifierCasesTest {
  static List<VerifierCase> cases() {
    return CaseReader.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void verdictIsThatOfTheCase(VerifierCase expected) {
    VerifierOptions options =
        VerifierOptions.DEFAULT.withPrivileged(expected.privileged()).withLogLevel(1);
    switch (Verifier.verify(expected.program(), options)) {
      case Verdict.Accepted accepted ->
          assertTrue(expected.violated().isEmpty(), () -> expected + " was accepted");
      case Verdict.Rejected rejected -> {
        assertEquals(
            expected.violated().map(Rule::id).orElse("accepted"),
            rejected.rejection().rule().id(),
            rejected.rejection()::message);
        assertEquals(expected.errno().orElseThrow(), rejected.rejection().errno());
        assertTrue(
            rejected.rejection().found().contains(expected.message()),
            rejected.rejection()::message);
      }
    }
  }

  @Test
  void theRunningKernelAgrees() {
    KernelNeeded.check();
    try (KernelOracle kernel = new KernelOracle(CaseReader.MAPS, CaseTypes.bytes())) {
      for (VerifierCase expected : CaseReader.all()) {
        boolean ours = expected.violated().filter(rule -> rule == Rule.UNSUPPORTED).isPresent();
        if (expected.privileged() && !ours && !expected.program().insns().isEmpty()) {
          compare(expected, kernel.ask(expected.program(), 1));
        }
      }
    }
  }

  private static void compare(VerifierCase expected, Opinion opinion) {
    switch (opinion) {
      case Opinion.Accepted accepted ->
          assertTrue(
              expected.violated().isEmpty() || expected.stricter(),
              () -> expected + ": the kernel accepts it");
      case Opinion.Refused(int errno, String log) -> {
        assertFalse(expected.stricter(), () -> expected + ": the kernel refuses it too");
        int wanted = expected.errno().map(number -> number.number()).orElse(0);
        assertEquals(wanted, errno, () -> expected + ": the kernel says\n" + log);
        assertTrue(log.contains(expected.message()), () -> expected + ": the kernel says\n" + log);
      }
    }
  }

  @Test
  void everyRuleHasACase() {
    Set<Rule> missing = EnumSet.allOf(Rule.class);
    CaseReader.all().forEach(each -> each.violated().ifPresent(missing::remove));
    assertEquals(Set.of(), missing);
  }
}
