package dev.hugetext.selftests.launch;

import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.Main;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * What the JVM watches once to make the cache that later starts load their classes from.
 *
 * <p>A class that no line here touches starts as slowly as ever, so each command that should start
 * fast has one. Run by the launcher after a build, in the checkout's folder, in silence.
 */
public final class Training {
  private static final String OBJECT = "examples/bpf/xdp_firewall.bpf.o";
  private static final String RUN =
      "prog run " + OBJECT + " --data-in examples/packets/tcp_syn.bin";

  /** Command lines that take well under a second each. */
  static final List<String> LINES =
      List.of(
          "--help",
          "--version",
          "--version -p",
          RUN + " --counters",
          "-j " + RUN + " --dump-maps --ctx-out - --engine bpf",
          "prog load " + OBJECT,
          "prog dump xlated " + OBJECT,
          "prog dump jited " + OBJECT + " opcodes",
          "verify " + OBJECT + " --log-level 2",
          "experiment list",
          "batch");

  private Training() {}

  public static void main(String[] args) {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var console = new Console(nowhere, nowhere, InputStream.nullInputStream());
    for (String line : LINES) {
      Main.run(List.of(line.split(" ", -1)), console);
    }
    LoggerFactory.getLogger(Training.class).debug("the log is trained too");
    System.exit(0); // as Main ends: leaving that way loads classes too
  }
}
