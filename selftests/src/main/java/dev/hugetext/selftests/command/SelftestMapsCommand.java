package dev.hugetext.selftests.command;

import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.Progress;
import dev.hugetext.selftests.maps.CreationSuite;
import dev.hugetext.selftests.maps.OperationSuite;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code selftest maps}: a grid of definitions, and random operations on maps of every type. */
final class SelftestMapsCommand implements Command {
  @Override
  public String name() {
    return "selftest maps";
  }

  @Override
  public String summary() {
    return "maps of every type against those of the running Linux, or against simple models";
  }

  @Override
  public String synopsis() {
    return "selftest maps [--kernel] [--operations N] [--type T]... [--seed S] [--ktap]";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "hugetext selftest maps", "hugetext selftest maps --kernel --operations 1000000 --seed 7");
  }

  @Override
  public Options options() {
    return SuiteOptions.addWithKernel(new Options(), "of the first map; the next has the next")
        .addOption(OptionValues.option("operations", "N", "on maps of each type; default 20000"))
        .addOption(OptionValues.repeatable("type", "T", "only this map type"));
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    OptionValues.refuseOperands(line, this);
    boolean kernel = SuiteOptions.kernel(line);
    long seed = SuiteOptions.seed(line);
    long operations = OptionValues.number(line, "operations", 20_000, SuiteOptions.COUNT);
    var suite = new OperationSuite(kernel);
    List<MapType> types = types(line, suite);
    if (SuiteOptions.kernelIsMissing(line, console, name())) {
      return ExitStatus.DONE;
    }
    boolean grid = kernel && !line.hasOption("type");
    var verdicts = new Verdicts(console, line, name(), types.size() + (grid ? 1 : 0), seed);
    if (grid) {
      creation(seed, verdicts);
    }
    for (MapType type : types) {
      verdicts.add(onType(type, suite, operations, seed, console));
    }
    return verdicts.finish(operations * types.size(), "operations");
  }

  private static Verdict onType(
      MapType type, OperationSuite suite, long operations, long seed, Console console) {
    long start = System.nanoTime();
    Optional<String> difference;
    try (Progress progress = Progress.of(console, type.text(), operations)) {
      difference = suite.run(type, operations, seed, progress::stepTo);
    }
    double seconds = Math.max((System.nanoTime() - start) / 1e9, 1e-3);
    return Verdict.of(
        type.text(),
        "%d operations, %.0f/s".formatted(operations, operations / seconds),
        difference.stream().toList());
  }

  private static List<MapType> types(CommandLine line, OperationSuite suite) {
    String[] wanted = line.getOptionValues("type");
    if (wanted == null) {
      return suite.types();
    }
    return Arrays.stream(wanted).map(text -> type(text, suite)).toList();
  }

  private static MapType type(String text, OperationSuite suite) {
    var known = new LinkedHashMap<String, MapType>();
    suite.types().forEach(type -> known.put(type.text(), type));
    return OptionValues.meaning("type", text, known);
  }

  private static void creation(long seed, Verdicts verdicts) {
    var suite = new CreationSuite();
    suite.run(seed);
    suite.leftOut().forEach(text -> verdicts.note("depends on the host's memory: " + text));
    verdicts.add(
        Verdict.of(
            "creation",
            "%d definitions, %d make a map, %d left out"
                .formatted(suite.compared(), suite.created(), suite.leftOut().size()),
            suite.differences()));
  }
}
