package dev.hugetext.examples.contexts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The committed contexts are what the generator makes. */
class MakeContextsTest {
  private static final Path FOLDER = Path.of("contexts");

  @Test
  void committedFilesAreWhatTheGeneratorMakes() throws IOException {
    for (var context : MakeContexts.contexts().entrySet()) {
      byte[] committed = Files.readAllBytes(FOLDER.resolve(context.getKey() + ".bin"));
      assertArrayEquals(committed, context.getValue(), context.getKey());
    }
  }

  @Test
  void everyCommittedFileIsMadeByTheGenerator() throws IOException {
    try (var files = Files.list(FOLDER)) {
      Set<String> names =
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
      Set<String> made = new TreeSet<>();
      MakeContexts.contexts().keySet().forEach(name -> made.add(name + ".bin"));
      assertEquals(made, new TreeSet<>(names));
    }
  }
}
