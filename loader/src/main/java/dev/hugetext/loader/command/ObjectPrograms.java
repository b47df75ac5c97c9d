package dev.hugetext.loader.command;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.input.InputException;
import dev.hugetext.loader.link.LeftOut;
import dev.hugetext.loader.link.OpenObject;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

/**
 * The programs of an object that {@code prog load} loads: the one that is named, or all but those
 * that want to be.
 */
final class ObjectPrograms {
  private final String file;
  private final OpenObject object;
  private final @Nullable String named;

  ObjectPrograms(String file, OpenObject object, CommandLine line) {
    this.file = file;
    this.object = object;
    this.named = line.getOptionValue("prog");
  }

  /**
   * In the file's order.
   *
   * @throws InputException if the one that is named cannot be loaded or is not there
   */
  List<BpfProgram> loaded() throws InputException {
    if (named != null) {
      return List.of(ObjectProgram.named(file, object, named));
    }
    return object.programs().stream()
        .filter(program -> !object.onDemand().contains(program.name()))
        .toList();
  }

  /**
   * Says which programs are not loaded, and why.
   *
   * @return {@link ExitStatus#NO} if one of them should have been
   */
  int reportLeftOut(Console console) {
    if (named != null) {
      return ExitStatus.DONE;
    }
    int status = ExitStatus.DONE;
    for (LeftOut left : object.leftOut()) {
      boolean isWanted = !object.onDemand().contains(left.program().name());
      report(left.program(), left.reason(), console);
      status = isWanted ? ExitStatus.NO : status;
    }
    for (BpfProgram program : object.programs()) {
      if (object.onDemand().contains(program.name())) {
        report(program, "only loaded when asked for by --prog", console);
      }
    }
    return status;
  }

  private void report(BpfProgram program, String reason, Console console) {
    console
        .err()
        .print("hugetext: %s: program '%s' left out: %s\n".formatted(file, program.name(), reason));
  }
}
