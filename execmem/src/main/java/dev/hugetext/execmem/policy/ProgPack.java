package dev.hugetext.execmem.policy;

import dev.hugetext.execmem.ArchText;
import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.execmem.TextUsage;
import dev.hugetext.execmem.TextUser;
import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.outcome.Warnings.Site;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.x86.memory.PageSize;
import java.util.List;

/**
 * {@code bpf_prog_pack} (5.18): BPF's images share packs of 2 MiB a node, everybody else has pages
 * of its own as ever. An image larger than a pack has its own pages too, poked like the others.
 *
 * <p>Packs are mapped by 4 KiB pages in every kernel released; by 2 MiB pages they were only posted
 * (July 2022). Such a pack is not freed with reset, which would split its alias, but made data
 * again first, as the series does with its regions. Thread safe.
 */
public final class ProgPack implements ClassicText {
  private final KernelMemory kernel;
  private final ModuleMemory modules;
  private final PageText pages;
  private final Packs packs;
  private final PageSize packPages;

  /**
   * An allocator without packs.
   *
   * @param packPages by which pages a pack may be mapped: 4 KiB or 2 MiB
   */
  public ProgPack(KernelMemory kernel, PageSize packPages) {
    if (packPages == PageSize.GIB_1) {
      throw new IllegalArgumentException("packs by %s pages".formatted(packPages));
    }
    this.kernel = kernel;
    this.packPages = packPages;
    modules = new ModuleMemory(kernel);
    pages = new PageText(kernel, modules);
    packs = new Packs(packBytes(kernel), new OwnMemory(), new ArchText(kernel));
  }

  /** 2 MiB for each node that is possible; since 2024 for all together. */
  private static long packBytes(KernelMemory kernel) {
    boolean fixed = kernel.options().version().isAtLeast(KernelVersion.V6_13);
    return PageSize.MIB_2.bytes() * (fixed ? 1 : kernel.options().onlineNodes());
  }

  /** Packs from module space. */
  private final class OwnMemory implements Packs.Source {
    @Override
    public long newPack() {
      boolean large = packPages == PageSize.MIB_2;
      VmStruct vm = modules.allocate(packBytes(kernel), PageSize.KIB_4.bytes(), large);
      if (vm == null) {
        return 0;
      }
      if (vm.pageSize() == PageSize.KIB_4) {
        modules.protect(vm);
      } else {
        int _ = kernel.attributes().makeText(vm.address(), vm.smallPages());
      }
      return vm.address();
    }

    @Override
    public void release(long pack) {
      if (kernel.machine().kernelTable().find(pack).level() == PageSize.MIB_2) {
        long small = packs.packBytes() / PageSize.KIB_4.bytes();
        int _ = kernel.attributes().setNoExecute(pack, small);
        int _ = kernel.attributes().setWritable(pack, small);
      }
      modules.free(pack);
    }
  }

  @Override
  public String policyName() {
    return TextPolicy.PROG_PACK.text();
  }

  @Override
  public synchronized long alloc(TextUser user, long size, long align) {
    TextAllocator.requireAlignment(align);
    if (size == 0 || !user.isBpf()) {
      return pages.alloc(size, align);
    }
    if (Long.compareUnsigned(size, packs.packBytes()) > 0) {
      return pages.allocText(size, align);
    }
    return packs.alloc(size, align);
  }

  /** {@inheritDoc} {@code -EINVAL} outside of every block. */
  @Override
  public synchronized long fill(long dst, byte[] src) {
    long result = packs.owns(dst) ? packs.fill(dst, src) : pages.fill(dst, src);
    if (result == Errno.EINVAL.negative()) {
      kernel.warnings().warnOnce(Site.TEXT_FILL_UNKNOWN, "%d at 0x%x".formatted(src.length, dst));
    }
    return result;
  }

  /** {@inheritDoc} Of an address at which no block begins it only warns. */
  @Override
  public synchronized void free(long addr) {
    if (addr != 0 && !packs.free(addr) && !pages.free(addr)) {
      kernel.warnings().warnOnce(Site.PACK_FREE_UNKNOWN, "0x%x".formatted(addr));
    }
  }

  /** Addresses of the packs, the oldest first: a copy. */
  public synchronized List<Long> packs() {
    return packs.starts();
  }

  /** How many bytes one pack holds. */
  public long packBytes() {
    return packs.packBytes();
  }

  @Override
  public synchronized TextUsage usage() {
    return packs.usage().plus(pages.usage());
  }

  @Override
  public synchronized long resetPermsCalls() {
    return modules.resetPermsCalls();
  }
}
