package dev.hugetext.selftests.x86;

import java.util.ArrayList;
import java.util.List;

/** One law that is checked many times: how often, and where it did not hold. */
public final class Property {
  private static final int KEPT = 10;

  private final String name;
  private final List<String> failures = new ArrayList<>();
  private long checked;
  private long failed;
  private String skipped = "";

  Property(String name) {
    this.name = name;
  }

  void passed() {
    checked++;
  }

  /** Notes a check that failed; the first ten are kept. */
  void failed(String what) {
    checked++;
    failed++;
    if (failures.size() < KEPT) {
      failures.add(what);
    }
  }

  /** It cannot be checked here. */
  void skip(String reason) {
    skipped = reason;
  }

  /** What it says. */
  public String name() {
    return name;
  }

  /** Whether it held every time. */
  public boolean held() {
    return failed == 0;
  }

  /** Why it was not checked; empty where it was. */
  public String skipped() {
    return skipped;
  }

  /** The first failures. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** How often it was checked, and what came out. */
  public String finding() {
    return "%d checked, %d failed".formatted(checked, failed);
  }
}
