package dev.hugetext.loader.command;

import dev.hugetext.loader.LoadOutcome;
import dev.hugetext.loader.Loader;
import dev.hugetext.loader.ProgramTag;
import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.LoadedProgram;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/**
 * {@code prog dump xlated} and {@code prog dump jited}: what became of a program's instructions.
 */
final class ProgDumpCommand implements Command {
  /** What is dumped. */
  enum Form {
    XLATED(Set.of("opcodes", "visual")),
    JITED(Set.of("opcodes"));

    private final Set<String> words;

    Form(Set<String> words) {
      this.words = words;
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Form form;

  ProgDumpCommand(Form form) {
    this.form = form;
  }

  @Override
  public String name() {
    return "prog dump " + form.text();
  }

  @Override
  public String summary() {
    return form == Form.XLATED
        ? "eBPF instructions after the verifier's rewrites"
        : "machine code, at the address where it was placed";
  }

  @Override
  public String synopsis() {
    return name()
        + " OBJ [--prog NAME] ["
        + String.join("] [", form.words.stream().sorted().toList())
        + "]";
  }

  @Override
  public List<String> examples() {
    String sample = "hugetext " + name() + " examples/bpf/xdp_firewall.bpf.o";
    return form == Form.XLATED ? List.of(sample, sample + " visual") : List.of(sample + " opcodes");
  }

  @Override
  public Options options() {
    var prog =
        Option.builder().longOpt("prog").hasArg().argName("NAME").desc("which program").get();
    return MachineFlags.addTo(ObjectFlags.addTo(new Options().addOption(prog)));
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    List<String> words = line.getArgList();
    if (words.isEmpty()) {
      throw new UsageException(name() + " needs an object file");
    }
    List<String> wanted = words.subList(1, words.size());
    for (String word : wanted) {
      if (!form.words.contains(word)) {
        throw new UsageException(
            "%s: unknown word '%s'; these work: %s"
                .formatted(name(), word, String.join(" ", form.words.stream().sorted().toList())));
      }
    }
    if (wanted.contains("visual") && console.wantsJson()) {
      throw new UsageException(name() + ": visual is not JSON");
    }
    String file = words.getFirst();
    var setup = MachineFlags.setup(line);
    var jitOptions = MachineFlags.jitOptions(line);
    var program = ObjectProgram.choose(file, line, console).program();
    try (EmulatedKernel kernel = EmulatedKernel.boot(setup)) {
      LoadOutcome outcome =
          new Loader(kernel, MachineFlags.verifierOptions(setup), jitOptions).load(program);
      if (!(outcome instanceof LoadOutcome.Loaded(LoadedProgram loaded, _))) {
        return LoadFailure.of(file, outcome).report(console);
      }
      dump(loaded, ProgramTag.of(program), wanted, console);
      return ExitStatus.DONE;
    }
  }

  private void dump(LoadedProgram loaded, String tag, List<String> wanted, Console console)
      throws IOException {
    boolean opcodes = wanted.contains("opcodes");
    if (form == Form.JITED) {
      var dump = new JitedDump(loaded, tag);
      if (console.wantsJson()) {
        console.printJson(json -> dump.write(json, opcodes));
      } else {
        dump.print(opcodes, console.out());
      }
      return;
    }
    var dump = new XlatedDump(loaded.rewritten(), tag);
    if (wanted.contains("visual")) {
      FlowGraph.print(dump, console.out());
    } else if (console.wantsJson()) {
      console.printJson(json -> dump.write(json, opcodes));
    } else {
      dump.print(opcodes, console.out());
    }
  }
}
