package dev.hugetext.loader.command;

import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.OptionValues.Range;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.input.FileContents;
import dev.hugetext.loader.link.KernelFacts;
import dev.hugetext.loader.link.OpenOptions;
import dev.hugetext.loader.link.RunningKernel;
import dev.hugetext.loader.link.UnknownKernel;
import dev.hugetext.loader.run.KernelSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** The options of every command that opens an object. */
final class ObjectFlags {
  private static final String TYPES = "btf";
  private static final String NO_TYPES = "none";

  private ObjectFlags() {}

  /** Adds them to a command's own. */
  static Options addTo(Options options) {
    return options
        .addOption(
            OptionValues.repeatable(
                TYPES,
                "FILE",
                "kernel types to relocate against, or none; default the host's; more files are"
                    + " modules of that kernel"))
        .addOption(
            OptionValues.option(
                "type", "T", "of programs whose section does not tell it, as bpftool spells it"));
  }

  /**
   * What objects are opened for.
   *
   * @throws IOException if the file with the kernel's types cannot be read
   */
  static OpenOptions options(CommandLine line) throws IOException {
    int cpus = KernelSetup.DEFAULT.cpus();
    if (line.hasOption("cpus")) {
      cpus = (int) OptionValues.number(line, "cpus", cpus, new Range(1, 512));
    }
    return new OpenOptions(kernel(line), cpus, type(line));
  }

  private static KernelFacts kernel(CommandLine line) throws IOException {
    String[] given = line.getOptionValues(TYPES);
    if (given == null) {
      return RunningKernel.withItsTypes();
    }
    List<String> files = List.of(given);
    if (files.equals(List.of(NO_TYPES))) {
      return new UnknownKernel();
    }
    if (files.contains(NO_TYPES)) {
      throw new UsageException("option --btf: none leaves nothing for other files to add to");
    }
    List<Path> paths = new ArrayList<>();
    for (String file : files) {
      paths.add(FileContents.path(file));
    }
    KernelFacts kernel =
        RunningKernel.withTypesOf(paths.getFirst(), paths.subList(1, paths.size()));
    kernel.types(); // what is named must be there, also where no program asks for it
    return kernel;
  }

  /** What {@code --type} names. */
  static Optional<ProgramType> type(CommandLine line) {
    if (!line.hasOption("type")) {
      return Optional.empty();
    }
    return Optional.of(OptionValues.choice(line, "type", "", types()));
  }

  private static Map<String, ProgramType> types() {
    Map<String, ProgramType> types = new LinkedHashMap<>();
    for (ProgramType type : ProgramType.values()) {
      if (type != ProgramType.UNSPEC) {
        types.put(type.text(), type);
      }
    }
    return types;
  }
}
