package dev.hugetext.selftests.vmalloc;

import dev.hugetext.execmem.layout.KernelVersion;
import java.util.ArrayList;
import java.util.List;

/** The module's parameters, with what {@code modinfo} says of them. */
enum VmallocParameter {
  NR_THREADS(
      "nr_threads",
      Type.INT,
      KernelVersion.V6_1,
      "Number of workers to perform tests(min: 1 max: USHRT_MAX)"),
  SEQUENTIAL_TEST_ORDER(
      "sequential_test_order", Type.BOOL, KernelVersion.V6_1, "Use sequential stress tests order"),
  TEST_REPEAT_COUNT("test_repeat_count", Type.INT, KernelVersion.V6_1, "Set test repeat counter"),
  TEST_LOOP_COUNT("test_loop_count", Type.INT, KernelVersion.V6_1, "Set test loop counter"),
  NR_PAGES(
      "nr_pages",
      Type.INT,
      KernelVersion.V6_1,
      "Set number of pages for fix_size_alloc_test(default: 1)"),
  NR_PCPU_OBJECTS(
      "nr_pcpu_objects",
      Type.INT,
      KernelVersion.V6_18,
      "Set number of objects to be allocated for pcpu_alloc_test"),
  USE_HUGE("use_huge", Type.BOOL, KernelVersion.V6_2, "Use vmalloc_huge in fix_size_alloc_test"),
  RUN_TEST_MASK("run_test_mask", Type.INT, KernelVersion.V6_1, "Set tests specified in the mask.");

  /** How the kernel reads a value. */
  enum Type {
    INT,
    BOOL;

    /** As {@code modinfo} writes it. */
    String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final String text;
  private final Type type;
  private final KernelVersion since;
  private final String description;

  VmallocParameter(String text, Type type, KernelVersion since, String description) {
    this.text = text;
    this.type = type;
    this.since = since;
    this.description = description;
  }

  /** As users write it. */
  String text() {
    return text;
  }

  Type type() {
    return type;
  }

  String description() {
    return description;
  }

  /** Those that the module of this kernel has, in its order. */
  static List<VmallocParameter> of(KernelVersion version) {
    List<VmallocParameter> known = new ArrayList<>();
    for (VmallocParameter parameter : values()) {
      if (version.isAtLeast(parameter.since)) {
        known.add(parameter);
      }
    }
    return known;
  }
}
