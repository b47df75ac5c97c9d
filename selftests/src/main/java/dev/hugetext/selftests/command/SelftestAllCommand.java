package dev.hugetext.selftests.command;

import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.OptionParser;
import dev.hugetext.loader.cli.OptionValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code selftest all}: every suite once, each as long as it takes by itself. */
final class SelftestAllCommand implements Command {
  private static final List<String> SHARED = List.of("seed", "kernel", "ktap");

  private final List<Command> suites;

  SelftestAllCommand(List<Command> suites) {
    this.suites = List.copyOf(suites);
  }

  @Override
  public String name() {
    return "selftest all";
  }

  @Override
  public String summary() {
    return "the suites, one after the other";
  }

  @Override
  public String synopsis() {
    return "selftest all [--seed S] [--kernel] [--ktap]";
  }

  @Override
  public List<String> examples() {
    return List.of("hugetext selftest all", "hugetext selftest all --kernel --seed 7 --ktap");
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(OptionValues.option("seed", "S", "of every suite; default 1"))
        .addOption(null, "kernel", false, "compare with the running Linux where a suite can")
        .addOption(null, "ktap", false, "print verdicts as KTAP, a suite a test");
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    OptionValues.refuseOperands(line, this);
    boolean ktap = line.hasOption("ktap");
    if (ktap) {
      console.out().print("KTAP version 1\n1..%d\n".formatted(suites.size()));
    }
    int worst = ExitStatus.DONE;
    for (int i = 0; i < suites.size(); i++) {
      Command suite = suites.get(i);
      CommandLine own = OptionParser.parse(suite.options(), arguments(line, suite));
      int status = ktap ? nested(suite, own, console) : suite.run(own, console);
      if (ktap) {
        String verdict = status == ExitStatus.DONE ? "ok" : "not ok";
        console.out().print("%s %d %s\n".formatted(verdict, i + 1, suite.name()));
      }
      console.out().flush();
      worst = Math.max(worst, status);
    }
    return worst;
  }

  /** Of the options given, those that the suite has. */
  private static List<String> arguments(CommandLine line, Command suite) {
    List<String> arguments = new ArrayList<>();
    for (String option : SHARED) {
      if (line.hasOption(option) && suite.options().hasLongOption(option)) {
        arguments.add("--" + option);
        if (line.getOptionValue(option) != null) {
          arguments.add(line.getOptionValue(option));
        }
      }
    }
    return arguments;
  }

  /** What a suite prints, two columns in, as KTAP has tests within a test. */
  private static int nested(Command suite, CommandLine line, Console console) throws IOException {
    var bytes = new ByteArrayOutputStream();
    int status;
    try (var out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      var inner =
          new Console(out, console.err(), console.in(), console.json(), console.debug(), false);
      status = suite.run(line, inner);
    }
    bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        .forEach(text -> console.out().print("  " + text + "\n"));
    return status;
  }
}
