package dev.hugetext.execmem;

import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.execmem.vmap.VmallocOptions;
import java.util.Objects;

/**
 * How a kernel boots.
 *
 * @param version whose memory management it has
 * @param textTail whether the last, partial 2 MiB of static text are one large page, and the rest
 *     of that page is offered as text tail
 * @param onlineNodes memory nodes; decides the size of a text region
 * @param hugeVmalloc false as with the boot option {@code nohugevmalloc}
 */
public record BootOptions(
    KernelVersion version, boolean textTail, int onlineNodes, boolean hugeVmalloc) {
  /** The base of the series on one node, with the text tail. */
  public static final BootOptions DEFAULT = new BootOptions(KernelVersion.V6_1, true, 1, true);

  public BootOptions {
    Objects.requireNonNull(version, "version");
    if (onlineNodes < 1) {
      throw new IllegalArgumentException("onlineNodes=" + onlineNodes);
    }
  }

  /** What of it concerns {@code vmalloc}. */
  VmallocOptions vmalloc() {
    return new VmallocOptions(version, onlineNodes, hugeVmalloc);
  }

  /** The same with another kernel's memory management. */
  public BootOptions withVersion(KernelVersion other) {
    return new BootOptions(other, textTail, onlineNodes, hugeVmalloc);
  }

  /** The same with the text tail on or off. */
  public BootOptions withTextTail(boolean on) {
    return new BootOptions(version, on, onlineNodes, hugeVmalloc);
  }

  /** The same with another number of memory nodes. */
  public BootOptions withOnlineNodes(int nodes) {
    return new BootOptions(version, textTail, nodes, hugeVmalloc);
  }

  /** The same with huge vmalloc allowed or not. */
  public BootOptions withHugeVmalloc(boolean on) {
    return new BootOptions(version, textTail, onlineNodes, on);
  }
}
