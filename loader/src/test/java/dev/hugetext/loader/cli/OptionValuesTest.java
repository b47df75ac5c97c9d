package dev.hugetext.loader.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.loader.cli.OptionValues.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionValuesTest {
  /** In the order in which help lists them, which is not that of the alphabet. */
  private static final Map<String, Integer> ENGINES = new LinkedHashMap<>();

  static {
    ENGINES.put("x86", 1);
    ENGINES.put("bpf", 2);
  }

  private static CommandLine given(String... arguments) throws ParseException {
    return new DefaultParser()
        .parse(new Options().addOption(null, "it", true, "the option"), arguments);
  }

  private static void assertRefused(String message, org.junit.jupiter.api.function.Executable use) {
    assertEquals(message, assertThrows(UsageException.class, use).getMessage());
  }

  @Test
  void aChoiceIsGivenOrDefault() throws ParseException {
    assertEquals(2, OptionValues.choice(given("--it", "bpf"), "it", "x86", ENGINES));
    assertEquals(1, OptionValues.choice(given(), "it", "x86", ENGINES));
  }

  @Test
  void anotherValueIsRefusedWithThoseThatWork() throws ParseException {
    var line = given("--it", "native");
    assertRefused(
        "option --it: unknown value 'native'; these work: x86 bpf",
        () -> OptionValues.choice(line, "it", "x86", ENGINES));
  }

  @Test
  void severalChoicesKeepTheirOrder() throws ParseException {
    var line = given("--it", "bpf,x86");
    assertEquals(List.of(2, 1), OptionValues.choices(line, "it", "x86", ENGINES));
    assertEquals(List.of(1), OptionValues.choices(given(), "it", "x86", ENGINES));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpf,", ",", "bpf,,x86", "bpf x86"})
  void everyOneOfSeveralMustWork(String value) throws ParseException {
    var line = given("--it", value);
    assertThrows(UsageException.class, () -> OptionValues.choices(line, "it", "x86", ENGINES));
  }

  @Test
  void onOff() throws ParseException {
    assertTrue(OptionValues.onOff(given("--it", "on"), "it", false));
    assertFalse(OptionValues.onOff(given("--it", "off"), "it", true));
    assertTrue(OptionValues.onOff(given(), "it", true));
    var line = given("--it", "yes");
    assertRefused(
        "option --it: unknown value 'yes'; these work: on off",
        () -> OptionValues.onOff(line, "it", true));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "0x10,16", "64,64"})
  void numbers(String text, long value) throws ParseException {
    assertEquals(value, OptionValues.number(given("--it", text), "it", 7, new Range(1, 64)));
    assertEquals(7, OptionValues.number(given(), "it", 7, new Range(1, 64)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65", "", "1.5", "many", "99999999999999999999", "-1"})
  void numbersOutsideTheRangeAreRefused(String text) throws ParseException {
    var line = given("--it=" + text);
    assertRefused(
        "option --it: unknown value '%s'; these work: 1 to 64".formatted(text),
        () -> OptionValues.number(line, "it", 7, new Range(1, 64)));
  }
}
