package dev.hugetext.loader.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The program's entry: from words to a command, from its outcome to an exit status. */
public final class Main {
  /** System property that is {@code true} after {@code -d}: the log's backend reads it. */
  public static final String DEBUG_PROPERTY = "hugetext.debug";

  /** System property by which the launcher says that standard output is a terminal. */
  private static final String TERMINAL_PROPERTY = "hugetext.terminal";

  private static final int OUTPUT_BUFFER_BYTES = 1 << 16;

  private Main() {}

  public static void main(String[] args) {
    // Not System.out, which writes every line by itself and costs a batch most of its time.
    var buffer = new BufferedOutputStream(new StandardOutput(), OUTPUT_BUFFER_BYTES);
    var out = new PrintStream(buffer, false, StandardCharsets.UTF_8);
    boolean terminal = Boolean.getBoolean(TERMINAL_PROPERTY);
    var console = new Console(out, System.err, System.in, JsonMode.NONE, false, terminal);
    System.exit(run(List.of(args), console));
  }

  /** As {@link #main}, with the commands that are installed, but returning the exit status. */
  public static int run(List<String> arguments, Console console) {
    return run(ServiceLoader.load(CommandProvider.class), arguments, console);
  }

  static int run(Iterable<CommandProvider> providers, List<String> arguments, Console console) {
    var flags = GlobalFlags.takeFrom(arguments);
    if (flags.debug()) {
      System.setProperty(DEBUG_PROPERTY, "true");
    }
    int status = attempt(providers, flags, console);
    console.err().flush();
    return status;
  }

  private static int attempt(
      Iterable<CommandProvider> providers, GlobalFlags flags, Console console) {
    try {
      int status = dispatch(new CommandTable(providers), flags, console.with(flags));
      if (console.out().checkError()) {
        throw new OutputFailure(new IOException("write failed"));
      }
      return status;
    } catch (OutputFailure unwritten) {
      return report(unwritten, flags, console);
    } catch (Exception | Error failure) {
      try {
        console.out().flush(); // what was said before the failure comes first
      } catch (OutputFailure unwritten) {
        failure.addSuppressed(unwritten);
      }
      return report(failure, flags, console);
    }
  }

  private static int report(Throwable failure, GlobalFlags flags, Console console) {
    var report = ErrorReport.of(failure, flags.debug());
    console.err().print(report.text());
    return report.status();
  }

  private static int dispatch(CommandTable table, GlobalFlags flags, Console console)
      throws IOException {
    if (flags.version()) {
      return printVersion(console);
    }
    var match = table.find(flags.rest());
    if (match != null && !flags.help()) {
      var line = OptionParser.parse(match.command(), match.arguments());
      return match.command().run(line, console);
    }
    console.out().print(match == null ? groupHelp(table, flags) : HelpText.of(match.command()));
    return ExitStatus.DONE;
  }

  /** Help about several commands: asked for, or by saying nothing at all. */
  private static String groupHelp(CommandTable table, GlobalFlags flags) {
    var words = flags.rest();
    var group = table.group(words);
    boolean known = String.join(" ", words).equals(group.prefix());
    if (known && (words.isEmpty() || flags.help())) {
      return HelpText.of(group);
    }
    throw new UsageException(
        unknown(words, group, known) + "\n" + HelpText.list(group).stripTrailing());
  }

  private static String unknown(List<String> words, CommandTable.Group group, boolean known) {
    if (known) {
      return "'%s' needs another word; these work:".formatted(group.prefix());
    }
    int leading = CommandTable.leadingWords(words);
    if (leading == 0) {
      return "unknown option '%s'; it needs a command before it:".formatted(words.getFirst());
    }
    // one word past those that are known is the wrong one
    int named = group.prefix().isEmpty() ? 0 : group.prefix().split(" ", -1).length;
    String name = String.join(" ", words.subList(0, Math.min(leading, named + 1)));
    return "unknown command '%s'; these work:".formatted(name);
  }

  private static int printVersion(Console console) throws IOException {
    @Nullable String packed = Main.class.getPackage().getImplementationVersion();
    String version = packed == null ? "development" : packed;
    String java = Runtime.version().toString();
    if (console.wantsJson()) {
      console.printJson(json -> {
        json.writeStartObject();
        json.writeStringField("version", version);
        json.writeStringField("java", java);
        json.writeEndObject();
      });
    } else {
      console.out().print("hugetext " + version + " (Java " + java + ")\n");
    }
    return ExitStatus.DONE;
  }
}
