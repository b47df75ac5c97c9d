package dev.hugetext.execmem.sync;

/**
 * Flushes as {@code /proc/vmstat} counts them with CONFIG_DEBUG_TLBFLUSH.
 *
 * @param remoteFlush flushes of all that were asked of all CPUs ({@code nr_tlb_remote_flush})
 * @param remoteFlushReceived CPUs that flushed everything for another or for themselves, the
 *     initiator included ({@code nr_tlb_remote_flush_received})
 * @param localFlushAll flushes of a whole address space by the CPU that uses it ({@code
 *     nr_tlb_local_flush_all}); kernel memory never causes one
 * @param localFlushOne single pages flushed, on every CPU that did so ({@code
 *     nr_tlb_local_flush_one})
 */
public record TlbEvents(
    long remoteFlush, long remoteFlushReceived, long localFlushAll, long localFlushOne) {}
