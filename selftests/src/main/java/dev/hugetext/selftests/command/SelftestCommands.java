package dev.hugetext.selftests.command;

import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.CommandProvider;
import java.util.List;

/** The commands of this module. */
public final class SelftestCommands implements CommandProvider {
  @Override
  public List<Command> commands() {
    return List.of(
        new SelftestElfCommand(),
        new SelftestExecmemCommand(),
        new SelftestJitCommand(),
        new SelftestMapsCommand(),
        new SelftestVmallocCommand(),
        new SelftestX86Command());
  }
}
