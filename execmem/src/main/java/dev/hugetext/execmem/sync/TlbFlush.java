package dev.hugetext.execmem.sync;

import dev.hugetext.x86.memory.PageSize;
import java.util.concurrent.atomic.AtomicLong;

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
  private final int cpus;
  private final AtomicLong remoteFlush = new AtomicLong();
  private final AtomicLong remoteFlushReceived = new AtomicLong();
  private final AtomicLong localFlushOne = new AtomicLong();

  /**
   * Flushes by {@code shootdown}.
   *
   * @param cpus how many CPUs each of them reaches, for the counts
   */
  public TlbFlush(Shootdown shootdown, int cpus) {
    this.shootdown = shootdown;
    this.cpus = cpus;
  }

  /** What was flushed since boot, as {@code /proc/vmstat} counts. */
  public TlbEvents events() {
    return new TlbEvents(remoteFlush.get(), remoteFlushReceived.get(), 0, localFlushOne.get());
  }

  /** {@code flush_tlb_all}. */
  public void all() {
    remoteFlush.incrementAndGet();
    remoteFlushReceived.addAndGet(cpus);
    shootdown.flushAll();
  }

  /** {@code flush_tlb_kernel_range}: all CPUs, one by one up to the ceiling, else everything. */
  public void kernelRange(long start, long end) {
    if (end - start > SINGLE_PAGE_CEILING * PageSize.KIB_4.bytes()) {
      remoteFlushReceived.addAndGet(cpus); // but no remoteFlush: the kernel does not count it here
      shootdown.flushAll();
    } else {
      localFlushOne.addAndGet(cpus * ((end - start) >> PageSize.KIB_4.shift()));
      shootdown.flushRange(start, end);
    }
  }
}
