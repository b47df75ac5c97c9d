package dev.hugetext.selftests.jit;

import java.util.ArrayList;
import java.util.List;

/** Totals over many compared programs. */
public final class ImageReport {

  private static final int KEPT = 20;

  private final List<String> failures = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private int programs;
  private int functions;
  private long insns;
  private long bytes;
  private int refused;
  private int different;
  private int passes;

  void add(long seed, ImageComparison comparison) {
    switch (comparison) {
      case ImageComparison.Refused(String message, String log) -> {
        refused++;
        if (refusals.size() < KEPT) {
          refusals.add("seed %d: %s%n%s".formatted(seed, message, log));
        }
      }
      case ImageComparison.Compared compared -> {
        programs++;
        functions += compared.functions();
        insns += compared.insns();
        bytes += compared.bytes();
        passes = Math.max(passes, compared.passes());
        if (!compared.differences().isEmpty()) {
          different++;
          if (failures.size() < KEPT) {
            failures.add("seed %d:%n%s".formatted(seed, compared.differences().getFirst().text()));
          }
        }
      }
    }
  }

  /** A program that the kernel rewrites otherwise than we do. */
  void addDifference(String name, String what) {
    different++;
    failures.add("%s: %s".formatted(name, what));
  }

  /** Programs that both compiled. */
  public int programs() {
    return programs;
  }

  /** Bytes of the kernel's machine code that were compared. */
  public long bytes() {
    return bytes;
  }

  /** Programs that the kernel did not take. */
  public int refused() {
    return refused;
  }

  /** The most passes that the jumps of one function took. */
  public int passes() {
    return passes;
  }

  /** Programs whose images differ. */
  public int different() {
    return different;
  }

  /** The first few differences, with the seeds that make them again. */
  public List<String> failures() {
    return failures;
  }

  /** The first few refusals, with the seeds that make them again. */
  public List<String> refusals() {
    return refusals;
  }

  /** One line. */
  public String text() {
    String compared =
        "%d programs, %d functions, %d insns, %d bytes of machine code, up to %d passes"
            .formatted(programs, functions, insns, bytes, passes);
    return "%s: %d different, %d refused".formatted(compared, different, refused);
  }
}
