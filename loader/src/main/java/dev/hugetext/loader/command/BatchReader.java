package dev.hugetext.loader.command;

import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.AttachType;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.command.BatchRequest.Attributes;
import dev.hugetext.loader.command.BatchRequest.InLine;
import dev.hugetext.loader.command.BatchRequest.InObject;
import dev.hugetext.loader.command.BatchRequest.Named;
import dev.hugetext.loader.command.BatchRequest.Op;
import dev.hugetext.loader.command.BatchRequest.ProgramSource;
import dev.hugetext.verifier.VerifierOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads one line of {@code batch}; each reader reads one. */
final class BatchReader {
  private static final String DEFAULT_NAME = "batch";
  private static final String NO_ID = "null";

  /** Bytes of stack that instructions as given may ask for; no kernel stack has more. */
  private static final int MAX_STACK = 1 << 14;

  private final String line;
  private final RequestJson json;
  private @Nullable String id;
  private Op op = Op.RUN;
  private @Nullable List<RawInsn> insns;
  private @Nullable String object;
  private @Nullable String prog;
  private final List<Named> progs = new ArrayList<>();
  private ProgramType type = ProgramType.SOCKET_FILTER;
  private @Nullable AttachType attachType;
  private int progFlags;
  private String license = "GPL";
  private List<MapRequest> maps = List.of();
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
    json = new RequestJson(line);
  }

  /**
   * The {@code id} as it stands in the line, also if it is behind what could not be read; {@code
   * null} where there is none.
   */
  String id() {
    return id == null ? laterId() : id;
  }

  private String laterId() {
    String[] found = {NO_ID};
    try {
      var again = new RequestJson(line);
      again.begin();
      again.object(
          "a request",
          key -> {
            String value = again.raw();
            found[0] = key.equals("id") ? value : found[0];
          });
    } catch (IOException | IllegalArgumentException unreadable) {
      return found[0]; // what is wrong with the line is said in the answer
    }
    return found[0];
  }

  /**
   * Reads the line.
   *
   * @throws IOException if it is not JSON
   * @throws IllegalArgumentException if it is not a request; the message says why
   */
  BatchRequest read() throws IOException {
    json.begin();
    json.object("a request", this::field);
    if (!json.isAtEnd()) {
      throw new IllegalArgumentException("one object a line, and nothing behind it");
    }
    return new BatchRequest(
        op,
        source(),
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

  private ProgramSource source() {
    if (insns != null && object != null) {
      throw new IllegalArgumentException("insns or object, not both");
    }
    if (insns != null) {
      String name = prog == null ? DEFAULT_NAME : prog;
      var attributes = new Attributes(type, attachType, progFlags, license);
      return new InLine(attributes, new Named(name, insns), progs, maps);
    }
    if (object == null) {
      throw new IllegalArgumentException("neither insns nor object");
    }
    if (!maps.isEmpty() || !progs.isEmpty()) {
      throw new IllegalArgumentException("maps and progs: an object brings its own");
    }
    return new InObject(object, prog);
  }

  private void field(String key) throws IOException {
    switch (key) {
      case "id" -> id = json.raw();
      case "op" -> op = op(json.text(key));
      case "insns" -> insns = RawInsn.parse(json.hex(key));
      case "object" -> object = json.text(key);
      case "prog" -> prog = json.text(key);
      case "progs" -> json.list(key, this::prog);
      case "type" -> type(json.text(key));
      case "attach_type" -> attachType = attach(json.text(key));
      case "prog_flags" -> progFlags = json.word(key);
      case "license" -> license = json.text(key);
      case "maps" -> maps = MapListReader.read(json);
      case "data_in" -> dataIn = json.hex(key);
      case "ctx_in" -> ctxIn = Optional.of(json.hex(key));
      case "repeat" -> repeat = json.natural(key, Integer.MAX_VALUE);
      case "cpu" -> cpu = json.natural(key, Integer.MAX_VALUE);
      case "log_level" -> logLevel = json.natural(key, VerifierOptions.MAX_LOG_LEVEL);
      case "dump" -> dump = json.flag(key);
      case "stack_depth" -> stackDepth = OptionalInt.of(json.natural(key, MAX_STACK));
      case "tail_call_reachable" -> tailCallReachable = Optional.of(json.flag(key));
      default -> option(key, json.option(key));
    }
  }

  /** Everything else is an option that commands have too. */
  private void option(String key, String value) {
    options.add("--" + key.replace('_', '-'));
    options.add(value);
  }

  private void prog() throws IOException {
    var other = new Other();
    json.object("a program", other::field);
    progs.add(other.named());
  }

  /** The program beside the one that runs that is being read. */
  private final class Other {
    private @Nullable String name;
    private @Nullable List<RawInsn> insns;

    private void field(String key) throws IOException {
      switch (key) {
        case "name" -> name = json.text(key);
        case "insns" -> insns = RawInsn.parse(json.hex(key));
        default -> throw new IllegalArgumentException("a program has no '" + key + "'");
      }
    }

    private Named named() {
      if (name == null || insns == null) {
        throw new IllegalArgumentException("progs: a program has name and insns");
      }
      return new Named(name, insns);
    }
  }

  private static Op op(String text) {
    try {
      return Op.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException(
          "unknown op '%s'; these work: run verify jit".formatted(text), unknown);
    }
  }

  /** Of the program in the line, and of programs whose section does not tell it. */
  private void type(String text) {
    type =
        ProgramType.ofText(text)
            .orElseThrow(() -> new IllegalArgumentException("unknown program type '" + text + "'"));
    option("type", text);
  }

  private static AttachType attach(String text) {
    return AttachType.ofText(text)
        .orElseThrow(() -> new IllegalArgumentException("unknown attach type '" + text + "'"));
  }
}
