package dev.hugetext.loader.cli;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;

/** What {@code --help} prints. */
final class HelpText {
  private static final int WIDTH = 100;
  private static final int WIDEST_LEFT = 32;
  private static final int MOST_EXAMPLES = 6;

  private static final List<Row> GLOBAL_FLAGS =
      List.of(
          new Row("-j", "results as JSON, on one line"),
          new Row("-p", "results as JSON, indented"),
          new Row("-d", "debug: the log, and stack traces with errors"),
          new Row("--help, -h", "this text; after a command, that command's"),
          new Row("--version, -V", "this program's and Java's version"));

  private HelpText() {}

  private record Row(String left, String right) {}

  static String of(CommandTable.Group group) {
    String words = group.prefix().isEmpty() ? "" : " " + group.prefix();
    var text = new StringBuilder("usage: hugetext" + words + " COMMAND [ARGUMENT...] [FLAG...]\n");
    text.append("\ncommands:\n").append(list(group));
    text.append("\nflags of every command:\n").append(table(GLOBAL_FLAGS));
    var examples = new ArrayList<String>();
    for (Command command : group.commands()) {
      if (examples.size() < MOST_EXAMPLES && !command.examples().isEmpty()) {
        examples.add(command.examples().getFirst());
      }
    }
    if (examples.isEmpty()) {
      examples.add("hugetext --version");
    }
    text.append(examples(examples));
    return text.append("\nMore about one: hugetext COMMAND --help\n").toString();
  }

  static String of(Command command) {
    var text = new StringBuilder(usage(command)).append("\n\n").append(command.summary());
    var options = new ArrayList<Row>();
    for (Option option : command.options().getOptions()) {
      options.add(new Row(left(option), option.getDescription()));
    }
    text.append('\n');
    if (!options.isEmpty()) {
      text.append("\noptions:\n").append(table(options));
    }
    text.append("\nflags of every command:\n").append(table(GLOBAL_FLAGS));
    return text.append(examples(command.examples())).toString();
  }

  static String usage(Command command) {
    return "usage: hugetext " + command.synopsis();
  }

  /** The group's commands, a line each. */
  static String list(CommandTable.Group group) {
    var rows = new ArrayList<Row>();
    for (Command command : group.commands()) {
      rows.add(new Row(command.name(), command.summary()));
    }
    return table(rows);
  }

  private static String examples(List<String> lines) {
    return lines.isEmpty() ? "" : "\nexamples:\n  " + String.join("\n  ", lines) + "\n";
  }

  private static String left(Option option) {
    var names = new ArrayList<String>();
    if (option.getLongOpt() != null) {
      names.add("--" + option.getLongOpt());
    }
    if (option.getOpt() != null) {
      names.add("-" + option.getOpt());
    }
    String name = String.join(", ", names);
    if (!option.hasArg()) {
      return name;
    }
    return name + " " + (option.getArgName() == null ? "VALUE" : option.getArgName());
  }

  private static String table(List<Row> rows) {
    int left = 0;
    for (Row row : rows) {
      left = Math.max(left, Math.min(WIDEST_LEFT, row.left().length()));
    }
    var text = new StringBuilder();
    String margin = " ".repeat(2 + left + 2);
    for (Row row : rows) {
      text.append("  ").append(row.left());
      if (row.left().length() > left) {
        text.append('\n').append(margin);
      } else {
        text.append(" ".repeat(left - row.left().length() + 2));
      }
      text.append(wrapped(row.right(), margin)).append('\n');
    }
    return text.toString();
  }

  private static String wrapped(String sentence, String margin) {
    var text = new StringBuilder();
    int column = margin.length();
    for (String word : sentence.split(" ", -1)) {
      if (column > margin.length() && column + 1 + word.length() > WIDTH) {
        text.append('\n').append(margin);
        column = margin.length();
      } else if (column > margin.length()) {
        text.append(' ');
        column++;
      }
      text.append(word);
      column += word.length();
    }
    return text.toString();
  }
}
