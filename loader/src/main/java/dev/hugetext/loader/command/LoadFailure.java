package dev.hugetext.loader.command;

import dev.hugetext.loader.LoadOutcome;
import dev.hugetext.loader.cli.ExitStatus;

/** Turns the ways in which a program does not load into words and a status. */
final class LoadFailure {
  private LoadFailure() {}

  /** Of anything but {@link LoadOutcome.Loaded}. */
  static RunFailure of(String file, LoadOutcome outcome) {
    return switch (outcome) {
      case LoadOutcome.Loaded _ -> throw new IllegalArgumentException("it loaded");
      case LoadOutcome.Rejected(var verdict) ->
          new RunFailure(
              ExitStatus.NO,
              "%s: rejected by the verifier: %s".formatted(file, verdict.rejection().message()),
              verdict.log());
      case LoadOutcome.MapRefused(var def, var errno, var reason) ->
          RunFailure.unusable(
              "%s: map '%s' cannot be created: %s (%s)".formatted(file, def.name(), reason, errno));
      case LoadOutcome.NoPlace(var errno, var reason) ->
          RunFailure.no("%s: %s (%s)".formatted(file, reason, errno));
      case LoadOutcome.Unsupported(String what) -> RunFailure.unusable(file + ": " + what);
    };
  }
}
