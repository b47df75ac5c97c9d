package dev.hugetext.selftests.tree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of this checkout, as tests that start in a module's folder see them. */
final class SourceTree {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Set<String> FOREIGN =
      Set.of("target", ".git", ".idea", ".vscode", ".settings", ".jqwik-database");

  private SourceTree() {}

  /** All files but those that builds and editors make, as the ignore file has it. */
  static List<Path> files() {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(Files::isRegularFile).filter(SourceTree::isOurs).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file without a zero byte is text. */
  static boolean isText(Path file) throws IOException {
    for (byte b : Files.readAllBytes(file)) {
      if (b == 0) {
        return false;
      }
    }
    return true;
  }

  /** The lines, also of a file that is not all UTF-8. */
  static List<String> lines(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
  }

  private static boolean isOurs(Path file) {
    for (Path part : ROOT.relativize(file)) {
      if (FOREIGN.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }
}
