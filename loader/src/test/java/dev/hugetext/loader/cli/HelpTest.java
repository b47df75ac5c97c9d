package dev.hugetext.loader.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  private static final List<Command> COMMANDS =
      List.of(FakeCommand.echo("batch"), FakeCommand.echo("prog run"));

  private static Outcome hugetext(String... arguments) {
    return Outcome.of(COMMANDS, arguments);
  }

  @Test
  void withoutAnyWordTheCommandsAreListed() {
    var help = hugetext();

    assertEquals(
        """
        usage: hugetext COMMAND [ARGUMENT...] [FLAG...]

        commands:
          batch     does batch
          prog run  does prog run

        flags of every command:
          -j             results as JSON, on one line
          -p             results as JSON, indented
          -d             debug: the log, and stack traces with errors
          --help, -h     this text; after a command, that command's
          --version, -V  this program's and Java's version

        examples:
          hugetext batch a.o --repeat 3
          hugetext prog run a.o --repeat 3

        More about one: hugetext COMMAND --help
        """,
        help.out());
    assertEquals(new Outcome(0, help.out(), ""), hugetext("--help"));
    assertEquals(help, hugetext("-h"));
  }

  @Test
  void aGroupListsItsOwn() {
    var help = hugetext("prog", "--help");

    assertEquals(0, help.status());
    assertTrue(help.out().startsWith("usage: hugetext prog COMMAND"));
    assertTrue(help.out().contains("  prog run  does prog run\n"));
    assertTrue(help.out().contains("examples:\n  hugetext prog run a.o --repeat 3\n"));
    assertTrue(!help.out().contains("batch"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prog run --help", "--help prog run", "prog run a.o --frob --help"})
  void aCommandExplainsItselfInsteadOfRunning(String line) {
    var help = Outcome.of(COMMANDS, line.split(" ", -1));

    assertEquals(0, help.status());
    assertEquals(
        """
        usage: hugetext prog run OBJ [--repeat N] [--counters]

        does prog run

        options:
          --repeat N  N times
          --counters  count what the TLBs do

        flags of every command:
        """,
        help.out().substring(0, help.out().indexOf("  -j ")));
    assertTrue(help.out().endsWith("examples:\n  hugetext prog run a.o --repeat 3\n"));
  }

  @Test
  void theVersionIsTextOrJson() {
    assertTrue(hugetext("--version").out().matches("hugetext \\S+ \\(Java \\S+\\)\n"));
    assertTrue(hugetext("-V", "-j").out().matches("\\{\"version\":\"\\S+\",\"java\":\"\\S+\"}\n"));
  }

  @Test
  void aJarWithoutCommandsStillSaysSomething() {
    assertTrue(Outcome.of(List.of()).out().contains("hugetext --version"));
  }
}
