package dev.hugetext.bpf.proto;

import java.util.Optional;

/**
 * A field, or an array of fields, of a context as a program sees it.
 *
 * @param name as in the UAPI structure, e.g. {@code ingress_ifindex}
 * @param offset bytes from the start of the context
 * @param size bytes of the field or the whole array
 * @param reads which access widths may read it, as a sum of widths in bytes (1, 2, 4, 8)
 * @param writes which may write it
 * @param loads what a load gives
 * @param access how an access is rewritten; empty where this was not measured
 */
public record ContextField(
    String name,
    int offset,
    int size,
    int reads,
    int writes,
    LoadedKind loads,
    Optional<FieldAccess> access) {
  public ContextField {
    if (offset < 0 || size <= 0 || reads > 15 || writes > 15) {
      throw new IllegalArgumentException(
          "%s: offset=%d size=%d reads=%d writes=%d".formatted(name, offset, size, reads, writes));
    }
  }

  /** Whether a load of {@code width} bytes at this offset of the context is allowed. */
  public boolean readableAt(int at, int width) {
    return covers(at, width) && (reads & width) != 0;
  }

  /** Whether a store of {@code width} bytes at this offset of the context is allowed. */
  public boolean writableAt(int at, int width) {
    return covers(at, width) && (writes & width) != 0;
  }

  private boolean covers(int at, int width) {
    return at >= offset && at + width <= offset + size && at % width == 0;
  }
}
