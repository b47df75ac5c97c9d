package dev.hugetext.selftests.vmalloc;

import dev.hugetext.execmem.layout.KernelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code test_vmalloc.sh}: three modes, or parameters given by hand, which it checks by its own
 * rule: a known name, and a number above 0.
 *
 * <p>It says what the script says, and the module's log where the script points to the kernel's.
 * What follows a mode is checked and given to the module too; the script ignores it.
 */
public final class VmallocScript {
  /** What it exits with if a parameter is refused. */
  public static final int REFUSED = 1;

  private static final int DONE = 0;

  private final KernelVersion version;
  private final int cpus;
  private final Consumer<String> out;

  /** Loads the module with these parameters. */
  @FunctionalInterface
  public interface Module {
    void load(VmallocParameters parameters);
  }

  /**
   * The script on a machine.
   *
   * @param version the kernel, whose module has these and no other parameters
   * @param out takes its lines
   */
  public VmallocScript(KernelVersion version, int cpus, Consumer<String> out) {
    this.version = version;
    this.cpus = cpus;
    this.out = out;
  }

  /** What it does before it loads the module. */
  private record Mode(List<String> words, List<String> parameters, String log) {}

  /** Runs it with these words; returns its exit status. */
  public int run(List<String> words, Module module) {
    if (words.isEmpty()) {
      usage();
      return DONE;
    }
    Mode mode = mode(words.getFirst());
    boolean manual = mode == null;
    List<String> given = manual ? words : words.subList(1, words.size());
    for (String word : given) {
      if (!isValid(word)) {
        String key = key(word);
        out.accept("Error: key or value is not correct: %s %s".formatted(key, value(word)));
        return REFUSED;
      }
    }
    List<String> parameters = new ArrayList<>(mode == null ? List.of() : mode.parameters());
    parameters.addAll(given);
    if (mode == null) {
      out.accept("Run the test with following parameters: " + String.join(" ", words));
    } else {
      mode.words().forEach(out);
    }
    load(parameters, module);
    out.accept("Done.");
    String buffer = mode == null ? "ring" : mode.log();
    out.accept("Check the kernel %s buffer to see the summary.".formatted(buffer));
    return DONE;
  }

  private void load(List<String> parameters, Module module) {
    try {
      module.load(VmallocParameters.parse(parameters, version));
    } catch (VmallocParameters.Refused refused) {
      out.accept(String.valueOf(refused.getMessage())); // what the kernel logs
    }
  }

  private @org.jspecify.annotations.Nullable Mode mode(String word) {
    return switch (word) {
      case "performance" ->
          new Mode(
              List.of(
                  "Run performance tests to evaluate how fast vmalloc allocation is.",
                  "It runs all test cases on one single CPU with sequential order."),
              List.of("sequential_test_order=1", "test_repeat_count=3"),
              "message");
      case "smoke" ->
          new Mode(
              List.of(
                  "Run smoke test. Note, this test provides basic coverage.",
                  "Please check %s output how it can be used".formatted(VmallocUsage.NAME),
                  "for deep performance analysis as well as stress testing."),
              List.of("test_loop_count=10000", "test_repeat_count=10"),
              "ring");
      case "stress" ->
          new Mode(
              List.of(
                  "Run stability tests. In order to stress vmalloc subsystem all",
                  "available test cases are run by NUM_CPUS workers simultaneously.",
                  "It will take time, so be patient."),
              List.of("nr_threads=" + cpus, "test_repeat_count=20"),
              "ring");
      default -> null;
    };
  }

  private static String key(String word) {
    int equals = word.indexOf('=');
    return equals < 0 ? word : word.substring(0, equals);
  }

  private static String value(String word) {
    int equals = word.indexOf('=');
    return equals < 0 ? "" : word.substring(equals + 1);
  }

  private boolean isValid(String word) {
    String key = key(word);
    return VmallocParameter.of(version).stream().anyMatch(known -> known.text().equals(key))
        && isAboveZero(value(word));
  }

  /** The shell's {@code -gt 0}: what is no number counts as none. */
  private static boolean isAboveZero(String value) {
    try {
      return Long.decode(value) > 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void usage() {
    VmallocUsage.lines(version, cpus).forEach(out);
  }
}
