package dev.hugetext.execmem.policy;

import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.execmem.TextUsage;
import dev.hugetext.execmem.TextUser;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.outcome.Warnings.Site;

/**
 * The classic way (up to 5.17): each user has small pages of its own from {@code module_alloc},
 * changes their protection when they are filled, and back when they are freed.
 *
 * <p>Thread safe.
 */
public final class ModuleAlloc implements ClassicText {
  private final KernelMemory kernel;
  private final ModuleMemory modules;
  private final PageText pages;

  /** An allocator without text. */
  public ModuleAlloc(KernelMemory kernel) {
    this.kernel = kernel;
    modules = new ModuleMemory(kernel);
    pages = new PageText(kernel, modules);
  }

  @Override
  public String policyName() {
    return TextPolicy.MODULE_ALLOC.text();
  }

  @Override
  public synchronized long alloc(TextUser user, long size, long align) {
    TextAllocator.requireAlignment(align);
    return pages.alloc(size, align);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The first fill of a block is a plain write and makes it text; {@code -EINVAL} outside of
   * every block.
   */
  @Override
  public synchronized long fill(long dst, byte[] src) {
    long result = pages.fill(dst, src);
    if (result == Errno.EINVAL.negative()) {
      kernel.warnings().warnOnce(Site.TEXT_FILL_UNKNOWN, "%d at 0x%x".formatted(src.length, dst));
    }
    return result;
  }

  /** {@inheritDoc} An address that is none warns as {@code vfree} does. */
  @Override
  public synchronized void free(long addr) {
    if (addr != 0 && !pages.free(addr)) {
      String message = "vfree(0x%x)".formatted(addr);
      kernel.warnings().warnOnce(Site.VFREE_NONEXISTENT_AREA, message);
    }
  }

  @Override
  public synchronized TextUsage usage() {
    return pages.usage();
  }

  @Override
  public synchronized long resetPermsCalls() {
    return modules.resetPermsCalls();
  }
}
