package dev.hugetext.selftests.vmalloc;

import dev.hugetext.execmem.layout.KernelVersion;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The values of the module's parameters, as it uses them: clamped, and never 0 where it counts.
 *
 * @param threads workers
 * @param sequential whether cases run in the order of the table
 * @param repeat how often each case runs
 * @param loops how often a case does what it does
 * @param pages of an allocation in some cases
 * @param huge whether fix_size_alloc_test may use large pages
 * @param mask which cases run: bit by index in the table
 * @param percpuObjects of pcpu_alloc_test
 */
public record VmallocParameters(
    int threads,
    boolean sequential,
    int repeat,
    int loops,
    int pages,
    boolean huge,
    int mask,
    int percpuObjects) {
  private static final int MAX_THREADS = 65_535;
  private static final int LOOPS = 1_000_000;
  private static final int PERCPU_OBJECTS = 35_000;

  /** The mask of the newest module: only cases that warn of nothing. */
  private static final int QUIET_CASES = 7;

  public VmallocParameters {
    threads = Math.clamp(threads, 1, MAX_THREADS);
    repeat = Math.max(repeat, 1);
    loops = Math.max(loops, 1);
    pages = Math.max(pages, 1);
    percpuObjects = Math.max(percpuObjects, 0);
  }

  /** What is wrong with a parameter, as the kernel logs it. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(VmallocParameter parameter, String value) {
      super("test_vmalloc: `%s' invalid for parameter `%s'".formatted(value, parameter.text()));
    }
  }

  /**
   * Reads {@code name=value} words, of which the last with a name counts.
   *
   * @throws Refused if a value is none of the parameter's type
   */
  static VmallocParameters parse(List<String> words, KernelVersion version) throws Refused {
    Map<VmallocParameter, Integer> values = new EnumMap<>(VmallocParameter.class);
    for (String word : words) {
      for (VmallocParameter parameter : VmallocParameter.of(version)) {
        if (word.startsWith(parameter.text() + "=")) {
          values.put(parameter, value(parameter, word.substring(parameter.text().length() + 1)));
        }
      }
    }
    int mask = version.isAtLeast(KernelVersion.V6_18) ? QUIET_CASES : Integer.MAX_VALUE;
    return new VmallocParameters(
        values.getOrDefault(VmallocParameter.NR_THREADS, 0),
        values.getOrDefault(VmallocParameter.SEQUENTIAL_TEST_ORDER, 0) != 0,
        values.getOrDefault(VmallocParameter.TEST_REPEAT_COUNT, 1),
        values.getOrDefault(VmallocParameter.TEST_LOOP_COUNT, LOOPS),
        values.getOrDefault(VmallocParameter.NR_PAGES, 0),
        values.getOrDefault(VmallocParameter.USE_HUGE, 0) != 0,
        values.getOrDefault(VmallocParameter.RUN_TEST_MASK, mask),
        values.getOrDefault(VmallocParameter.NR_PCPU_OBJECTS, PERCPU_OBJECTS));
  }

  private static int value(VmallocParameter parameter, String text) throws Refused {
    switch (parameter.type()) {
      case INT -> {
        try {
          return Integer.decode(text);
        } catch (NumberFormatException e) {
          throw new Refused(parameter, text);
        }
      }
      case BOOL -> {
        char first = text.isEmpty() ? ' ' : text.charAt(0); // the kernel looks at no more
        if ("yYtT1".indexOf(first) >= 0) {
          return 1;
        }
        if ("nNfF0".indexOf(first) >= 0) {
          return 0;
        }
        throw new Refused(parameter, text);
      }
    }
    throw new AssertionError(parameter);
  }
}
