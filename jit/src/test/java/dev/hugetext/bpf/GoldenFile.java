package dev.hugetext.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Committed texts; relative to the module's folder. Those we make: {@code -Dgolden.update=true}.
 */
public final class GoldenFile {
  private GoldenFile() {}

  /** The lines of a golden file made by others' tools, without its comments and empty lines. */
  public static List<String> lines(String name) throws IOException {
    return Files.readAllLines(Path.of("src/test/golden", name)).stream()
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /** Checks a text that we make, or renews it if asked to. */
  public static void assertMatches(Path path, String actual) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(path, actual);
      return;
    }
    assertEquals(
        Files.readString(path), actual, path + " is not current; renew: -Dgolden.update=true");
  }
}
