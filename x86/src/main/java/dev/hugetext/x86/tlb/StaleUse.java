package dev.hugetext.x86.tlb;

/**
 * An access that used a translation which the page tables no longer hold: somebody forgot a flush.
 *
 * @param va the address accessed
 * @param held the physical address that the TLB gave it
 * @param now what the page tables say now, or -1 where they permit no such access
 * @param fetch true for the instruction side
 */
public record StaleUse(long va, long held, long now, boolean fetch) {
  @Override
  public String toString() {
    String side = fetch ? "iTLB" : "dTLB";
    String tables = now == -1 ? "permit no such access" : "say 0x%x".formatted(now);
    return "%s used 0x%x -> 0x%x, the page tables %s".formatted(side, va, held, tables);
  }
}
