package dev.hugetext.selftests.vmalloc;

import dev.hugetext.execmem.layout.KernelVersion;
import java.util.ArrayList;
import java.util.List;

/** What the script says when it is asked for nothing: how it can be used. */
final class VmallocUsage {
  /** How it is called. */
  static final String NAME = "./hugetext selftest vmalloc";

  private VmallocUsage() {}

  /**
   * The text, with the parameters and cases of this kernel's module as {@code modinfo} has them.
   */
  static List<String> lines(KernelVersion version, int cpus) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Usage: %s [ performance ] | [ stress ] | | [ smoke ] | manual parameters".formatted(NAME));
    lines.addAll(List.of("", "Valid tests and parameters:", ""));
    for (VmallocParameter parameter : VmallocParameter.of(version)) {
      lines.add(
          "parm:           %s:%s (%s)"
              .formatted(
                  parameter.text(), description(parameter, version), parameter.type().text()));
    }
    lines.addAll(List.of("", "Example usage:", ""));
    lines.addAll(List.of("# Shows help message", NAME, ""));
    lines.add("# Runs 1 test(id_1), repeats it 5 times by NUM_CPUS workers");
    lines.add("%s nr_threads=%d run_test_mask=1 test_repeat_count=5".formatted(NAME, cpus));
    lines.add("");
    lines.add("# Runs 4 tests(id_1|id_2|id_4|id_16) on one CPU with sequential order");
    lines.add("%s sequential_test_order=1 run_test_mask=23".formatted(NAME));
    lines.add("");
    lines.add("# Runs all tests by NUM_CPUS workers, shuffled order, repeats 20 times");
    lines.add("%s nr_threads=%d test_repeat_count=20".formatted(NAME, cpus));
    lines.add("");
    lines.addAll(List.of("# Performance analysis", NAME + " performance", ""));
    lines.addAll(List.of("# Stress testing", NAME + " stress", ""));
    return lines;
  }

  private static String description(VmallocParameter parameter, KernelVersion version) {
    if (parameter != VmallocParameter.RUN_TEST_MASK) {
      return parameter.description();
    }
    StringBuilder text = new StringBuilder(parameter.description()).append("\n\n");
    List<VmallocCase> cases = CaseTable.of(version).cases();
    for (int i = 0; i < cases.size(); i++) {
      String id = CaseTable.id(i) + ",";
      text.append("\t\tid: %-5s name: %s\n".formatted(id, cases.get(i).text()));
    }
    return text.toString();
  }
}
