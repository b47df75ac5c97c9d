package dev.hugetext.loader.command;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.input.InputException;
import dev.hugetext.loader.link.ObjectOpener;
import dev.hugetext.loader.link.OpenObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;

/** Which program of an object a command is about. */
final class ObjectProgram {
  private ObjectProgram() {}

  /**
   * The program that {@code --prog} names; without it the first in the file's order, which is then
   * said on standard error.
   */
  static BpfProgram choose(String file, CommandLine line, Console console) throws IOException {
    OpenObject object = ObjectOpener.open(Path.of(file));
    String name = line.getOptionValue("prog");
    if (name != null) {
      return object
          .program(name)
          .orElseThrow(
              () -> InputException.ofWhole(file, "no program '" + name + "'", names(object)));
    }
    List<BpfProgram> programs = object.programs();
    BpfProgram chosen = programs.getFirst();
    console
        .err()
        .print(
            "hugetext: program '%s' (%s)%s\n"
                .formatted(
                    chosen.name(),
                    chosen.type().text(),
                    programs.size() == 1 ? "" : ", the first of " + programs.size()));
    return chosen;
  }

  /** All programs, or the one that {@code --prog} names. */
  static List<BpfProgram> all(String file, CommandLine line) throws IOException {
    OpenObject object = ObjectOpener.open(Path.of(file));
    String name = line.getOptionValue("prog");
    if (name == null) {
      return object.programs();
    }
    return List.of(
        object
            .program(name)
            .orElseThrow(
                () -> InputException.ofWhole(file, "no program '" + name + "'", names(object))));
  }

  private static String names(OpenObject object) {
    return object.programs().stream()
        .map(BpfProgram::name)
        .collect(Collectors.joining(", ", "one of ", ""));
  }
}
