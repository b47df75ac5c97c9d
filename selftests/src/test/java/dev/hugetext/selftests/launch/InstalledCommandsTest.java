package dev.hugetext.selftests.launch;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.loader.cli.Command;
import dev.hugetext.loader.cli.CommandProvider;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is promised of every command, held against those that are in the jar. */
class InstalledCommandsTest {
  static final List<String> TRAINING = Training.LINES;

  private static final Set<String> GLOBAL = Set.of("j", "p", "d", "h", "V", "help", "version");

  private record Ended(int status, String out, String err) {}

  private static Ended hugetext(String line) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var console =
        new Console(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            InputStream.nullInputStream());
    int status = Main.run(List.of(line.split(" ", -1)), console);
    return new Ended(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @TestFactory
  Stream<DynamicTest> everyCommandExplainsItself() {
    return ServiceLoader.load(CommandProvider.class).stream()
        .flatMap(provider -> provider.get().commands().stream())
        .map(command -> DynamicTest.dynamicTest(command.name(), () -> explainsItself(command)));
  }

  private static void explainsItself(Command command) {
    var help = hugetext(command.name() + " --help");
    assertAll(
        () -> assertEquals("", help.err()),
        () -> assertTrue(help.out().contains(command.summary())),
        () -> assertTrue(command.synopsis().startsWith(command.name())),
        () -> assertFalse(command.examples().isEmpty(), "no example"),
        () ->
            assertTrue(
                command.examples().stream()
                    .allMatch(line -> line.contains("hugetext " + command.name()))));
    for (Option option : command.options().getOptions()) {
      assertTrue(option.getDescription() != null, option + " is not described");
      assertFalse(GLOBAL.contains(option.getKey()), option + " is a flag of every command");
    }
  }

  @Test
  void helpIsThere() {
    assertTrue(hugetext("--help").out().startsWith("usage: hugetext COMMAND"));
  }

  @ParameterizedTest
  @FieldSource("TRAINING")
  void whatTheCacheIsTrainedOnWorks(String line) {
    // the launcher trains in the checkout's folder, tests run in their module's
    assertEquals(0, hugetext(line.replace("examples/", "../examples/")).status());
  }
}
