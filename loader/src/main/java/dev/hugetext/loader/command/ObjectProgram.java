package dev.hugetext.loader.command;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.input.FileContents;
import dev.hugetext.loader.input.InputException;
import dev.hugetext.loader.link.LeftOut;
import dev.hugetext.loader.link.ObjectOpener;
import dev.hugetext.loader.link.OpenObject;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

/** Which program of an object a command is about. */
final class ObjectProgram {
  private ObjectProgram() {}

  /**
   * The program that {@code --prog} names; without it the first in the file's order that is not
   * there only to be jumped to, which is then said on standard error.
   */
  static ChosenProgram choose(String file, CommandLine line, Console console) throws IOException {
    OpenObject object = open(file, line, console);
    String named = line.getOptionValue("prog");
    ChosenProgram chosen = choose(file, object, named);
    if (named == null) {
      console.err().print(choice(chosen.program(), object.programs()));
    }
    return chosen;
  }

  /** The one of that name, or where that is null as above, and nothing is said. */
  static ChosenProgram choose(String file, OpenObject object, @Nullable String named)
      throws InputException {
    BpfProgram program = named == null ? first(file, object) : named(file, object, named);
    return new ChosenProgram(program, object.programs());
  }

  private static BpfProgram first(String file, OpenObject object) throws InputException {
    List<BpfProgram> programs = some(file, object);
    Set<String> targets = jumpTargets(object);
    return programs.stream()
        .filter(program -> !targets.contains(program.name()))
        .findFirst()
        .orElse(programs.getFirst());
  }

  private static String choice(BpfProgram chosen, List<BpfProgram> programs) {
    String place =
        programs.size() == 1
            ? ""
            : ", number %d of %d".formatted(programs.indexOf(chosen) + 1, programs.size());
    return "hugetext: program '%s' (%s)%s\n".formatted(chosen.name(), chosen.type().text(), place);
  }

  /** All programs, or the one that {@code --prog} names. */
  static List<BpfProgram> all(String file, CommandLine line, Console console) throws IOException {
    OpenObject object = open(file, line, console);
    String name = line.getOptionValue("prog");
    return name == null ? some(file, object) : List.of(named(file, object, name));
  }

  /** Opens an object and says on standard error what the user should know about it. */
  static OpenObject open(String file, CommandLine line, Console console) throws IOException {
    OpenObject object = ObjectOpener.open(FileContents.path(file), ObjectFlags.options(line));
    for (String notice : object.notices()) {
      console.err().print("hugetext: %s: %s\n".formatted(file, notice));
    }
    return object;
  }

  /** The program of that name, which may not be one that is left out. */
  static BpfProgram named(String file, OpenObject object, String name) throws InputException {
    for (LeftOut left : object.leftOut()) {
      if (left.program().name().equals(name)) {
        throw InputException.ofWhole(
            file,
            "program '%s' cannot be loaded: %s".formatted(name, left.reason()),
            "one that can");
      }
    }
    return object
        .program(name)
        .orElseThrow(
            () -> InputException.ofWhole(file, "no program '" + name + "'", names(object)));
  }

  private static List<BpfProgram> some(String file, OpenObject object) throws InputException {
    if (object.programs().isEmpty()) {
      String why =
          object.leftOut().stream()
              .findFirst()
              .map(left -> " ('%s': %s)".formatted(left.program().name(), left.reason()))
              .orElse("");
      throw InputException.ofWhole(file, "no program that can be loaded" + why, "at least one");
    }
    return object.programs();
  }

  private static Set<String> jumpTargets(OpenObject object) {
    Set<String> targets = new HashSet<>();
    for (MapDef map : object.maps()) {
      if (map.type() == MapType.PROG_ARRAY) {
        targets.addAll(map.slots().values());
      }
    }
    return targets;
  }

  private static String names(OpenObject object) {
    return object.programs().stream()
        .map(BpfProgram::name)
        .collect(Collectors.joining(", ", "one of ", ""));
  }
}
