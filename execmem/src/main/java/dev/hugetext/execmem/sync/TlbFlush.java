package dev.hugetext.execmem.sync;

import dev.hugetext.x86.memory.PageSize;

/**
 * Flushes of kernel translations, and the choice between page by page and everything.
 *
 * <p>Flushing one page costs about 100 ns, so above the ceiling everything is flushed instead.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/v6.1/arch/x86/mm/tlb.c">
 *     tlb_single_page_flush_ceiling</a>
 */
public final class TlbFlush {
  /** Largest number of pages that are flushed one by one. */
  public static final long SINGLE_PAGE_CEILING = 33;

  private final Shootdown shootdown;

  public TlbFlush(Shootdown shootdown) {
    this.shootdown = shootdown;
  }

  /** {@code flush_tlb_all}. */
  public void all() {
    shootdown.flushAll();
  }

  /** {@code flush_tlb_kernel_range}: all CPUs, one by one up to the ceiling, else everything. */
  public void kernelRange(long start, long end) {
    if (end - start > SINGLE_PAGE_CEILING * PageSize.KIB_4.bytes()) {
      shootdown.flushAll();
    } else {
      shootdown.flushRange(start, end);
    }
  }

  /** {@code flush_tlb_mm_range} of an address space that only this CPU used: no IPI. */
  public void localRange(long start, long end) {
    shootdown.flushLocal(start, end);
  }
}
