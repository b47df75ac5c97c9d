package dev.hugetext.bpf.proto;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of all program types: which fields there are, who may read and write them in which
 * widths, and how accesses are rewritten.
 *
 * <p>Measured by trying every offset and width on a 6.18.44 kernel with all privileges.
 */
public final class Contexts {
  private Contexts() {}

  /**
   * The context of programs of this type.
   *
   * @param attach the expected attach type, or null for the type's default
   * @return empty for types whose context is not described by offsets (traced functions and the
   *     like)
   */
  public static Optional<ContextLayout> of(ProgramType type, @Nullable AttachType attach) {
    return switch (type) {
      case XDP -> Optional.of(XdpContext.layout(attach));
      case SCHED_CLS, SCHED_ACT -> Optional.of(SkbContext.TRAFFIC_CONTROL);
      case SOCKET_FILTER -> Optional.of(SkbContext.SOCKET_FILTER);
      default -> Optional.empty();
    };
  }
}
