package dev.hugetext.selftests.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class X86SuiteTest {
  private static X86Suite run(long seed) {
    var suite = new X86Suite(seed);
    suite.run(10_000, _ -> {});
    return suite;
  }

  @Test
  void everyLawHolds() {
    for (Property property : run(1).properties()) {
      assertEquals(List.of(), property.failures());
      assertTrue(property.held());
    }
  }

  @Test
  void aSeedGivesTheSameStrings() {
    assertEquals(run(2).instructions(), run(2).instructions());
  }
}
