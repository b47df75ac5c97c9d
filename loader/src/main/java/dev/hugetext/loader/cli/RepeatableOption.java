package dev.hugetext.loader.cli;

import org.apache.commons.cli.Option;

/** An option that may be given several times, each time with a value; others only once. */
final class RepeatableOption extends Option {
  private static final long serialVersionUID = 1;

  RepeatableOption(String name, String argument, String description) {
    super(null, name, true, description + "; may be repeated");
    setArgName(argument);
  }
}
