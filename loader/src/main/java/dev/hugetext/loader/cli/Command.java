package dev.hugetext.loader.cli;

import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * One verb of {@code hugetext}. Parses its operands, calls the library, prints, returns a status;
 * logic lives elsewhere.
 */
public interface Command {
  /** The words that name it, one space between: {@code "prog run"}. */
  String name();

  /** What it does, in one line, for lists of commands. */
  String summary();

  /** The usage line without {@code hugetext}: {@code "prog run OBJ [--prog NAME]"}. */
  String synopsis();

  /** Whole command lines that work in a fresh checkout; at least one. */
  List<String> examples();

  /** Made anew for each call; asked for only when this command runs or explains itself. */
  Options options();

  /**
   * Does it.
   *
   * @param line the parsed options, and the operands as {@link CommandLine#getArgList()}
   * @return an {@link ExitStatus}, or a status that the command's own contract names
   * @throws UsageException if operands or option values cannot be understood
   * @throws IOException if a file cannot be read or written, or cannot be used ({@link
   *     dev.hugetext.loader.input.InputException})
   */
  int run(CommandLine line, Console console) throws IOException;
}
