package dev.hugetext.loader.command;

import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.ExitStatus;

/**
 * Why there is no result: said in one line, after the verifier's log where there is one.
 *
 * @param log the verifier's log, or empty
 */
record RunFailure(int status, String message, String log) {
  static RunFailure no(String message) {
    return new RunFailure(ExitStatus.NO, message, "");
  }

  static RunFailure unusable(String message) {
    return new RunFailure(ExitStatus.UNUSABLE, message, "");
  }

  /** Says so on standard error. */
  int report(Console console) {
    if (!log.isEmpty()) {
      console.err().print(log.endsWith("\n") ? log : log + "\n");
    }
    console.err().print("hugetext: " + message + "\n");
    return status;
  }
}
