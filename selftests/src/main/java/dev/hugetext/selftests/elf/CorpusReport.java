package dev.hugetext.selftests.elf;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.loader.input.InputException;
import dev.hugetext.loader.link.LeftOut;
import dev.hugetext.loader.link.ObjectOpener;
import dev.hugetext.loader.link.OpenObject;
import dev.hugetext.loader.link.OpenOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What opening every object of a folder comes to. */
public final class CorpusReport {
  private static final String SUFFIX = ".o";

  private final OpenOptions options;
  private final List<String> refusals = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final Map<String, Integer> leftOut = new TreeMap<>();
  private int objects;
  private int opened;
  private int programs;
  private int insns;
  private int maps;
  private long slowestNanos;

  private CorpusReport(OpenOptions options) {
    this.options = options;
  }

  /** Opens all files below {@code folder} whose name ends in {@code .o}, by name. */
  public static CorpusReport of(Path folder, OpenOptions options) throws IOException {
    CorpusReport report = new CorpusReport(options);
    for (Path file : objects(folder)) {
      report.open(file);
    }
    return report;
  }

  /** Those files. */
  public static List<Path> objects(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX) && Files.isRegularFile(file))
          .sorted()
          .toList();
    }
  }

  /** Those of several folders, without the folders that are not there. */
  public static List<Path> objects(List<Path> folders) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        files.addAll(objects(folder));
      }
    }
    return files;
  }

  private void open(Path file) throws IOException {
    objects++;
    long start = System.nanoTime();
    try {
      OpenObject object = ObjectOpener.open(file, options);
      opened++;
      maps += object.maps().size();
      for (BpfProgram program : object.programs()) {
        programs++;
        insns += program.insns().size();
      }
      for (LeftOut left : object.leftOut()) {
        leftOut.merge(left.reason(), 1, Integer::sum);
      }
    } catch (InputException e) {
      refusals.add(String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      failures.add("%s: %s".formatted(file, e));
    }
    slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
  }

  /** What broke, a line each: an object is opened or refused, and nothing else. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** How many objects were refused; {@link #reasons} says why. */
  public int refused() {
    return refusals.size();
  }

  /** How many objects, programs and maps were found. */
  public String summary() {
    int out = leftOut.values().stream().mapToInt(Integer::intValue).sum();
    return ("%d objects, %d opened, %d refused; %d programs of %d instructions, %d left out;"
            + " %d maps; slowest %d ms")
        .formatted(
            objects, opened, refusals.size(), programs, insns, out, maps, slowestNanos / 1_000_000);
  }

  /** Why objects were refused and programs left out, a line each. */
  public List<String> reasons() {
    List<String> lines = new ArrayList<>();
    refusals.forEach(reason -> lines.add("refused: " + reason));
    leftOut.forEach((reason, count) -> lines.add("left out, %d: %s".formatted(count, reason)));
    return lines;
  }
}
