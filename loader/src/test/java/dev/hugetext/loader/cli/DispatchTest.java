package dev.hugetext.loader.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From words to a command. */
class DispatchTest {
  private static final List<Command> COMMANDS =
      List.of(
          FakeCommand.echo("batch"),
          FakeCommand.echo("prog dump jited"),
          FakeCommand.echo("prog dump xlated"),
          FakeCommand.echo("prog run"),
          FakeCommand.echo("selftest"),
          FakeCommand.echo("selftest jit"));

  private static Outcome hugetext(String line) {
    return Outcome.of(COMMANDS, line.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          batch                          | batch[]NONE
          prog run a.o                   | prog run[a.o]NONE
          prog dump xlated a.o opcodes   | prog dump xlated[a.o, opcodes]NONE
          selftest                       | selftest[]NONE
          selftest execmem               | selftest[execmem]NONE
          selftest jit                   | selftest jit[]NONE
          prog run a.o --repeat 3        | prog run[a.o]3NONE
          prog run --repeat=3 a.o        | prog run[a.o]3NONE
          prog run a.o --repeat -        | prog run[a.o]-NONE
          prog run - --repeat -1         | prog run[-]-1NONE
          prog run a.o -j                | prog run[a.o]COMPACT
          -j prog run a.o                | prog run[a.o]COMPACT
          prog -p run a.o                | prog run[a.o]PRETTY
          -p prog run -j a.o             | prog run[a.o]PRETTY
          prog run -- -j --counters      | prog run[-j, --counters]NONE
          """)
  void theLongestNameWinsAndFlagsMayStandAnywhere(String line, String expected) {
    assertEquals(new Outcome(0, expected + "\n", ""), hugetext(line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          frob            | unknown command 'frob'; these work:
          frob a.o        | unknown command 'frob'; these work:
          prog frob a.o   | unknown command 'prog frob'; these work:
          prog dump frob  | unknown command 'prog dump frob'; these work:
          frob --help     | unknown command 'frob'; these work:
          prog            | 'prog' needs another word; these work:
          prog dump       | 'prog dump' needs another word; these work:
          --frob          | unknown option '--frob'; it needs a command before it:
          """)
  void whatIsUnknownIsAnsweredWithWhatWorks(String line, String message) {
    var outcome = hugetext(line);

    assertEquals(ExitStatus.UNUSABLE, outcome.status());
    assertEquals("", outcome.out());
    assertEquals("hugetext: " + message, outcome.err().lines().findFirst().orElse(""));
    assertTrue(outcome.err().contains("  prog dump xlated  does prog dump xlated\n"));
    assertEquals(message.contains("prog"), !outcome.err().contains("  batch "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          prog run a.o --frob      | prog run: unknown option --frob
          prog run a.o --count     | prog run: unknown option --count
          prog run a.o -x          | prog run: unknown option -x
          prog run a.o --repeat    | prog run: option --repeat needs a value
          prog run a.o --repeat 1 --repeat 2 | prog run: option --repeat is given twice
          """)
  void aWrongOptionIsAnsweredWithTheUsage(String line, String message) {
    String usage = "usage: hugetext prog run OBJ [--repeat N] [--counters]\n";
    assertEquals(new Outcome(2, "", "hugetext: " + message + "\n" + usage), hugetext(line));
  }

  @Test
  void twoCommandsOfOneNameAreOurMistake() {
    var outcome =
        Outcome.of(List.of(FakeCommand.echo("batch"), FakeCommand.echo("batch")), "batch");

    assertEquals(ExitStatus.INTERNAL, outcome.status());
    assertTrue(outcome.err().contains("two commands are named 'batch'"));
  }
}
