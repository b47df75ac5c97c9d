package dev.hugetext.loader.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static String drawn(boolean terminal) {
    var bytes = new ByteArrayOutputStream();
    var err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    var console =
        new Console(err, err, InputStream.nullInputStream(), JsonMode.NONE, false, terminal);
    try (var progress = Progress.of(console, "programs", 8)) {
      progress.stepTo(3);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aTerminalShowsABarAndIsCleanAfterIt() {
    String text = drawn(true);
    assertTrue(text.contains("programs"), text);
    assertTrue(text.contains("3/8"), text);
    String left = text.substring(text.lastIndexOf('\r') + 1);
    assertEquals("", left.strip());
  }

  @Test
  void aPipeShowsNothing() {
    assertEquals("", drawn(false));
  }
}
