package dev.hugetext.execmem.poke;

/** What text poking needs of the CPU that it runs on. */
public interface PokeHooks {
  /**
   * Loads another address space on this CPU and keeps interrupts off ({@code use_temporary_mm});
   * {@link #unuseMm} ends that, on the same thread.
   *
   * @param root physical address of its root table
   * @return the root that was loaded before
   */
  long useMm(long root);

  /**
   * Loads the address space from before, and drops what this CPU, which alone used the other, may
   * know of {@code [start, end)} there ({@code flush_tlb_mm_range}): no IPI.
   */
  void unuseMm(long before, long start, long end);

  /** Tells the machine that bytes of text frames were written, at a physical address. */
  void textWritten(long physical, long length);

  /** Makes every CPU serialise, and waits for it ({@code text_poke_sync}). */
  void syncCores();

  /** Counts one poke. */
  void poked();
}
