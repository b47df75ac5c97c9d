package dev.hugetext.selftests.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hugetext.loader.kernel.Availability;
import dev.hugetext.loader.kernel.Bpf;

/** Skips a test where bpf(2) does not answer, unless {@code HUGETEXT_REQUIRE} asks for it. */
public final class KernelNeeded {
  private KernelNeeded() {}

  public static void check() {
    Availability bpf = Bpf.available();
    if (System.getenv().getOrDefault("HUGETEXT_REQUIRE", "").contains("kernel")) {
      assertTrue(bpf.yes(), bpf.reason());
    }
    assumeTrue(bpf.yes(), bpf.reason());
  }
}
