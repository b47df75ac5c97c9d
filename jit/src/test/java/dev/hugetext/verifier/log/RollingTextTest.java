package dev.hugetext.verifier.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RollingTextTest {
  private static final int LINE = 1 << 16;

  private static String line(int number) {
    return "%08d".formatted(number) + "x".repeat(LINE - 8);
  }

  @Test
  void shortTextIsWhole() {
    RollingText text = new RollingText().append("abc").append("de");
    text.setLength(4);
    assertEquals("abcd", text.toString());
    assertEquals(4, text.length());
  }

  @Test
  void longTextKeepsItsEndAndItsLength() {
    var text = new RollingText();
    for (int i = 0; i < 1000; i++) {
      text.append(line(i));
    }
    assertEquals(1000 * LINE, text.length());
    assertTrue(text.toString().length() <= 16 << 20, "bounded");
    assertTrue(text.toString().endsWith(line(999)));
  }

  @Test
  void takingBackBeyondWhatWasDroppedLeavesNothing() {
    var text = new RollingText();
    for (int i = 0; i < 1000; i++) {
      text.append(line(i));
    }
    text.setLength(10);
    assertEquals(10, text.length());
    assertEquals("", text.toString());
    assertEquals("more", text.append("more").toString());
  }
}
