package dev.hugetext.loader.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.loader.btf.TypeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * bpftool 7.1.0 is the oracle: the files say how they were made, {@code core.c} by {@code bpftool
 * btf dump file core.bpf.o format c}.
 */
class BtfDumpTest {
  private static final Path OBJECTS = Path.of("src", "test", "objects");
  private static final Path GOLDEN = Path.of("src", "test", "golden", "btf");
  private static final Path SPLIT = Path.of("..", "jit", "src", "test", "golden", "bpf");

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
  void sourceIsBpftools() throws IOException {
    var run = CommandLineRun.of("btf", "dump", "file", object("core"), "format", "c");
    assertEquals(Files.readString(GOLDEN.resolve("core.c")), run.out());
    assertEquals(0, run.status());
  }

  @Test
  void splitTypesAreDumpedWithTheirBase() throws IOException {
    String split = SPLIT.resolve("split.btf").toString();
    String base = SPLIT.resolve("split-base.btf").toString();
    for (String format : List.of("raw", "c")) {
      var run = CommandLineRun.of("btf", "dump", split, "format", format, "-B", base);
      assertEquals(Files.readString(SPLIT.resolve("split." + format + ".txt")), run.out());
    }
    assertRefused("without its base", split);
  }

  @Test
  void rootsAreShownAlone() {
    String file = SPLIT.resolve("split-base.btf").toString();
    var list = CommandLineRun.of("btf", "dump", file, "root_id", "4", "root_id", "2");
    assertEquals("[4] TYPEDEF 'size_t' type_id=5\n[2] PTR '(anon)' type_id=1\n", list.out());
    var source = CommandLineRun.of("btf", "dump", file, "format", "c", "root_id", "4");
    assertTrue(source.out().contains("typedef long unsigned int size_t;"), source.out());
    assertFalse(source.out().contains("struct node {"), source.out());
  }

  @Test
  void whatCannotBeUnderstoodIsRefused() {
    String file = object("core");
    assertRefused("no file is named");
    assertRefused("unknown word 'b'; these work: format root_id", "a", "b");
    assertRefused("prog is something in the running kernel", "prog", "1");
    assertRefused("unknown format 'd'; these work: raw c", file, "format", "d");
    assertRefused("format needs a value", file, "format");
    assertRefused("format is given twice", file, "format", "c", "format", "c");
    assertRefused("root_id '0' is no type", file, "root_id", "0");
    assertRefused("root_id 'x' is no type", file, "root_id", "x");
    assertRefused("C source is not written as JSON", file, "format", "c", "-j");
    assertRefused("/nowhere: no such file", "-B", "/nowhere", file);
  }

  /** A module's types lie beside the kernel's, on which they are based. */
  @Test
  void aModulesBaseIsTheKernel() {
    assertEquals(
        Optional.of(TypeFile.RUNNING_KERNEL), TypeFile.impliedBase(Path.of("/sys/kernel/btf/nf")));
    assertEquals(Optional.empty(), TypeFile.impliedBase(TypeFile.RUNNING_KERNEL));
    assertEquals(Optional.empty(), TypeFile.impliedBase(Path.of("nf.btf")));
  }

  private static void assertRefused(String why, String... operands) {
    List<String> words = new ArrayList<>(List.of("btf", "dump"));
    words.addAll(List.of(operands));
    var run = CommandLineRun.of(words.toArray(String[]::new));
    assertEquals(2, run.status());
    assertEquals("", run.out());
    assertTrue(run.err().contains(why), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }
}
