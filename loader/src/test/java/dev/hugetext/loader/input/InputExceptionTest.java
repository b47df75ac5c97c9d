package dev.hugetext.loader.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class InputExceptionTest {
  @Test
  void saysFileFaultExpectationAndOffset() {
    var error = new InputException("a.o", 60, "9 section headers", "at most 4");

    assertEquals("a.o: 9 section headers, expected at most 4, at offset 0x3c", error.getMessage());
    assertEquals(60, error.offset());
  }

  @Test
  void anErrorOfTheWholeFileHasNoOffset() {
    var error = InputException.ofWhole("a.o", "no program", "at least one");

    assertEquals("a.o: no program, expected at least one", error.getMessage());
    assertEquals("a.o", error.file());
  }
}
