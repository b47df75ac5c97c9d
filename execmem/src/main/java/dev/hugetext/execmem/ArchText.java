package dev.hugetext.execmem;

import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.poke.TextPoke;

/**
 * What the architecture offers for writing to text in use ({@code arch_fill_execmem}, {@code
 * arch_invalidate_execmem}): text poking, or on one without these hooks nothing.
 */
public final class ArchText {
  /** The instruction that unused text is filled with on x86: {@code int3}. */
  public static final int INT3 = 0xCC;

  private final TextPoke poke;
  private final boolean hooks;

  /** The hooks of this kernel's architecture. */
  public ArchText(KernelMemory kernel) {
    poke = kernel.textPoke();
    hooks = kernel.options().archHooks();
  }

  /** Copies: {@code dst}, {@code -EINVAL} where text cannot be poked, {@code -EOPNOTSUPP}. */
  public long copy(long dst, byte[] src) {
    if (!hooks) {
      return Errno.EOPNOTSUPP.negative();
    }
    return poke.copy(dst, src) == 0 ? Errno.EINVAL.negative() : dst;
  }

  /** Fills with {@code int3}: 0, or {@code -EOPNOTSUPP}, which nobody asks for. */
  public int invalidate(long start, long bytes) {
    if (!hooks) {
      return Errno.EOPNOTSUPP.negative();
    }
    poke.set(start, INT3, bytes);
    return 0;
  }
}
