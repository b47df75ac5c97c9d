package dev.hugetext.examples.experiment;

import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.CommandProvider;
import java.util.ArrayList;
import java.util.List;

/** The experiments as commands. */
public final class ExperimentCommands implements CommandProvider {
  @Override
  public List<Command> commands() {
    List<Experiment> experiments =
        List.of(new ChurnCommand(), new DirectMapCommand(), new MemoryCommand());
    List<Command> commands = new ArrayList<>(experiments);
    commands.add(new ListCommand(experiments));
    return commands;
  }
}
