package dev.hugetext.loader.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The flags that every command knows, taken out of the command line before anything else looks at
 * it; so they work wherever they stand, up to a {@code --}.
 *
 * @param rest the other arguments, in their order
 */
record GlobalFlags(List<String> rest, JsonMode json, boolean debug, boolean help, boolean version) {

  static GlobalFlags takeFrom(List<String> arguments) {
    var rest = new ArrayList<String>();
    var json = JsonMode.NONE;
    boolean debug = false;
    boolean help = false;
    boolean version = false;
    boolean ended = false;
    for (String argument : arguments) {
      ended |= argument.equals("--");
      switch (ended ? "" : argument) {
        case "-j" -> json = json == JsonMode.PRETTY ? json : JsonMode.COMPACT;
        case "-p" -> json = JsonMode.PRETTY;
        case "-d" -> debug = true;
        case "-h", "--help" -> help = true;
        case "-V", "--version" -> version = true;
        default -> rest.add(argument);
      }
    }
    return new GlobalFlags(List.copyOf(rest), json, debug, help, version);
  }
}
