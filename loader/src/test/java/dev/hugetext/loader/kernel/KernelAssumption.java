package dev.hugetext.loader.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Skips a test visibly where bpf(2) does not answer, unless the environment says it must. */
public final class KernelAssumption {

  private KernelAssumption() {}

  /** Aborts the test, or fails it where it must run. */
  public static void required() {
    Availability bpf = Bpf.available();
    String wanted = System.getenv().getOrDefault("HUGETEXT_REQUIRE", "");
    if (wanted.contains("kernel")) {
      assertTrue(bpf.yes(), bpf.reason());
    }
    assumeTrue(bpf.yes(), bpf.reason());
  }
}
