package dev.hugetext.selftests.command;

import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.OptionValues.Range;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.selftests.maps.CreationSuite;
import dev.hugetext.selftests.maps.OperationSuite;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code selftest maps}: a grid of definitions, and random operations on maps of every type. */
final class SelftestMapsCommand implements Command {
  private static final Range COUNT = new Range(0, Integer.MAX_VALUE);

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
    return new Options()
        .addOption(
            OptionValues.option("seed", "S", "of the first map; the next has the next; default 1"))
        .addOption(OptionValues.option("operations", "N", "on maps of each type; default 20000"))
        .addOption(OptionValues.option("type", "T", "only this map type; may be given again"))
        .addOption(null, "kernel", false, "compare with the running Linux, by bpf(2)")
        .addOption(null, "ktap", false, "print the verdict as KTAP");
  }

  @Override
  public int run(CommandLine line, Console console) {
    OptionValues.refuseOperands(line, this);
    boolean kernel = line.hasOption("kernel");
    long seed = OptionValues.number(line, "seed", 1, Range.ANY);
    long operations = OptionValues.number(line, "operations", 20_000, COUNT);
    if (kernel && !Bpf.available().yes()) {
      String reason = "SKIP selftest maps --kernel: " + Bpf.available().reason();
      console.out().print(line.hasOption("ktap") ? "KTAP version 1\n1..0 # " + reason : reason);
      console.out().print("\n");
      return ExitStatus.DONE;
    }
    var suite = new OperationSuite(kernel);
    List<MapType> types = types(line, suite);
    boolean grid = kernel && !line.hasOption("type");
    var verdicts =
        new Verdicts(console, line.hasOption("ktap"), types.size() + (grid ? 1 : 0), seed);
    if (grid) {
      creation(seed, verdicts);
    }
    for (MapType type : types) {
      long start = System.nanoTime();
      Optional<String> difference = suite.run(type, operations, seed);
      double seconds = (System.nanoTime() - start) / 1e9;
      verdicts.add(
          type.text(),
          "%d operations, %.0f/s".formatted(operations, operations / Math.max(seconds, 1e-3)),
          difference.stream().toList());
    }
    return verdicts.finish() ? ExitStatus.DONE : ExitStatus.NO;
  }

  private static List<MapType> types(CommandLine line, OperationSuite suite) {
    String[] wanted = line.getOptionValues("type");
    if (wanted == null) {
      return suite.types();
    }
    return java.util.Arrays.stream(wanted).map(text -> type(text, suite)).toList();
  }

  private static MapType type(String text, OperationSuite suite) {
    return suite.types().stream()
        .filter(type -> type.text().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "--type %s: not one of %s"
                    .formatted(text, suite.types().stream().map(MapType::text).toList())));
  }

  private static void creation(long seed, Verdicts verdicts) {
    var suite = new CreationSuite();
    suite.run(seed);
    suite.leftOut().forEach(text -> verdicts.note("depends on the host's memory: " + text));
    verdicts.add(
        "creation",
        "%d definitions, %d make a map, %d left out"
            .formatted(suite.compared(), suite.created(), suite.leftOut().size()),
        suite.differences());
  }
}
