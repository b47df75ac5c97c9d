package dev.hugetext.loader.cli;

import java.util.HashSet;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.MissingOptionException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** commons-cli with our words for what is wrong, and without its guessing of abbreviations. */
public final class OptionParser {
  private OptionParser() {}

  static CommandLine parse(Command command, List<String> arguments) {
    try {
      return strictly(command.options(), arguments);
    } catch (ParseException e) {
      throw new UsageException(
          "%s: %s%n%s".formatted(command.name(), problem(e), HelpText.usage(command)));
    }
  }

  /**
   * Options that stand elsewhere than on the command line.
   *
   * @throws UsageException if they cannot be understood
   */
  public static CommandLine parse(Options options, List<String> arguments) {
    try {
      return strictly(options, arguments);
    } catch (ParseException e) {
      throw new UsageException(problem(e));
    }
  }

  private static CommandLine strictly(Options options, List<String> arguments)
      throws ParseException {
    var parser = DefaultParser.builder().setAllowPartialMatching(false).get();
    CommandLine line = parser.parse(options, arguments.toArray(String[]::new));
    requireOnce(line.getOptions());
    return line;
  }

  /** Of two values one would count, and which one nobody can know. */
  private static void requireOnce(Option[] given) throws ParseException {
    var seen = new HashSet<String>();
    for (Option option : given) {
      boolean mayRepeat = option instanceof RepeatableOption || option.hasArgs();
      if (!seen.add(option.getKey()) && !mayRepeat) {
        throw new ParseException("option --%s is given twice".formatted(option.getKey()));
      }
    }
  }

  private static String problem(ParseException failure) {
    return switch (failure) {
      case UnrecognizedOptionException unknown -> "unknown option " + unknown.getOption();
      case MissingArgumentException missing ->
          "option --%s needs a value".formatted(missing.getOption().getKey());
      case MissingOptionException missing ->
          "missing option --" + String.join(", --", names(missing.getMissingOptions()));
      default -> String.valueOf(failure.getMessage());
    };
  }

  private static List<String> names(List<?> options) {
    return options.stream().map(Object::toString).toList();
  }
}
