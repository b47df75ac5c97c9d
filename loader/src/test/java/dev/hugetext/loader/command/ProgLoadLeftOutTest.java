package dev.hugetext.loader.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code prog load} says of programs that it does not load. */
class ProgLoadLeftOutTest {
  private static final Path OBJECTS = Path.of("src", "test", "objects");

  private static String object(String name) {
    return OBJECTS.resolve(name + ".bpf.o").toString();
  }

  @Test
  void programOnDemandIsNamedAndNoFailure() {
    var run = CommandLineRun.of("prog", "load", object("linking"), "--btf", "none");
    assertTrue(
        run.err().contains("program 'third' left out: only loaded when asked for"), run.err());
  }

  @Test
  void missingSettingIsTheReason() {
    var run = CommandLineRun.of("prog", "load", object("externs"), "--btf", "none");
    assertTrue(run.err().contains("program 'ask' left out: the kernel has no setting"), run.err());
    assertEquals(1, run.status());
  }

  @Test
  void withoutTypesOfAKernelThereIsANotice() {
    var run = CommandLineRun.of("prog", "load", object("core"), "--btf", "none");
    assertTrue(run.err().contains("the kernel's types are not known"), run.err());
  }

  @Test
  void typesThatAreNotThereAreAnError() {
    var run = CommandLineRun.of("prog", "load", object("core"), "--btf", "nowhere");
    assertEquals("hugetext: nowhere: cannot be read, expected a file that can\n", run.err());
    assertEquals(2, run.status());
  }

  @Test
  void operationsOfTheKernelAreLeftOutByTypeAndTheRestIsLoaded() {
    var run =
        CommandLineRun.of(
            "-j", "prog", "load", object("struct_ops"), "--btf", object("ops_target"));
    assertEquals(1, run.status());
    assertTrue(
        run.err()
            .contains("program 'open_any' left out: programs of type struct_ops are not supported"),
        run.err());
    assertTrue(run.out().startsWith("[{\"id\":1,\"type\":\"socket_filter\""), run.out());
  }
}
