package dev.hugetext.execmem;

import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.execmem.pageattr.DirectMapShape;
import dev.hugetext.execmem.vmap.VmallocOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a kernel boots.
 *
 * @param version whose memory management it has
 * @param textTail whether the last, partial 2 MiB of static text are one large page, and the rest
 *     of that page is offered as text tail
 * @param onlineNodes memory nodes, all that are possible; decides the size of a text region
 * @param hugeVmalloc false as with the boot option {@code nohugevmalloc}
 * @param order9Blocks how many blocks of 2 MiB fragmentation has left; negative for no limit
 * @param mmu false for an architecture without memory management unit, which has no execmem_alloc
 * @param archHooks false for an architecture that cannot write to text in use
 * @param directMap by which pages the direct map shall be; null for the largest possible
 */
public record BootOptions(
    KernelVersion version,
    boolean textTail,
    int onlineNodes,
    boolean hugeVmalloc,
    long order9Blocks,
    boolean mmu,
    boolean archHooks,
    @Nullable DirectMapShape directMap) {
  /** The base of the series on one node, with the text tail. */
  public static final BootOptions DEFAULT =
      new BootOptions(KernelVersion.V6_1, true, 1, true, -1, true, true, null);

  // written out, so that javac keeps the null mark of the last component
  public BootOptions(
      KernelVersion version,
      boolean textTail,
      int onlineNodes,
      boolean hugeVmalloc,
      long order9Blocks,
      boolean mmu,
      boolean archHooks,
      @Nullable DirectMapShape directMap) {
    this.version = Objects.requireNonNull(version, "version");
    this.textTail = textTail;
    this.onlineNodes = onlineNodes;
    this.hugeVmalloc = hugeVmalloc;
    this.order9Blocks = order9Blocks;
    this.mmu = mmu;
    this.archHooks = archHooks;
    this.directMap = directMap;
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
    return new BootOptions(
        other, textTail, onlineNodes, hugeVmalloc, order9Blocks, mmu, archHooks, directMap);
  }

  /** The same with the text tail on or off. */
  public BootOptions withTextTail(boolean on) {
    return new BootOptions(
        version, on, onlineNodes, hugeVmalloc, order9Blocks, mmu, archHooks, directMap);
  }

  /** The same with another number of memory nodes. */
  public BootOptions withOnlineNodes(int nodes) {
    return new BootOptions(
        version, textTail, nodes, hugeVmalloc, order9Blocks, mmu, archHooks, directMap);
  }

  /** The same with huge vmalloc allowed or not. */
  public BootOptions withHugeVmalloc(boolean on) {
    return new BootOptions(
        version, textTail, onlineNodes, on, order9Blocks, mmu, archHooks, directMap);
  }

  /** The same with memory so fragmented that only so many blocks of 2 MiB are left. */
  public BootOptions withOrder9Blocks(long blocks) {
    return new BootOptions(
        version, textTail, onlineNodes, hugeVmalloc, blocks, mmu, archHooks, directMap);
  }

  /** The same with or without memory management unit. */
  public BootOptions withMmu(boolean on) {
    return new BootOptions(
        version, textTail, onlineNodes, hugeVmalloc, order9Blocks, on, archHooks, directMap);
  }

  /** The same on an architecture that can write to text in use, or not. */
  public BootOptions withArchHooks(boolean on) {
    return new BootOptions(
        version, textTail, onlineNodes, hugeVmalloc, order9Blocks, mmu, on, directMap);
  }

  /** The same with a direct map by these pages. */
  public BootOptions withDirectMap(DirectMapShape shape) {
    return new BootOptions(
        version, textTail, onlineNodes, hugeVmalloc, order9Blocks, mmu, archHooks, shape);
  }
}
