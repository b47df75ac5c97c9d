package dev.hugetext.x86.cpu;

/**
 * Operations on the whole machine since it was made.
 *
 * @param flushAll flushes of everything on every CPU
 * @param flushRange flushes of an address range on every CPU
 * @param flushLocal flushes on one CPU only
 * @param ipis interrupts sent from one CPU to another
 * @param ipisReceived interrupts that a CPU acted on
 * @param broadcasts flushes on every CPU that needed no interrupt
 * @param syncCores times that every CPU was made to serialise
 * @param textPokes writes to live text, as the guest kernel's text_poke counts them
 */
public record MachineCounters(
    long flushAll,
    long flushRange,
    long flushLocal,
    long ipis,
    long ipisReceived,
    long broadcasts,
    long syncCores,
    long textPokes) {

  /** What was counted since {@code earlier}. */
  public MachineCounters minus(MachineCounters earlier) {
    return new MachineCounters(
        flushAll - earlier.flushAll,
        flushRange - earlier.flushRange,
        flushLocal - earlier.flushLocal,
        ipis - earlier.ipis,
        ipisReceived - earlier.ipisReceived,
        broadcasts - earlier.broadcasts,
        syncCores - earlier.syncCores,
        textPokes - earlier.textPokes);
  }
}
