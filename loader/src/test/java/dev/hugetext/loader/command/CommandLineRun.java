package dev.hugetext.loader.command;

import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.Main;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What a command line with the installed commands led to. */
record CommandLineRun(int status, String out, String err) {
  static CommandLineRun of(String... arguments) {
    return withInput("", arguments);
  }

  static CommandLineRun withInput(String in, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var console =
        new Console(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)));
    int status = Main.run(List.of(arguments), console);
    return new CommandLineRun(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The object file of a sample. */
  static String object(String sample) {
    return Path.of("..", "examples", "bpf", sample + ".bpf.o").toString();
  }

  /** A packet file. */
  static String packet(String name) {
    return Path.of("..", "examples", "packets", name + ".bin").toString();
  }
}
