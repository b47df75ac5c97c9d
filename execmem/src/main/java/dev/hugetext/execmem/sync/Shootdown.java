package dev.hugetext.execmem.sync;

/** What a TLB flush on all CPUs does: implemented by the machine, initiator included. */
public interface Shootdown {
  /** Every CPU drops everything, global entries too. */
  void flushAll();

  /** Every CPU drops what translates {@code [start, end)}, page by page. */
  void flushRange(long start, long end);
}
