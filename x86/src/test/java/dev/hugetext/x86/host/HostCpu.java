package dev.hugetext.x86.host;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;

/** Skips a test where the host CPU cannot run it, unless it is required. */
final class HostCpu {
  private HostCpu() {}

  /** Returns if machine code can be run here; aborts the test else, or fails if it was required. */
  static void need() {
    String required = System.getenv().getOrDefault("HUGETEXT_REQUIRE", "");
    if (List.of(required.split(",", -1)).contains("host-cpu")) {
      assertTrue(HostText.supported(), "HUGETEXT_REQUIRE=host-cpu, but no Linux x86-64");
    }
    assumeTrue(HostText.supported(), "needs Linux on x86-64");
  }
}
