package dev.hugetext.loader;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.run.LoadedProgram;
import dev.hugetext.verifier.Verdict;
import java.util.Optional;

/** What became of a program on its way into the kernel; all but {@link Loaded} leave nothing. */
public sealed interface LoadOutcome {
  /**
   * It is in the kernel.
   *
   * @param verdict the verifier's, empty for a program that came by the trusted door
   */
  record Loaded(LoadedProgram program, Optional<Verdict.Accepted> verdict) implements LoadOutcome {}

  /** The verifier said no. */
  record Rejected(Verdict.Rejected verdict) implements LoadOutcome {}

  /** One of its maps cannot be created. */
  record MapRefused(MapDef def, Errno errno, String reason) implements LoadOutcome {}

  /** No executable memory. */
  record NoPlace(Errno errno, String reason) implements LoadOutcome {}

  /** It needs something that the emulated kernel does not have. */
  record Unsupported(String what) implements LoadOutcome {}
}
