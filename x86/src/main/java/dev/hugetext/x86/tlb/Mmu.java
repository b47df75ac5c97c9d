package dev.hugetext.x86.tlb;

import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PhysicalMemory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory management unit of one CPU: both TLB sides, the root of the page tables, and what
 * instructions and interrupts do to them.
 */
public final class Mmu {
  /** Seeds of one level's arrays, and of all levels. */
  static final long SEEDS_OF_LEVEL = 8;

  static final long SEEDS = 4 * SEEDS_OF_LEVEL;

  private final Tlb instruction;
  private final Tlb data;
  private final @Nullable StaleUses staleUses;
  private long root;
  private int flushes;

  /**
   * A unit that holds nothing yet.
   *
   * @param root physical address of the root table
   * @param seed of the random policy
   * @param reportStale whether to compare each use of a held translation with the page tables; slow
   */
  public Mmu(
      TlbGeometry geometry,
      TlbPolicy policy,
      long seed,
      PhysicalMemory memory,
      long root,
      boolean reportStale) {
    staleUses = reportStale ? new StaleUses(memory) : null;
    long first = seed * SEEDS;
    Level firstLevel = new Level(geometry.instructionL1(), policy, first);
    Level dataFirst = new Level(geometry.dataL1(), policy, first + SEEDS_OF_LEVEL);
    Level second = new Level(geometry.instructionL2(), policy, first + 2 * SEEDS_OF_LEVEL);
    Level dataSecond =
        geometry.unifiedL2()
            ? second
            : new Level(geometry.dataL2(), policy, first + 3 * SEEDS_OF_LEVEL);
    TlbLatencies latencies = geometry.latencies();
    instruction =
        new Tlb(true, geometry.instructionL1(), firstLevel, second, latencies, memory, staleUses);
    data = new Tlb(false, geometry.dataL1(), dataFirst, dataSecond, latencies, memory, staleUses);
    setRoot(root);
  }

  /** The side of instruction fetches. */
  public Tlb instruction() {
    return instruction;
  }

  /** The side of loads and stores. */
  public Tlb data() {
    return data;
  }

  /** The physical address of the root table: CR3. */
  public long root() {
    return root;
  }

  /** Loads CR3 without PCID: what is not global is dropped. */
  public void loadRoot(long newRoot) {
    setRoot(newRoot);
    flushes++;
    instruction.invalidateLocal();
    data.invalidateLocal();
  }

  /** How often something was dropped; changes with each flush. */
  public int flushes() {
    return flushes;
  }

  private void setRoot(long newRoot) {
    root = newRoot;
    instruction.setRoot(newRoot);
    data.setRoot(newRoot);
  }

  /** Drops everything, global or not. */
  public void flushAll() {
    flushes++;
    instruction.invalidateAll();
    data.invalidateAll();
  }

  /** INVLPG: drops whatever translates the page of {@code va}, of any size, global or not. */
  public void flushPage(long va) {
    flushRange(PageSize.KIB_4.base(va), PageSize.KIB_4.base(va) + PageSize.KIB_4.bytes());
  }

  /** Drops whatever translates an address in {@code [start, end)}; global or not. */
  public void flushRange(long start, long end) {
    flushes++;
    instruction.invalidateRange(start, end);
    data.invalidateRange(start, end);
  }

  /** What both sides counted. */
  public TlbCounters counters() {
    return new TlbCounters(
        instruction.loads(),
        instruction.misses(),
        instruction.secondLevelHits(),
        instruction.walks(PageSize.KIB_4),
        instruction.walks(PageSize.MIB_2),
        instruction.walks(PageSize.GIB_1),
        data.loads(),
        data.misses(),
        data.secondLevelHits(),
        instruction.walkCycles() + data.walkCycles());
  }

  /** How many accesses used a stale translation; 0 where it is not reported. */
  public long staleUseCount() {
    return staleUses == null ? 0 : staleUses.count();
  }

  /** The first hundred of them. */
  public List<StaleUse> staleUses() {
    return staleUses == null ? List.of() : staleUses.first();
  }
}
