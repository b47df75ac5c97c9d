package dev.hugetext.jit;

import dev.hugetext.bpf.isa.RawInsn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** One program of {@code golden/jit/linux-6.18.txt}: rewritten slots, and the kernel's images. */
record GoldenImage(String name, List<RawInsn> insns, List<String> images) {

  private static final Path FILE = Path.of("src/test/golden/jit/linux-6.18.txt");

  static List<GoldenImage> all() throws IOException {
    List<GoldenImage> all = new ArrayList<>();
    for (String line : Files.readAllLines(FILE)) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "program" -> all.add(new GoldenImage(words[1], new ArrayList<>(), new ArrayList<>()));
        case "xlated" ->
            all.getLast().insns().addAll(RawInsn.parse(HexFormat.of().parseHex(words[1])));
        case "image" -> all.getLast().images().add(words[1]);
        case "#" -> {
          // a comment
        }
        default -> checkOptions(line);
      }
    }
    return all;
  }

  private static void checkOptions(String line) {
    if (!line.equals("options ibt=false rethunk=false bmi2=true indirect-jumps=RETPOLINE")) {
      throw new IllegalStateException(FILE + ": " + line);
    }
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
