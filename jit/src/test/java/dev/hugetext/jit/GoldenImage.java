package dev.hugetext.jit;

import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.RewrittenProgram.Function;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.isa.TrustedOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** One program of {@code golden/jit/linux-6.18.txt}, and the kernel's images of its functions. */
final class GoldenImage {

  private static final Path FILE = Path.of("src/test/golden/jit/linux-6.18.txt");

  private final String name;
  private final List<RawInsn> dumped = new ArrayList<>();
  private final List<Function> functions = new ArrayList<>();
  private final List<String> images = new ArrayList<>();

  private GoldenImage(String name) {
    this.name = name;
  }

  static List<GoldenImage> all() throws IOException {
    List<GoldenImage> all = new ArrayList<>();
    for (String line : Files.readAllLines(FILE)) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "program" -> all.add(new GoldenImage(words[1]));
        case "#" -> {
          // a comment
        }
        case "options" -> checkOptions(line);
        default -> all.getLast().read(words[0], words[1]);
      }
    }
    return all;
  }

  private void read(String what, String rest) {
    switch (what) {
      case "xlated" -> dumped.addAll(slots(rest));
      case "function" -> functions.add(function(rest));
      case "slots" -> replaceLast(slots(rest), Map.of());
      case "symbol" -> symbol(rest.split(" ", -1));
      case "image" -> images.add(rest);
      default -> throw new IllegalStateException(FILE + ": " + what);
    }
  }

  private static List<RawInsn> slots(String hex) {
    return RawInsn.parse(HexFormat.of().parseHex(hex));
  }

  private static Function function(String text) {
    int stack = Integer.parseInt(text.split(" ", -1)[0]);
    return new Function("prog", List.of(), stack, text.contains("tail-calls"), Map.of(), 0)
        .withPrivateStack(text.contains("private-stack"));
  }

  private void symbol(String[] words) {
    Function last = functions.getLast();
    Map<Integer, Symbol> references = new HashMap<>(last.references());
    references.put(Integer.parseInt(words[0]), symbolOf(words));
    replaceLast(last.insns(), references);
  }

  private static Symbol symbolOf(String[] words) {
    return switch (words[1]) {
      case "helper" -> new Symbol.Helper(Integer.parseInt(words[2]));
      case "call-base" -> new Symbol.CallBase(Integer.parseInt(words[2]));
      case "map" -> new Symbol.MapPointer(Integer.parseInt(words[2]));
      case "map-value" ->
          new Symbol.MapValue(Integer.parseInt(words[2]), Integer.parseInt(words[3]));
      case "function" -> new Symbol.Function(Integer.parseInt(words[2]));
      case "kernel" -> new Symbol.Kernel(words[2]);
      case "tail-call-slot" ->
          new Symbol.TailCallSlot(Integer.parseInt(words[2]), Integer.parseInt(words[3]));
      default -> throw new IllegalStateException(FILE + ": symbol " + words[1]);
    };
  }

  private void replaceLast(List<RawInsn> insns, Map<Integer, Symbol> references) {
    Function last = functions.removeLast();
    functions.add(
        new Function(
            last.name(),
            insns,
            last.stackDepth(),
            last.tailCallReachable(),
            last.privateStack(),
            references,
            0));
  }

  private static void checkOptions(String line) {
    if (!line.equals("options ibt=false rethunk=false bmi2=true indirect-jumps=RETPOLINE")) {
      throw new IllegalStateException(FILE + ": " + line);
    }
  }

  /** What the kernel handed out; empty where the file says what was compiled. */
  List<RawInsn> dumped() {
    return dumped;
  }

  /** What the kernel compiled. */
  RewrittenProgram program() {
    return functions.isEmpty()
        ? RewrittenProgram.trusted(name, dumped, TrustedOptions.XLATED)
        : RewrittenProgram.trusted(functions);
  }

  /** Its code in hex, a string a function; addresses are zero. */
  List<String> images() {
    return images;
  }

  /** The options under which the images were made. */
  static JitOptions options() {
    return JitOptions.MEASURED_KERNEL.withRethunk(false);
  }

  @Override
  public String toString() {
    return name;
  }
}
