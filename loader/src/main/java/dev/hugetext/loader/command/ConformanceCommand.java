package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.conformance.ConformanceOutcome;
import dev.hugetext.loader.conformance.ConformanceRun;
import dev.hugetext.loader.conformance.Corpus;
import dev.hugetext.loader.conformance.Judgement;
import dev.hugetext.loader.input.InputException;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * {@code conformance}: the plugin that bpf_conformance's runner starts once for each vector, and
 * with {@code --corpus} its runner as well.
 */
final class ConformanceCommand implements Command {
  private static final String STANDARD_INPUT = "standard input";

  @Override
  public String name() {
    return "conformance";
  }

  @Override
  public String summary() {
    return "run one program of bpf_conformance and print R0, or all vectors of a folder";
  }

  @Override
  public String synopsis() {
    return "conformance [MEMORY] [--program HEX] [--verified] | conformance --corpus DIR";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "echo b7000000080000009500000000000000 | hugetext conformance",
        "hugetext conformance --verified --corpus bpf_conformance/tests");
  }

  @Override
  public Options options() {
    return MachineFlags.addTo(new Options())
        .addOption(
            OptionValues.option(
                "program", "HEX", "the program, instead of a line of standard input"))
        .addOption(OptionValues.option("corpus", "DIR", "run every .data file of a folder"))
        .addOption(
            null, "verified", false, "through the verifier, as xdp with the memory as its packet");
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    Map<String, EmulatedEngine> engines = new LinkedHashMap<>();
    engines.put(RunEngine.X86.text(), EmulatedEngine.X86);
    engines.put(RunEngine.BPF.text(), EmulatedEngine.BPF);
    EmulatedEngine engine = OptionValues.choice(line, "engine", RunEngine.X86.text(), engines);
    KernelSetup setup = MachineFlags.setup(line);
    var run =
        new ConformanceRun(
            setup, MachineFlags.verifierOptions(setup), MachineFlags.jitOptions(line), engine);
    return line.hasOption("corpus") ? corpus(line, run, console) : plugin(line, run, console);
  }

  private static int plugin(CommandLine line, ConformanceRun run, Console console)
      throws IOException {
    List<String> operands = line.getArgList();
    if (operands.size() > 1) {
      throw new UsageException("conformance takes one operand, the memory in hexadecimal digits");
    }
    byte[] memory = operands.isEmpty() ? new byte[0] : fromHex("memory", operands.getFirst());
    List<RawInsn> insns = program(line, console);
    ConformanceOutcome outcome =
        line.hasOption("verified") ? run.verified(insns, memory) : run.trusted(insns, memory);
    return switch (outcome) {
      case ConformanceOutcome.Returned(long r0) -> {
        console.out().print("%x\n".formatted(r0));
        yield ExitStatus.DONE;
      }
      case ConformanceOutcome.Refused(String why) -> {
        console.err().print("hugetext: refused: %s\n".formatted(why));
        yield ExitStatus.NO;
      }
      case ConformanceOutcome.Faulted(String what) -> {
        console.err().print("hugetext: the program faulted: %s\n".formatted(what));
        yield ExitStatus.NO;
      }
    };
  }

  private static List<RawInsn> program(CommandLine line, Console console) throws IOException {
    String text = line.getOptionValue("program");
    String from = "program";
    if (text == null) {
      from = STANDARD_INPUT;
      text =
          new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8))
              .readLine();
    }
    byte[] bytes = fromHex(from, text == null ? "" : text);
    if (bytes.length == 0 || bytes.length % RawInsn.BYTES != 0) {
      throw InputException.ofWhole(
          from, bytes.length + " bytes", "a positive multiple of " + RawInsn.BYTES);
    }
    return RawInsn.parse(bytes);
  }

  private static byte[] fromHex(String from, String text) throws InputException {
    try {
      return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    } catch (IllegalArgumentException odd) {
      throw InputException.ofWhole(from, "not bytes", "two hexadecimal digits for each byte");
    }
  }

  private static int corpus(CommandLine line, ConformanceRun run, Console console)
      throws IOException {
    if (!line.getArgList().isEmpty()) {
      throw new UsageException("conformance --corpus takes no operand");
    }
    boolean verified = line.hasOption("verified");
    List<Judgement> judgements = new ArrayList<>();
    for (Path file : Corpus.files(line.getOptionValue("corpus"))) {
      judgements.add(Corpus.judge(file, run, verified));
    }
    var counts = new EnumMap<Judgement.Kind, Integer>(Judgement.Kind.class);
    for (Judgement.Kind kind : Judgement.Kind.values()) {
      counts.put(kind, (int) judgements.stream().filter(j -> j.verdict() == kind).count());
    }
    if (console.wantsJson()) {
      console.printJson(json -> write(json, judgements, counts));
    } else {
      judgements.forEach(judgement -> print(judgement, console));
      console.out().print(summary(judgements.size(), counts, verified));
    }
    return counts.getOrDefault(Judgement.Kind.FAIL, 0) == 0 ? ExitStatus.DONE : ExitStatus.NO;
  }

  private static void print(Judgement judgement, Console console) {
    String detail = judgement.detail().isEmpty() ? "" : ": " + judgement.detail();
    console.out().print("%s %s%s\n".formatted(judgement.verdict(), judgement.name(), detail));
  }

  private static String summary(
      int vectors, Map<Judgement.Kind, Integer> counts, boolean verified) {
    return "%s: %d vectors, %d passed, %d failed, %d refused\n"
        .formatted(
            verified ? "through the verifier" : "by the trusted door",
            vectors,
            counts.getOrDefault(Judgement.Kind.PASS, 0),
            counts.getOrDefault(Judgement.Kind.FAIL, 0),
            counts.getOrDefault(Judgement.Kind.REFUSED, 0));
  }

  private static void write(
      JsonGenerator json, List<Judgement> judgements, Map<Judgement.Kind, Integer> counts)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("vectors");
    for (Judgement judgement : judgements) {
      json.writeStartObject();
      json.writeStringField("name", judgement.name());
      json.writeStringField("verdict", judgement.verdict().name());
      json.writeStringField("detail", judgement.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("passed", counts.getOrDefault(Judgement.Kind.PASS, 0));
    json.writeNumberField("failed", counts.getOrDefault(Judgement.Kind.FAIL, 0));
    json.writeNumberField("refused", counts.getOrDefault(Judgement.Kind.REFUSED, 0));
    json.writeEndObject();
  }
}
