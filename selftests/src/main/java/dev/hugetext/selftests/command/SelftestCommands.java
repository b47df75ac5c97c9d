package dev.hugetext.selftests.command;

import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.CommandProvider;
import java.util.ArrayList;
import java.util.List;

/** The commands of this module. */
public final class SelftestCommands implements CommandProvider {
  @Override
  public List<Command> commands() {
    List<Command> suites =
        List.of(
            new SelftestX86Command(),
            new SelftestExecmemCommand(),
            new SelftestMapsCommand(),
            new SelftestElfCommand(),
            new SelftestBtfCommand(),
            new SelftestJitCommand());
    List<Command> commands = new ArrayList<>(suites);
    commands.add(new SelftestVmallocCommand());
    commands.add(new SelftestAllCommand(suites));
    return commands;
  }
}
