package dev.hugetext.loader.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Files with what libbpf makes of objects; each says where it comes from. */
final class Golden {
  private static final Path LINK = Path.of("src", "test", "golden", "link");

  private Golden() {}

  /** The lines of a file that are no remarks. */
  static String link(String name) throws IOException {
    return Files.readAllLines(LINK.resolve(name + ".txt")).stream()
        .filter(line -> !line.startsWith("#"))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
