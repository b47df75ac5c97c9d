package dev.hugetext.loader.cli;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All commands by name, and how words find theirs: the longest name wins. */
final class CommandTable {
  private final TreeMap<String, Command> byName = new TreeMap<>();

  /**
   * Asks all providers.
   *
   * @throws IllegalStateException if two commands have one name
   */
  CommandTable(Iterable<CommandProvider> providers) {
    for (CommandProvider provider : providers) {
      for (Command command : provider.commands()) {
        if (byName.put(command.name(), command) != null) {
          throw new IllegalStateException("two commands are named '" + command.name() + "'");
        }
      }
    }
  }

  /** A command and what stood behind its name. */
  record Match(Command command, List<String> arguments) {}

  @Nullable Match find(List<String> arguments) {
    for (int words = leadingWords(arguments); words > 0; words--) {
      var command = byName.get(String.join(" ", arguments.subList(0, words)));
      if (command != null) {
        return new Match(command, arguments.subList(words, arguments.size()));
      }
    }
    return null;
  }

  /** The commands below as many of the leading words as some command begins with. */
  Group group(List<String> arguments) {
    for (int words = leadingWords(arguments); words > 0; words--) {
      String prefix = String.join(" ", arguments.subList(0, words));
      // '!' is the character after the space, so these are the names with more words.
      var below = byName.subMap(prefix + " ", prefix + "!");
      if (!below.isEmpty()) {
        return new Group(prefix, List.copyOf(below.values()));
      }
    }
    return new Group("", List.copyOf(byName.values()));
  }

  /** Commands that begin with the same words; no words: all. */
  record Group(String prefix, List<Command> commands) {}

  /** As many leading arguments as are no options: only these can name a command. */
  static int leadingWords(List<String> arguments) {
    int words = 0;
    while (words < arguments.size() && !arguments.get(words).startsWith("-")) {
      words++;
    }
    return words;
  }
}
