package dev.hugetext.x86.cpu;

/** How one CPU makes the others drop translations. */
public enum ShootdownMode {
  /** An interrupt to each of them: it flushes and acknowledges. */
  IPI("ipi"),

  /**
   * INVLPGB and TLBSYNC of AMD (CPUID 8000_0008 EBX[3]: Milan, Genoa and Turin have them, Rome and
   * the client parts do not; Linux since 6.15): no interrupt, but none serialises either, so that
   * changed text still needs interrupts.
   */
  BROADCAST("broadcast");

  private final String text;

  ShootdownMode(String text) {
    this.text = text;
  }

  /** Its name on the command line. */
  public String text() {
    return text;
  }
}
