package dev.hugetext.loader.link;

import dev.hugetext.bpf.proto.ProgramType;
import java.util.Objects;
import java.util.Optional;

/**
 * What an object is opened for.
 *
 * @param kernel that it is to be loaded into
 * @param cpus how many processors that has: a perf event array without a size gets one element each
 * @param type of programs whose section does not tell it
 */
public record OpenOptions(KernelFacts kernel, int cpus, Optional<ProgramType> type) {
  private static final int CPUS = 4;

  /** No kernel in particular. */
  public static final OpenOptions DEFAULT =
      new OpenOptions(new UnknownKernel(), CPUS, Optional.empty());

  public OpenOptions {
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(type, "type");
    if (cpus < 1) {
      throw new IllegalArgumentException(cpus + " processors");
    }
  }

  /** The same for another kernel. */
  public OpenOptions withKernel(KernelFacts kernel) {
    return new OpenOptions(kernel, cpus, type);
  }
}
