package dev.hugetext.loader.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.loader.input.InputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From what went wrong to what is said, and the exit status. */
class FailureTest {
  private static Outcome failing(IOException failure, String... flags) {
    return hugetext(
        (_, _) -> {
          throw failure;
        },
        flags);
  }

  private static Outcome hugetext(FakeCommand.Body body, String... flags) {
    var line = Stream.concat(Stream.of("run"), Stream.of(flags)).toArray(String[]::new);
    return Outcome.of(List.of(new FakeCommand("run", body)), line);
  }

  static Stream<Arguments> unusableInput() {
    return Stream.of(
        Arguments.of(
            new InputException("a.o", 4, "class 1", "2 (64 bits)"),
            "a.o: class 1, expected 2 (64 bits), at offset 0x4"),
        Arguments.of(new NoSuchFileException("a.o"), "a.o: no such file or directory"),
        Arguments.of(new AccessDeniedException("a.o"), "a.o: permission denied"),
        Arguments.of(new FileSystemException("d", null, "Is a directory"), "d: Is a directory"),
        Arguments.of(new IOException("a.o: Input/output error"), "a.o: Input/output error"),
        Arguments.of(new EOFException(), "unexpected end of input"));
  }

  @ParameterizedTest
  @MethodSource("unusableInput")
  void inputThatCannotBeUsedIsTwoAndOneLine(IOException failure, String said) {
    assertEquals(new Outcome(2, "", "hugetext: " + said + "\n"), failing(failure));
  }

  @Test
  void aCommandMayRefuseItsOperands() {
    var outcome =
        hugetext((_, _) -> {
          throw new UsageException("run: no object given");
        });

    assertEquals(new Outcome(2, "", "hugetext: run: no object given\n"), outcome);
  }

  @Test
  void theAnswerNoPassesThrough() {
    assertEquals(new Outcome(1, "", ""), hugetext((_, _) -> ExitStatus.NO));
  }

  @Test
  void ourMistakeIsThreeAndSaysWhatToReport() {
    var outcome =
        hugetext((_, console) -> {
          console.out().print("half");
          throw new IllegalStateException("seven legs");
        });

    assertEquals(3, outcome.status());
    assertEquals("half", outcome.out());
    assertTrue(
        outcome
            .err()
            .startsWith("hugetext: internal error: java.lang.IllegalStateException: seven"));
    assertTrue(outcome.err().contains("Please report"));
    assertTrue(!outcome.err().contains("\tat "));
  }

  @Test
  void evenAnErrorOfTheJvmIsReported() {
    var outcome =
        hugetext((_, _) -> {
          throw new StackOverflowError();
        });

    assertEquals(3, outcome.status());
  }

  @Test
  void debugAddsTheStack() {
    var outcome = failing(new InputException("a.o", 4, "class 1", "2"), "-d");

    assertEquals(2, outcome.status());
    assertTrue(outcome.err().startsWith("hugetext: a.o: class 1"));
    assertTrue(outcome.err().contains("\tat dev.hugetext.loader"));
  }

  @Test
  void aWriteThatFailsIsNotDone() {
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    var err = new java.io.ByteArrayOutputStream();
    var console =
        new Console(
            new PrintStream(full, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            InputStream.nullInputStream());
    List<CommandProvider> providers = List.of(() -> List.of(FakeCommand.echo("run")));

    assertEquals(2, Main.run(providers, List.of("run"), console));
    assertEquals("hugetext: standard output: write failed\n", err.toString(StandardCharsets.UTF_8));
  }
}
