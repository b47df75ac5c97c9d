package dev.hugetext.examples.experiment;

import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.OptionValues;
import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code experiment list}: which there are. */
final class ListCommand implements Command {
  private final List<Experiment> experiments;

  ListCommand(List<Experiment> experiments) {
    this.experiments = List.copyOf(experiments);
  }

  @Override
  public String name() {
    return "experiment list";
  }

  @Override
  public String summary() {
    return "the experiments by name";
  }

  @Override
  public String synopsis() {
    return "experiment list";
  }

  @Override
  public List<String> examples() {
    return List.of("hugetext experiment list");
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    OptionValues.refuseOperands(line, this);
    if (console.wantsJson()) {
      console.printJson(json -> {
        json.writeStartArray();
        for (Experiment experiment : experiments) {
          json.writeStartObject();
          json.writeStringField("name", experiment.word());
          json.writeStringField("summary", experiment.summary());
          json.writeEndObject();
        }
        json.writeEndArray();
      });
    } else {
      experiments.forEach(experiment ->
          console.out().print("%-12s%s\n".formatted(experiment.word(), experiment.summary())));
    }
    return ExitStatus.DONE;
  }
}
