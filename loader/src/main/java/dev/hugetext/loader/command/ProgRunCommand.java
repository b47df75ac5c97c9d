package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.OptionValues.Range;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.context.TestContexts;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.RunCounters;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** {@code prog run}: BPF_PROG_TEST_RUN of a program from an object file. */
final class ProgRunCommand implements Command {
  private static final Range REPEAT = new Range(0, Integer.MAX_VALUE);

  @Override
  public String name() {
    return "prog run";
  }

  @Override
  public String summary() {
    return "run a program on a packet: verified, compiled, placed, executed";
  }

  @Override
  public String synopsis() {
    return "prog run OBJ [--prog NAME] [--data-in F] [--data-out F] [--ctx-in F] [--ctx-out F]"
        + " [--repeat N] [--counters] [--dump-maps]\n"
        + "       hugetext prog run --insns FILE --type T [--maps JSON] ...";
  }

  @Override
  public List<String> examples() {
    String sample = "hugetext prog run examples/bpf/xdp_firewall.bpf.o";
    return List.of(
        sample + " --data-in examples/packets/tcp_syn.bin --counters",
        sample + " --data-in examples/packets/tcp_telnet.bin --dump-maps --engine bpf",
        "hugetext prog run examples/bpf/load_balancer.bpf.o"
            + " --data-in examples/packets/tcp_http.bin --data-out - -j");
  }

  @Override
  public Options options() {
    var options =
        ObjectFlags.addTo(new Options())
            .addOption(OptionValues.option("prog", "NAME", "which program; default the first"))
            .addOption(
                OptionValues.option(
                    "insns", "FILE", "bare instructions, binary or hex, in place of OBJ"))
            .addOption(
                OptionValues.option(
                    "maps", "JSON", "maps of --insns: [{type, key_size, value_size, …}]"))
            .addOption(
                OptionValues.option(
                    "data-in", "F", "the packet, from its Ethernet header on; - is stdin"))
            .addOption(OptionValues.option("data-out", "F", "the packet afterwards; - prints it"))
            .addOption(OptionValues.option("ctx-in", "F", "the context, e.g. struct __sk_buff"))
            .addOption(OptionValues.option("ctx-out", "F", "the context afterwards; - prints it"))
            .addOption(
                OptionValues.option(
                    "repeat", "N", "how often, each time on the same input; default 1"))
            .addOption(null, "counters", false, "what the emulated machine counted")
            .addOption(null, "dump-maps", false, "all maps after the run");
    return MachineFlags.addTo(options);
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    boolean bare = line.hasOption("insns");
    if (line.getArgList().size() != (bare ? 0 : 1)) {
      throw new UsageException("prog run takes one object file, or --insns FILE --type T");
    }
    String file = bare ? line.getOptionValue("insns") : line.getArgList().getFirst();
    if (line.hasOption("maps") && !bare) {
      throw new UsageException("option --maps: an object brings its own");
    }
    KernelSetup setup = MachineFlags.setup(line);
    RunEngine engine = MachineFlags.engine(line);
    int repeat = (int) OptionValues.number(line, "repeat", 1, REPEAT);
    boolean counters = line.hasOption("counters");
    if (counters && engine != RunEngine.X86) {
      throw new UsageException(
          "option --counters: engine %s has no machine that counts".formatted(engine.text()));
    }
    var jitOptions = MachineFlags.jitOptions(line);
    ChosenProgram chosen =
        bare ? InsnFile.read(line, console) : ObjectProgram.choose(file, line, console);
    TestInput input = input(line, chosen.program().type(), console);
    var run = new ProgramRun(file, chosen, setup, jitOptions, input);
    return switch (run.by(engine, repeat)) {
      case RunOutcome.Failed(RunFailure failure) -> failure.report(console);
      case RunOutcome.Ran(RunReport report) -> {
        report.trace().forEach(message -> console.err().print("trace: " + message + "\n"));
        if (console.wantsJson()) {
          writeFiles(line, report, null);
          console.printJson(json -> write(json, line, report));
        } else {
          print(line, report, setup, console);
        }
        yield ExitStatus.DONE;
      }
    };
  }

  private static TestInput input(CommandLine line, ProgramType type, Console console)
      throws IOException {
    String data = line.getOptionValue("data-in");
    String context = line.getOptionValue("ctx-in");
    if (data == null && TestContexts.takesPackets(type)) {
      throw new UsageException(
          "programs of type %s need a packet: --data-in F".formatted(type.text()));
    }
    if (data != null && !TestContexts.takesPackets(type)) {
      throw new UsageException(
          "option --data-in: programs of type %s take no packet".formatted(type.text()));
    }
    if (line.hasOption("ctx-out") && !TestContexts.handsContextBack(type)) {
      throw new UsageException(
          "option --ctx-out: programs of type %s hand no context back".formatted(type.text()));
    }
    if (data != null && data.equals(ByteFile.STANDARD) && data.equals(context)) {
      throw new UsageException("standard input cannot be both packet and context");
    }
    return new TestInput(
        data == null ? new byte[0] : ByteFile.read(data, console),
        context == null ? Optional.empty() : Optional.of(ByteFile.read(context, console)),
        line.hasOption("ctx-out"));
  }

  /** Writes to the files that the options name; to the console where that is {@code -}. */
  private static void writeFiles(CommandLine line, RunReport report, @Nullable Console console)
      throws IOException {
    for (String option : List.of("data-out", "ctx-out")) {
      String file = line.getOptionValue(option);
      byte[] bytes =
          option.equals("data-out") ? report.result().dataOut() : report.result().contextOut();
      if (file != null && !file.equals(ByteFile.STANDARD)) {
        ByteFile.write(file, bytes);
      } else if (file != null && console != null) {
        HexText.dump(bytes, console.out());
      }
    }
  }

  private static void print(CommandLine line, RunReport report, KernelSetup setup, Console console)
      throws IOException {
    writeFiles(line, report, console);
    var out = console.out();
    out.print(
        "Return value: %d, duration (average): %dns\n"
            .formatted(Integer.toUnsignedLong(report.result().retval()), report.result().nanos()));
    if (line.hasOption("counters")) {
      report.result().counters().ifPresent(counters -> printCounters(counters, setup, console));
      out.print("placement:\n");
      report
          .places()
          .forEach((function, place) -> out.print("  " + PlaceText.line(function, place) + "\n"));
    }
    if (line.hasOption("dump-maps")) {
      MapText.print(report.maps(), out);
    }
  }

  private static void printCounters(RunCounters counters, KernelSetup setup, Console console) {
    console
        .out()
        .print(
            "counters (%s, %s; modelled cycles: 1 an instruction, and TLB misses):\n"
                .formatted(setup.tlb().text(), setup.tlbPolicy().text()));
    counters
        .byName()
        .forEach((name, value) -> console.out().print("  %-16s %12d\n".formatted(name, value)));
  }

  private static void write(JsonGenerator json, CommandLine line, RunReport report)
      throws IOException {
    json.writeStartObject();
    HexText.writeNumbers(json, "data_out", report.result().dataOut());
    if (line.hasOption("ctx-out")) {
      HexText.writeNumbers(json, "ctx_out", report.result().contextOut());
    }
    json.writeNumberField("retval", Integer.toUnsignedLong(report.result().retval()));
    json.writeNumberField("duration", report.result().nanos());
    if (line.hasOption("counters")) {
      json.writeObjectFieldStart("counters");
      if (report.result().counters().isPresent()) {
        for (Map.Entry<String, Long> counter :
            report.result().counters().get().byName().entrySet()) {
          json.writeNumberField(counter.getKey(), counter.getValue());
        }
      }
      json.writeEndObject();
      PlaceText.write(json, "placement", report.places());
    }
    if (line.hasOption("dump-maps")) {
      MapText.write(json, "maps", report.maps());
    }
    json.writeEndObject();
  }
}
