package dev.hugetext.execmem.policy;

import dev.hugetext.execmem.ArchText;
import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.TextUsage;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.vmap.VmStruct;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Text with pages of its own: formed by plain writes while it is data, then made read-only and
 * executable for good.
 *
 * <p>The first fill is the one that forms it; later ones write to text in use, so they are poked.
 */
final class PageText {
  private final KernelMemory kernel;
  private final ModuleMemory modules;
  private final ArchText archText;
  private final TreeMap<Long, Block> live = new TreeMap<>();

  private static final class Block {
    final VmStruct vm;
    final long size;
    boolean text;

    Block(VmStruct vm, long size) {
      this.vm = vm;
      this.size = size;
    }
  }

  PageText(KernelMemory kernel, ModuleMemory modules) {
    this.kernel = kernel;
    this.modules = modules;
    archText = new ArchText(kernel);
  }

  /** Writable memory that a fill makes text; 0 where there is none. */
  long alloc(long size, long align) {
    Block block = allocate(size, align);
    return block == null ? 0 : block.vm.address();
  }

  /** Memory that is text before anything is written to it. */
  long allocText(long size, long align) {
    Block block = allocate(size, align);
    if (block == null) {
      return 0;
    }
    makeText(block);
    return block.vm.address();
  }

  private @Nullable Block allocate(long size, long align) {
    VmStruct vm = size == 0 ? null : modules.allocate(size, align, false);
    if (vm == null) {
      return null;
    }
    Block block = new Block(vm, size);
    live.put(vm.address(), block);
    return block;
  }

  private void makeText(Block block) {
    modules.protect(block.vm);
    block.text = true;
  }

  /** Whether {@code address} lies in a live block. */
  boolean owns(long address) {
    return blockAt(address) != null;
  }

  private @Nullable Block blockAt(long address) {
    Map.Entry<Long, Block> below = live.floorEntry(address);
    if (below == null) {
      return null;
    }
    Block block = below.getValue();
    return Long.compareUnsigned(address - block.vm.address(), block.size) < 0 ? block : null;
  }

  /** Writes into a live block: {@code dst}, or {@code -EINVAL} beyond its end. */
  long fill(long dst, byte[] src) {
    Block block = blockAt(dst);
    if (block == null || src.length > block.vm.address() + block.size - dst) {
      return Errno.EINVAL.negative();
    }
    if (block.text) {
      return archText.copy(dst, src);
    }
    kernel.memory().write(dst, src);
    kernel.textWritten(dst, src.length);
    makeText(block);
    return dst;
  }

  /** Frees a live block; false if none begins there. */
  boolean free(long address) {
    if (live.remove(address) == null) {
      return false;
    }
    modules.free(address);
    return true;
  }

  TextUsage usage() {
    long bytes = 0;
    for (Block block : live.values()) {
      bytes += block.vm.size();
    }
    return new TextUsage(bytes, bytes);
  }
}
