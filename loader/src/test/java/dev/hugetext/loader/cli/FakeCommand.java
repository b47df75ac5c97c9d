package dev.hugetext.loader.cli;

import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** A command that does what the test says. */
record FakeCommand(String name, Body body) implements Command {
  /** The test's part of {@link Command#run}. */
  interface Body {
    int run(CommandLine line, Console console) throws IOException;
  }

  /** Prints its name and what it was given. */
  static FakeCommand echo(String name) {
    return new FakeCommand(
        name,
        (line, console) -> {
          console.out().print(name + line.getArgList());
          console.out().print(line.hasOption("repeat") ? line.getOptionValue("repeat") : "");
          console.out().print(console.json() + "\n");
          return ExitStatus.DONE;
        });
  }

  @Override
  public String summary() {
    return "does " + name;
  }

  @Override
  public String synopsis() {
    return name + " OBJ [--repeat N] [--counters]";
  }

  @Override
  public List<String> examples() {
    return List.of("hugetext " + name + " a.o --repeat 3");
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(Option.builder().longOpt("repeat").hasArg().argName("N").desc("N times").get())
        .addOption(null, "counters", false, "count what the TLBs do");
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    return body.run(line, console);
  }
}
