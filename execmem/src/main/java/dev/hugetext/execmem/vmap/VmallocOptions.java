package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.layout.KernelVersion;
import java.util.Objects;

/**
 * What decides how {@code vmalloc} maps.
 *
 * @param version whose rules it follows
 * @param onlineNodes memory nodes; until 6.13 a request is huge only if each one's share fills a
 *     large page
 * @param hugeVmalloc false as with the boot option {@code nohugevmalloc}
 */
public record VmallocOptions(KernelVersion version, int onlineNodes, boolean hugeVmalloc) {
  public VmallocOptions {
    Objects.requireNonNull(version, "version");
    if (onlineNodes < 1) {
      throw new IllegalArgumentException("onlineNodes=" + onlineNodes);
    }
  }

  /** Whether a request of {@code bytes} that may be huge wants 2 MiB pages. */
  boolean wantsLarge(long bytes, long largePage) {
    long share = version.hugeByNodeShare() ? bytes / onlineNodes : bytes;
    return hugeVmalloc && share >= largePage;
  }
}
