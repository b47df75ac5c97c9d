package dev.hugetext.loader.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/**
 * Options with values, each value refused with the list of those that work.
 *
 * <p>Names are long ones without dashes. A value that will work in a later version is refused like
 * any unknown one: it is simply not in the map.
 */
public final class OptionValues {
  private OptionValues() {}

  /**
   * An option with a value.
   *
   * @param name the long one, without dashes
   * @param argument what the value is called in the help text
   */
  public static Option option(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get();
  }

  /** The same, but it may be given several times: {@link CommandLine#getOptionValues(String)}. */
  public static Option repeatable(String name, String argument, String description) {
    return new RepeatableOption(name, argument, description);
  }

  /**
   * For commands that take options only.
   *
   * @throws UsageException if there is an operand
   */
  public static void refuseOperands(CommandLine line, Command command) {
    if (!line.getArgList().isEmpty()) {
      throw new UsageException(command.name() + " takes no operand");
    }
  }

  /**
   * The meaning of the option's value, or of {@code byDefault} where it is not given.
   *
   * @param meanings what works, in the order in which it is listed
   * @throws UsageException if the value is not among them
   */
  public static <T> T choice(
      CommandLine line, String option, String byDefault, Map<String, T> meanings) {
    return meaning(option, line.getOptionValue(option, byDefault), meanings);
  }

  /** Like {@link #choice}, for values joined by commas; each is taken as often as it stands. */
  public static <T> List<T> choices(
      CommandLine line, String option, String byDefault, Map<String, T> meanings) {
    var chosen = new ArrayList<T>();
    for (String value : line.getOptionValue(option, byDefault).split(",", -1)) {
      chosen.add(meaning(option, value, meanings));
    }
    return List.copyOf(chosen);
  }

  /** {@code on} or {@code off}. */
  public static boolean onOff(CommandLine line, String option, boolean byDefault) {
    String value = line.getOptionValue(option, byDefault ? "on" : "off");
    return switch (value) {
      case "on" -> true;
      case "off" -> false;
      default -> throw refused(option, value, "on off");
    };
  }

  /**
   * A whole number, decimal or {@code 0x} and hexadecimal.
   *
   * @param range the least and the greatest value that works, both included
   */
  public static long number(CommandLine line, String option, long byDefault, Range range) {
    String value = line.getOptionValue(option);
    if (value == null) {
      return byDefault;
    }
    try {
      long number = Long.decode(value);
      if (number >= range.least() && number <= range.greatest()) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below, as a number out of range is
    }
    throw refused(option, value, range.least() + " to " + range.greatest());
  }

  /** Signed whole numbers from {@code least} to {@code greatest}. */
  public record Range(long least, long greatest) {
    public static final Range POSITIVE = new Range(1, Long.MAX_VALUE);
    public static final Range ANY = new Range(Long.MIN_VALUE, Long.MAX_VALUE);

    public Range {
      if (least > greatest) {
        throw new IllegalArgumentException("empty: " + least + " to " + greatest);
      }
    }
  }

  /**
   * The meaning of one value of an option.
   *
   * @throws UsageException if there is none
   */
  public static <T> T meaning(String option, String value, Map<String, T> meanings) {
    T meaning = meanings.get(value);
    if (meaning == null) {
      throw refused(option, value, String.join(" ", meanings.keySet()));
    }
    return meaning;
  }

  private static UsageException refused(String option, String value, String working) {
    return new UsageException(
        "option --%s: unknown value '%s'; these work: %s".formatted(option, value, working));
  }
}
