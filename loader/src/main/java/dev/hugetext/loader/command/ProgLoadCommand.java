package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.loader.LoadOutcome;
import dev.hugetext.loader.Loader;
import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.LoadedProgram;
import dev.hugetext.verifier.rule.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/**
 * {@code prog load}: verifies, compiles and places every program of some objects, in one kernel.
 */
final class ProgLoadCommand implements Command {
  @Override
  public String name() {
    return "prog load";
  }

  @Override
  public String summary() {
    return "verify, compile and place programs; show what became of them and where they lie";
  }

  @Override
  public String synopsis() {
    return "prog load OBJ... [--prog NAME] [--btf FILE] [--type T]";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "hugetext prog load examples/bpf/xdp_firewall.bpf.o",
        "hugetext prog load examples/bpf/xdp_firewall.bpf.o examples/bpf/load_balancer.bpf.o -p");
  }

  @Override
  public Options options() {
    var prog =
        Option.builder().longOpt("prog").hasArg().argName("NAME").desc("only this program").get();
    return MachineFlags.addTo(ObjectFlags.addTo(new Options().addOption(prog)));
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    if (line.getArgList().isEmpty()) {
      throw new UsageException("prog load needs an object file");
    }
    var setup = MachineFlags.setup(line);
    var jitOptions = MachineFlags.jitOptions(line);
    int status = ExitStatus.DONE;
    List<ProgramShow> shown = new ArrayList<>();
    try (EmulatedKernel kernel = EmulatedKernel.boot(setup)) {
      for (String file : line.getArgList()) {
        var loader = new Loader(kernel, MachineFlags.verifierOptions(setup), jitOptions);
        var wanted = new ObjectPrograms(file, ObjectProgram.open(file, line, console), line);
        status = Math.max(status, wanted.reportLeftOut(console));
        for (BpfProgram program : wanted.loaded()) {
          LoadOutcome outcome = loader.load(program);
          if (outcome instanceof LoadOutcome.Loaded(LoadedProgram loaded, _)) {
            shown.add(ProgramShow.of(shown.size() + 1, program, loaded, kernel));
          } else {
            status = Math.max(status, report(file, program, outcome, console));
          }
        }
      }
    }
    if (console.wantsJson()) {
      console.printJson(json -> write(json, shown));
    } else {
      shown.forEach(program -> program.print(console.out()));
    }
    return status;
  }

  /** Says why a program is not loaded: one that nothing here can run is left out, in one line. */
  private static int report(String file, BpfProgram program, LoadOutcome outcome, Console console) {
    String where = "%s: program '%s'".formatted(file, program.name());
    if (outcome instanceof LoadOutcome.Rejected(var verdict)
        && verdict.rejection().rule() == Rule.UNSUPPORTED
        && verdict.rejection().insn().isEmpty()) {
      return RunFailure.no("%s left out: %s".formatted(where, verdict.rejection().found()))
          .report(console);
    }
    return LoadFailure.of(where, outcome).report(console);
  }

  private static void write(JsonGenerator json, List<ProgramShow> shown) throws IOException {
    json.writeStartArray();
    for (ProgramShow program : shown) {
      program.write(json);
    }
    json.writeEndArray();
  }
}
