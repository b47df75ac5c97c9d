package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.AttachType;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.command.BatchRequest.BatchMap;
import dev.hugetext.loader.command.BatchRequest.Op;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads one line of {@code batch}; each reader reads one. */
final class BatchReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final String line;
  private final JsonParser parser;
  private String id = "null";
  private Op op = Op.RUN;
  private @Nullable List<RawInsn> insns;
  private @Nullable String object;
  private @Nullable String prog;
  private ProgramType type = ProgramType.SOCKET_FILTER;
  private @Nullable AttachType attachType;
  private int progFlags;
  private String license = "GPL";
  private List<BatchMap> maps = List.of();
  private byte[] dataIn = {};
  private Optional<byte[]> ctxIn = Optional.empty();
  private int repeat = 1;
  private int cpu;
  private int logLevel;
  private boolean dump;
  private OptionalInt stackDepth = OptionalInt.empty();
  private Optional<Boolean> tailCallReachable = Optional.empty();
  private final List<String> options = new ArrayList<>();

  BatchReader(String line) throws IOException {
    this.line = line;
    this.parser = JSON.createParser(line);
  }

  /** The {@code id} as it stands in the line, once it was read; {@code null} before. */
  String id() {
    return id;
  }

  /**
   * Reads the line.
   *
   * @throws IOException if it is not JSON
   * @throws IllegalArgumentException if it is not a request; the message says why
   */
  BatchRequest read() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("a request is an object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      field(key);
    }
    if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
      throw new IllegalArgumentException("one object a line, and nothing behind it");
    }
    return new BatchRequest(
        op,
        insns,
        object,
        prog,
        type,
        attachType,
        progFlags,
        license,
        maps,
        dataIn,
        ctxIn,
        repeat,
        cpu,
        logLevel,
        dump,
        stackDepth,
        tailCallReachable,
        List.copyOf(options));
  }

  private void field(String key) throws IOException {
    switch (key) {
      case "id" -> id = raw();
      case "op" -> op = op();
      case "insns" -> insns = RawInsn.parse(hex(key));
      case "object" -> object = parser.getText();
      case "prog" -> prog = parser.getText();
      case "type" -> type = programType();
      case "attach_type" -> attachType = attach();
      case "prog_flags" -> progFlags = parser.getIntValue();
      case "license" -> license = parser.getText();
      case "maps" -> maps = MapListReader.read(parser);
      case "data_in" -> dataIn = hex(key);
      case "ctx_in" -> ctxIn = Optional.of(hex(key));
      case "repeat" -> repeat = parser.getIntValue();
      case "cpu" -> cpu = parser.getIntValue();
      case "log_level" -> logLevel = parser.getIntValue();
      case "dump" -> dump = parser.getBooleanValue();
      case "stack_depth" -> stackDepth = OptionalInt.of(parser.getIntValue());
      case "tail_call_reachable" -> tailCallReachable = Optional.of(parser.getBooleanValue());
      default -> option(key);
    }
  }

  /** Everything else is an option that commands have too. */
  private void option(String key) throws IOException {
    if (!parser.currentToken().isScalarValue()) {
      throw new IllegalArgumentException("unknown key '" + key + "'");
    }
    String value =
        switch (parser.currentToken()) {
          case VALUE_TRUE -> "on";
          case VALUE_FALSE -> "off";
          default -> parser.getText();
        };
    options.add("--" + key.replace('_', '-'));
    options.add(value);
  }

  /** The current value as it stands in the line. */
  private String raw() throws IOException {
    int from = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    if (parser.currentToken().isScalarValue()) {
      parser.getText(); // a string is read to its end only when asked for
    }
    return line.substring(from, (int) parser.currentLocation().getCharOffset());
  }

  private Op op() throws IOException {
    try {
      return Op.valueOf(parser.getText().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException(
          "unknown op '%s'; these work: run verify jit".formatted(parser.getText()), unknown);
    }
  }

  private ProgramType programType() throws IOException {
    String text = parser.getText();
    return ProgramType.ofText(text)
        .orElseThrow(() -> new IllegalArgumentException("unknown program type '" + text + "'"));
  }

  private AttachType attach() throws IOException {
    String text = parser.getText();
    return AttachType.ofText(text)
        .orElseThrow(() -> new IllegalArgumentException("unknown attach type '" + text + "'"));
  }

  private byte[] hex(String key) throws IOException {
    try {
      return HexFormat.of().parseHex(parser.getText());
    } catch (IllegalArgumentException notHex) {
      throw new IllegalArgumentException(key + ": not hexadecimal: " + notHex.getMessage(), notHex);
    }
  }
}
