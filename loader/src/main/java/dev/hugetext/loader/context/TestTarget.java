package dev.hugetext.loader.context;

import dev.hugetext.bpf.proto.AttachType;
import dev.hugetext.bpf.proto.ProgramType;
import org.jspecify.annotations.Nullable;

/**
 * What a test run needs to know of the program.
 *
 * @param attach what it may be attached to, or null for the type's default
 * @param contextBytes how far into its context it looks
 */
public record TestTarget(ProgramType type, @Nullable AttachType attach, int contextBytes) {
  // Written out: javac loses a parameter's null mark in a compact one, so other modules miss it.
  public TestTarget(ProgramType type, @Nullable AttachType attach, int contextBytes) {
    if (contextBytes < 0) {
      throw new IllegalArgumentException("%d bytes of context".formatted(contextBytes));
    }
    this.type = type;
    this.attach = attach;
    this.contextBytes = contextBytes;
  }
}
