package dev.hugetext.loader.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.loader.input.InputException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
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
import java.util.function.UnaryOperator;
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
    assertEquals(
        new Outcome(2, "", "hugetext: standard output: No space left on device\n"),
        writingTo(FailureTest::refusing, "No space left on device"));
  }

  /** As {@code hugetext … | head -1} leaves it. */
  @Test
  void aReaderThatHasGoneIsNoReasonToTalk() {
    assertEquals(new Outcome(2, "", ""), writingTo(FailureTest::refusing, "Broken pipe"));
  }

  /** The embedder's stream may only remember failures. */
  @Test
  void aWriteThatFailsSilentlyIsNotDoneEither() {
    assertEquals(
        new Outcome(2, "", "hugetext: standard output: write failed\n"),
        writingTo(FailureTest::forgetting, "No space left on device"));
  }

  private static OutputStream refusing(OutputStream file) {
    return new BufferedOutputStream(new StandardOutput(file));
  }

  private static OutputStream forgetting(OutputStream file) {
    return file;
  }

  private static Outcome writingTo(UnaryOperator<OutputStream> stream, String failure) {
    var failing =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(failure);
          }
        };
    var err = new ByteArrayOutputStream();
    var console =
        new Console(
            new PrintStream(stream.apply(failing), false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            InputStream.nullInputStream());
    List<CommandProvider> providers = List.of(() -> List.of(FakeCommand.echo("run")));
    int status = Main.run(providers, List.of("run"), console);
    return new Outcome(status, "", err.toString(StandardCharsets.UTF_8));
  }
}
