package dev.hugetext.x86.memory;

/** The bits of a page-table entry (Intel SDM volume 3, table 4-15 to 4-20). */
public final class Pte {
  /** Present. */
  public static final long P = 1L;

  /** Writable. */
  public static final long RW = 1L << 1;

  /** Reachable from user mode. */
  public static final long US = 1L << 2;

  /** Write-through. */
  public static final long PWT = 1L << 3;

  /** Cache disabled. */
  public static final long PCD = 1L << 4;

  /** Accessed: set by the page walk. */
  public static final long A = 1L << 5;

  /** Dirty: set by the walk of a store, in leaves only. */
  public static final long D = 1L << 6;

  /** Page size: this entry of the second or third level maps a large page. */
  public static final long PS = 1L << 7;

  /** Global: kept when CR3 is loaded. */
  public static final long G = 1L << 8;

  /** No execute. */
  public static final long NX = 1L << 63;

  /** The physical address of a 4 KiB frame or of a table: bits 12 to 51. */
  public static final long ADDRESS_MASK = 0x000F_FFFF_FFFF_F000L;

  private Pte() {}

  /** The physical start of the page that a leaf of this size maps. */
  public static long address(long entry, PageSize size) {
    return size.base(entry & ADDRESS_MASK);
  }
}
