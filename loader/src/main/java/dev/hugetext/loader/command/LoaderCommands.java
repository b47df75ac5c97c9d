package dev.hugetext.loader.command;

import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.CommandProvider;
import java.util.List;

/** The commands of this module. */
public final class LoaderCommands implements CommandProvider {
  @Override
  public List<Command> commands() {
    return List.of(
        new BtfDumpCommand(),
        new ProgLoadCommand(),
        new MapShowCommand(),
        new ProgRunCommand(),
        new ProgDumpCommand(ProgDumpCommand.Form.XLATED),
        new ProgDumpCommand(ProgDumpCommand.Form.JITED),
        new VerifyCommand(),
        new BatchCommand(),
        new ConformanceCommand());
  }
}
