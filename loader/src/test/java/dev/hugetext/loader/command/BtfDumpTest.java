package dev.hugetext.loader.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** bpftool is the oracle; the files say how they were made. */
class BtfDumpTest {
  private static final Path OBJECTS = Path.of("src", "test", "objects");
  private static final Path GOLDEN = Path.of("src", "test", "golden", "btf");

  private static String golden(String file) throws IOException {
    return Files.readAllLines(GOLDEN.resolve(file)).stream()
        .filter(line -> !line.startsWith("#"))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String object(String name) {
    return OBJECTS.resolve(name + ".bpf.o").toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"slots", "core"})
  void textIsBpftools(String name) throws IOException {
    var run = CommandLineRun.of("btf", "dump", object(name));
    assertEquals("", run.err());
    assertEquals(golden(name + ".txt"), run.out());
    assertEquals(0, run.status());
  }

  @Test
  void jsonIsBpftools() throws IOException {
    var run = CommandLineRun.of("btf", "dump", object("slots"), "-j");
    assertEquals(golden("slots.json.txt"), run.out());
  }

  @Test
  void objectWithoutTypesIsRefused() {
    var run = CommandLineRun.of("btf", "dump", object("no_btf"));
    assertEquals(2, run.status());
    assertTrue(run.err().contains("no section .BTF"), run.err());
  }

  @Test
  void onlyOneFileIsTaken() {
    assertEquals(2, CommandLineRun.of("btf", "dump").status());
    assertEquals(2, CommandLineRun.of("btf", "dump", "a", "b").status());
  }
}
