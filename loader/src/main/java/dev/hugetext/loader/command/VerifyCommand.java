package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.OptionValues;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.verifier.Verdict;
import dev.hugetext.verifier.Verifier;
import dev.hugetext.verifier.VerifierOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code verify}: the verifier's answer for every program of some objects. */
final class VerifyCommand implements Command {
  @Override
  public String name() {
    return "verify";
  }

  @Override
  public String summary() {
    return "ask the verifier: accepted or not, and its log";
  }

  @Override
  public String synopsis() {
    return "verify OBJ... [--prog NAME] [--btf FILE] [--type T] [--log-level 1|2|4]";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "hugetext verify examples/bpf/xdp_firewall.bpf.o examples/bpf/load_balancer.bpf.o",
        "hugetext verify examples/bpf/text_ratio.bpf.o --log-level 2");
  }

  @Override
  public Options options() {
    return ObjectFlags.addTo(new Options())
        .addOption(
            Option.builder().longOpt("prog").hasArg().argName("NAME").desc("only this one").get())
        .addOption(
            Option.builder()
                .longOpt("log-level")
                .hasArg()
                .argName("N")
                .desc("1 the path of a rejection, 2 every instruction, 4 statistics; or their sum")
                .get());
  }

  /** One program's verdict. */
  private record Answer(String file, BpfProgram program, Verdict verdict) {
    boolean accepted() {
      return verdict instanceof Verdict.Accepted;
    }
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    if (line.getArgList().isEmpty()) {
      throw new UsageException("verify needs an object file");
    }
    boolean log = line.hasOption("log-level");
    int level = OptionValues.choice(line, "log-level", "1", levels());
    var options = VerifierOptions.DEFAULT.withLogLevel(level);
    List<Answer> answers = new ArrayList<>();
    for (String file : line.getArgList()) {
      for (BpfProgram program : ObjectProgram.all(file, line, console)) {
        answers.add(new Answer(file, program, Verifier.verify(program, options)));
      }
    }
    if (console.wantsJson()) {
      console.printJson(json -> write(json, answers, log));
    } else {
      answers.forEach(answer -> print(answer, log, console));
    }
    return answers.stream().allMatch(Answer::accepted) ? ExitStatus.DONE : ExitStatus.NO;
  }

  private static Map<String, Integer> levels() {
    var levels = new LinkedHashMap<String, Integer>();
    for (int level = 1; level <= 7; level++) {
      levels.put(String.valueOf(level), level);
    }
    return levels;
  }

  private static void print(Answer answer, boolean log, Console console) {
    if (log || !answer.accepted()) {
      String text = log(answer.verdict());
      console.out().print(text.endsWith("\n") || text.isEmpty() ? text : text + "\n");
    }
    String verdict =
        switch (answer.verdict()) {
          case Verdict.Accepted accepted ->
              "accepted, processed %d insns".formatted(accepted.stats().processed());
          case Verdict.Rejected rejected ->
              "rejected (%s): %s"
                  .formatted(Errno.text(rejected.errno()), rejected.rejection().message());
        };
    console.out().print("%s: %s: %s\n".formatted(answer.file(), answer.program().name(), verdict));
  }

  private static String log(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted accepted -> accepted.log();
      case Verdict.Rejected rejected -> rejected.log();
    };
  }

  private static void write(JsonGenerator json, List<Answer> answers, boolean log)
      throws IOException {
    json.writeStartArray();
    for (Answer answer : answers) {
      json.writeStartObject();
      json.writeStringField("file_name", answer.file());
      json.writeStringField("prog_name", answer.program().name());
      json.writeStringField("verdict", answer.accepted() ? "accept" : "reject");
      switch (answer.verdict()) {
        case Verdict.Accepted accepted ->
            json.writeNumberField("processed", accepted.stats().processed());
        case Verdict.Rejected rejected -> {
          json.writeNumberField("processed", rejected.stats().processed());
          json.writeNumberField("errno", rejected.errno());
          json.writeStringField("reason", rejected.rejection().message());
        }
      }
      if (log || !answer.accepted()) {
        json.writeStringField("log", log(answer.verdict()));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
