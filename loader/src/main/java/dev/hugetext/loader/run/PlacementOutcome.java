package dev.hugetext.loader.run;

import dev.hugetext.bpf.proto.Errno;

/** Whether a compiled program found its place. */
public sealed interface PlacementOutcome {
  /** It did. */
  record Placed(LoadedProgram program) implements PlacementOutcome {}

  /** Executable memory is exhausted, or could not be written; nothing was kept. */
  record Refused(Errno errno, String reason) implements PlacementOutcome {}
}
