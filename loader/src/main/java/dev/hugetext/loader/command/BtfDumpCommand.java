package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.bpf.btf.TypeDump;
import dev.hugetext.bpf.btf.c.CSource;
import dev.hugetext.bpf.btf.c.UndeclarableException;
import dev.hugetext.loader.btf.TypeFile;
import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.input.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code btf dump}: the types in an object or kernel, as bpftool 7.1.0 prints them. */
final class BtfDumpCommand implements Command {
  private static final String BASE = "base-btf";

  @Override
  public String name() {
    return "btf dump";
  }

  @Override
  public String summary() {
    return "list the types in an object file, or in a file of BTF; or declare them in C";
  }

  @Override
  public String synopsis() {
    return "btf dump [file] FILE [format raw|c] [root_id N]... [-B FILE]";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "hugetext btf dump examples/bpf/xdp_firewall.bpf.o",
        "hugetext btf dump examples/bpf/xdp_firewall.bpf.o -p",
        "hugetext btf dump examples/bpf/xdp_firewall.bpf.o format c");
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(
            Option.builder("B")
                .longOpt(BASE)
                .hasArg()
                .argName("FILE")
                .desc("types that split BTF goes on from; for modules in /sys, the kernel's")
                .get());
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    DumpRequest request = DumpRequest.of(line.getArgList());
    if (request.asC() && console.wantsJson()) {
      throw new UsageException("btf dump: C source is not written as JSON");
    }
    Btf btf = TypeFile.read(request.file(), base(request.file(), line));
    int[] roots = request.rootIds(btf.types().size());
    if (request.asC()) {
      declare(request.file(), btf, roots, console);
      return ExitStatus.DONE;
    }
    int[] ids = roots.length == 0 ? ids(btf.firstId(), btf) : roots;
    if (console.wantsJson()) {
      console.printJson(json -> write(json, btf, ids));
    } else {
      for (int id : ids) {
        console.out().print(TypeDump.of(btf, id).text(btf) + "\n");
      }
    }
    return ExitStatus.DONE;
  }

  private static Btf base(Path file, CommandLine line) throws IOException {
    String given = line.getOptionValue(BASE);
    Optional<Path> base = given == null ? TypeFile.impliedBase(file) : Optional.of(Path.of(given));
    return base.isEmpty() ? Btf.empty() : TypeFile.read(base.get(), Btf.empty());
  }

  /** All types from {@code first} on. */
  private static int[] ids(int first, Btf btf) {
    return IntStream.range(first, btf.types().size()).toArray();
  }

  private static void declare(Path file, Btf btf, int[] roots, Console console)
      throws InputException {
    try {
      int[] all = roots.length == 0 ? ids(1, btf) : roots; // the base's too: source must be whole
      CSource.write(btf, all, console.out()::print);
    } catch (UndeclarableException e) {
      throw InputException.ofWhole(
          file.toString(), String.valueOf(e.getMessage()), "types that C can declare");
    }
  }

  private static void write(JsonGenerator json, Btf btf, int[] ids) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("types");
    for (int id : ids) {
      TypeDump type = TypeDump.of(btf, id);
      json.writeStartObject();
      json.writeNumberField("id", id);
      json.writeStringField("kind", type.kind().name());
      json.writeStringField("name", type.name());
      write(json, type.fields(), false);
      if (!type.itemsKey().isEmpty()) {
        boolean isUnsigned = btf.type(id) instanceof BtfType.EnumType t && !t.signed();
        json.writeArrayFieldStart(type.itemsKey());
        for (Map<String, Object> item : type.items()) {
          json.writeStartObject();
          write(json, item, isUnsigned);
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Map<String, Object> fields, boolean isUnsigned)
      throws IOException {
    for (var field : fields.entrySet()) {
      switch (field.getValue()) {
        case Long number when isUnsigned -> {
          json.writeFieldName(field.getKey());
          json.writeNumber(Long.toUnsignedString(number));
        }
        case Long number -> json.writeNumberField(field.getKey(), number);
        case Integer number -> json.writeNumberField(field.getKey(), number);
        default -> json.writeStringField(field.getKey(), String.valueOf(field.getValue()));
      }
    }
  }
}
