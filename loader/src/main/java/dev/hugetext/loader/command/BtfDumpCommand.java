package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.bpf.btf.TypeDump;
import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;
import dev.hugetext.loader.cli.UsageException;
import dev.hugetext.loader.link.RunningKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code btf dump}: the types in an object or kernel, as bpftool prints them. */
final class BtfDumpCommand implements Command {
  @Override
  public String name() {
    return "btf dump";
  }

  @Override
  public String summary() {
    return "list the types in an object file, or in a file of BTF";
  }

  @Override
  public String synopsis() {
    return "btf dump FILE";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "hugetext btf dump examples/bpf/xdp_firewall.bpf.o",
        "hugetext btf dump examples/bpf/xdp_firewall.bpf.o -p");
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public int run(CommandLine line, Console console) throws IOException {
    if (line.getArgList().size() != 1) {
      throw new UsageException("btf dump takes one file");
    }
    Path file = Path.of(line.getArgList().getFirst());
    Btf btf = RunningKernel.withTypesOf(file).types().orElseThrow();
    if (console.wantsJson()) {
      console.printJson(json -> write(json, btf));
    } else {
      for (int id = 1; id < btf.types().size(); id++) {
        console.out().print(TypeDump.of(btf, id).text(btf) + "\n");
      }
    }
    return ExitStatus.DONE;
  }

  private static void write(JsonGenerator json, Btf btf) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("types");
    for (int id = 1; id < btf.types().size(); id++) {
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
