package dev.hugetext.execmem.layout;

import dev.hugetext.x86.memory.Pte;

/**
 * The protections of kernel leaves, as bits of an entry without address and page size.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/v6.1/arch/x86/include/asm/pgtable_types.h">
 *     PAGE_KERNEL and the like</a>
 */
public final class Protection {
  private static final long PRESENT_GLOBAL = Pte.P | Pte.A | Pte.G;

  /** Readable and writable data. */
  public static final long PAGE_KERNEL = PRESENT_GLOBAL | Pte.RW | Pte.D | Pte.NX;

  /** Text: readable and executable. */
  public static final long PAGE_KERNEL_ROX = PRESENT_GLOBAL;

  /** The direct-map alias of text: readable only. */
  public static final long PAGE_KERNEL_RO = PRESENT_GLOBAL | Pte.NX;

  /** What text poking maps its target with: writable, not global, in one address space only. */
  public static final long POKING = Pte.P | Pte.RW | Pte.A | Pte.D | Pte.NX;

  private Protection() {}

  /** Whether a present leaf can be both written and executed, which no kernel mapping may be. */
  public static boolean isWritableAndExecutable(long leaf) {
    return (leaf & (Pte.P | Pte.RW | Pte.NX)) == (Pte.P | Pte.RW);
  }
}
