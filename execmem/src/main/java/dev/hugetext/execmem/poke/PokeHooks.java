package dev.hugetext.execmem.poke;

/** What text poking needs of the CPU that it runs on. */
public interface PokeHooks {
  /**
   * Loads another address space on this CPU.
   *
   * @param root physical address of its root table
   * @return the root that was loaded before
   */
  long switchMm(long root);

  /** Tells the machine that bytes of text frames were written, at a physical address. */
  void textWritten(long physical, long length);

  /** Makes every CPU serialise, and waits for it ({@code text_poke_sync}). */
  void syncCores();

  /** Counts one poke. */
  void poked();
}
