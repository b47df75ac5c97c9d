package dev.hugetext.x86.cpu;

/**
 * Modelled time of interrupts between CPUs and of flushes, in nanoseconds: a model for comparing
 * policies, to be printed as one. Refilling the TLBs is not in it: the TLBs count those misses.
 *
 * <p>The initiator waits for {@code base} + the sum over the others of {@code perCpu} (times {@code
 * farFactor} on another node) + its own flush. Each of the others loses {@code entry} + its flush.
 * A broadcast takes {@code broadcast} + the initiator's flush, whatever the number of CPUs.
 *
 * @param base of an interrupt to others: 1.0 us
 * @param perCpu sending to and waiting for one CPU of the same node: 0.15 to 0.3 us
 * @param farFactor how many times as much one of another node costs: 2
 * @param entry of the handler on the CPU that is interrupted: 0.7 to 1.5 us
 * @param perPage one INVLPG: 0.05 to 0.11 us
 * @param everything a flush of everything
 * @param broadcast INVLPGB and TLBSYNC: 1 to 2 us, doubtful
 */
public record ShootdownModel(
    double base,
    double perCpu,
    double farFactor,
    double entry,
    double perPage,
    double everything,
    double broadcast) {

  /**
   * The middles of the published ranges. A flush of everything: on a Zen 3 guest with Linux 6.18,
   * mprotect of 34 pages (everything) took 1.0 us less than that of 33 (one by one).
   */
  public static final ShootdownModel DEFAULT =
      new ShootdownModel(1000, 225, 2, 1100, 80, 33 * 80 - 1000, 1500);

  public ShootdownModel {
    for (double figure :
        new double[] {base, perCpu, farFactor, entry, perPage, everything, broadcast}) {
      if (!Double.isFinite(figure) || figure < 0) {
        throw new IllegalArgumentException("%s in a model of times".formatted(figure));
      }
    }
  }

  /** A flush of pages one by one, or of everything for a negative number. */
  double flush(long pages) {
    return pages < 0 ? everything : pages * perPage;
  }

  /** What the model is made of, for people. */
  @Override
  public String toString() {
    return String.join(
        "\n",
        "modelled, ns: initiator %.0f + %.0f per CPU (x %.1f on another node) + flush;"
            .formatted(base, perCpu, farFactor),
        "  interrupted CPU %.0f + flush; flush %.0f per page, everything %.0f;"
            .formatted(entry, perPage, everything),
        "  broadcast %.0f + flush".formatted(broadcast));
  }
}
