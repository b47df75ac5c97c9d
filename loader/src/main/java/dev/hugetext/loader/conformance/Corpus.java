package dev.hugetext.loader.conformance;

import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.loader.input.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The {@code .data} files of a folder. */
public final class Corpus {
  private static final String SUFFIX = ".data";

  private Corpus() {}

  /**
   * The files, by name.
   *
   * @throws IOException if the folder cannot be read
   * @throws InputException if it has none
   */
  public static List<Path> files(String folder) throws IOException {
    try (Stream<Path> all = Files.list(Path.of(folder))) {
      List<Path> files = all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
      if (files.isEmpty()) {
        throw InputException.ofWhole(folder, "no vectors", "files that end in " + SUFFIX);
      }
      return files;
    }
  }

  /**
   * Runs the vector of one file.
   *
   * @param verified whether through the verifier
   * @throws IOException if the file cannot be read or is no vector
   */
  public static Judgement judge(Path file, ConformanceRun run, boolean verified)
      throws IOException {
    Vector vector = VectorReader.read(file.toString());
    ConformanceOutcome outcome =
        verified
            ? run.verified(withProlog(vector), vector.memory())
            : run.trusted(vector.insns(), vector.memory());
    return Judgement.of(String.valueOf(file.getFileName()), vector, outcome);
  }

  /** Programs without memory stay as they are. */
  private static List<RawInsn> withProlog(Vector vector) {
    if (vector.memory().length == 0) {
      return vector.insns();
    }
    List<RawInsn> all = new ArrayList<>(ConformanceRun.xdpProlog(vector.memory().length));
    all.addAll(vector.insns());
    return all;
  }
}
