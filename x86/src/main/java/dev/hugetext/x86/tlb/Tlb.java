package dev.hugetext.x86.tlb;

import dev.hugetext.x86.memory.PageFault;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PhysicalMemory;
import dev.hugetext.x86.memory.Pte;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One side, instruction or data, of a CPU's TLBs: translates by what it holds, walks where it holds
 * nothing, counts both.
 *
 * <p>It does not count accesses: the engine does ({@link #countLoads}), because most accesses hit
 * the {@link #soft soft-TLB} and never come here.
 */
public final class Tlb {
  /** What {@link #translate} returns for a fault. */
  public static final long FAULT = -1;

  private final boolean fetch;
  private final Level first;
  private final EntryArray[] firstArrays; // those of the first level
  private final Level second;
  private final TlbLatencies latencies;
  private final PhysicalMemory memory;
  private final PageWalker walker;
  private final SoftTlb soft;
  private final int[] firstOwner; // owner number of set 0 of each first-level array
  private final int[] lastUsed; // by owner: the slot used last
  private final @Nullable StaleUses staleUses;
  private LongPredicate writesWatched = frame -> false;

  private long root;
  private @Nullable PageFault fault;

  private long loads;
  private long misses;
  private long secondLevelHits;
  private final long[] walks = new long[PageSize.values().length];
  private long walkCycles;

  Tlb(
      boolean fetch,
      List<TlbArray> firstLevel,
      Level first,
      Level second,
      TlbLatencies latencies,
      PhysicalMemory memory,
      @Nullable StaleUses staleUses) {
    this.fetch = fetch;
    this.first = first;
    this.firstArrays = first.arrays();
    this.second = second;
    this.latencies = latencies;
    this.memory = memory;
    this.walker = new PageWalker(memory);
    this.staleUses = staleUses;
    this.firstOwner = new int[firstLevel.size()];
    int owners = 0;
    for (int i = 0; i < firstOwner.length; i++) {
      firstOwner[i] = owners;
      owners += firstLevel.get(i).sets();
    }
    this.lastUsed = new int[owners];
    this.soft = new SoftTlb(owners);
  }

  /** The filter before this TLB, for engines. */
  public SoftTlb soft() {
    return soft;
  }

  /** Stores to these frames (physical address of the frame) are to come here every time. */
  public void watchWrites(LongPredicate frames) {
    writesWatched = frames;
    askAtWrites();
  }

  /** There are more such frames: the next store to each page comes here. */
  public void askAtWrites() {
    soft.clearWrites();
  }

  /** Whether a store to the frame (by its physical address) need not come here. */
  public boolean couldWrite(long frame) {
    return soft.holdsForWriting(memory.hostAddress(frame));
  }

  /** Notes accesses, also those that the soft-TLB answered. */
  public void countLoads(long accesses) {
    loads += accesses;
  }

  /** Why the last {@link #translate} failed. */
  public PageFault fault() {
    if (fault == null) {
      throw new IllegalStateException("no fault happened");
    }
    return fault;
  }

  /**
   * The physical address for an access by virtual address that lies in one 4 KiB page; enters the
   * page into the soft-TLB.
   *
   * <p>A translation that is held and forbids the access faults, as the SDM allows (spurious fault,
   * 4.10.4.3), and is dropped.
   *
   * @param va canonical
   * @return the physical address, or {@link #FAULT}
   */
  public long translate(long va, boolean write) {
    for (int array = 0; array < firstArrays.length; array++) {
      int slot = firstArrays[array].find(va);
      if (slot >= 0) {
        return hit(va, write, array, slot);
      }
    }
    return miss(va, write);
  }

  private long hit(long va, boolean write, int array, int slot) {
    EntryArray entries = firstArrays[array];
    use(array, slot);
    long translation = entries.translation(slot);
    if (!PageWalker.permits(translation, write, fetch)) {
      invalidateRange(va, va + 1);
      return fail(va, true, write);
    }
    if (write && (translation & Pte.D) == 0) {
      if (!walker.walk(root, va, true, false)
          || !PageWalker.permits(walker.translation(), true, false)) {
        invalidateRange(va, va + 1);
        return fail(va, walker.look(root, va), true);
      }
      translation |= Pte.D;
      entries.replaceTranslation(slot, translation);
    }
    return found(va, write, translation, array, slot);
  }

  private long miss(long va, boolean write) {
    for (EntryArray entries : second.arrays()) {
      int slot = entries.find(va);
      if (slot >= 0) {
        secondLevelHits++;
        entries.touch(slot);
        PageSize size = entries.mappedSize(slot); // a piece comes back as the page that it is of
        return enter(va, write, piece(entries.translation(slot), size, size, va), size);
      }
    }
    misses++;
    if (!walker.walk(root, va, write, fetch)) {
      return fail(va, false, write);
    }
    walks[walker.size().ordinal()]++;
    walkCycles += latencies.walk();
    if (!PageWalker.permits(walker.translation(), write, fetch)) {
      return fail(va, true, write);
    }
    insert(second, va, walker.translation(), walker.size());
    return enter(va, write, walker.translation(), walker.size());
  }

  /** Puts a page of {@code size} into the first level, then goes on as with a hit there. */
  private long enter(long va, boolean write, long translation, PageSize size) {
    int array = first.holder(first.heldAs(size));
    int slot = insert(first, va, translation, size);
    soft.drop(firstOwner[array] + firstArrays[array].setOf(slot));
    return hit(va, write, array, slot);
  }

  /** Puts a page, or the piece of it that the level can hold, into a level; returns the slot. */
  private static int insert(Level level, long va, long translation, PageSize size) {
    PageSize held = level.heldAs(size);
    EntryArray entries = level.arrays()[level.holder(held)];
    return entries.insert(va, held, piece(translation, size, held, va), size);
  }

  /** Notes the use of a slot; pages of the set's former last used slot leave the soft-TLB. */
  private void use(int array, int slot) {
    EntryArray entries = firstArrays[array];
    int owner = firstOwner[array] + entries.setOf(slot);
    if (lastUsed[owner] != slot) {
      lastUsed[owner] = slot;
      soft.drop(owner);
      entries.touch(slot);
    }
  }

  private long found(long va, boolean write, long translation, int array, int slot) {
    EntryArray entries = firstArrays[array];
    long pa = physical(translation, entries.size(slot), va);
    if (staleUses != null) {
      staleUses.check(root, va, pa, write, fetch);
    } else {
      long frame = PageSize.KIB_4.base(pa);
      memory.materialise(frame, PageSize.KIB_4.bytes());
      boolean writable =
          (translation & Pte.RW) != 0 && (translation & Pte.D) != 0 && !writesWatched.test(frame);
      int owner = firstOwner[array] + entries.setOf(slot);
      soft.fill(owner, va, memory.hostAddress(pa) - va, writable);
    }
    return pa;
  }

  private long fail(long va, boolean present, boolean write) {
    fault = new PageFault(va, present, write, fetch);
    return FAULT;
  }

  private static long physical(long translation, PageSize size, long va) {
    return Pte.address(translation, size) | size.offset(va);
  }

  /** The part of a page of {@code size} that is held in an entry of {@code held} bytes. */
  private static long piece(long translation, PageSize size, PageSize held, long va) {
    long start = held.base(physical(translation, size, va));
    return (translation & ~Pte.ADDRESS_MASK) | start;
  }

  /** Walks from this root from now on; what is held stays. */
  void setRoot(long newRoot) {
    root = newRoot;
  }

  void invalidateAll() {
    soft.clear();
    first.invalidateAll();
    second.invalidateAll();
  }

  void invalidateLocal() {
    soft.clear();
    first.invalidateLocal();
    second.invalidateLocal();
  }

  void invalidateRange(long start, long end) {
    soft.clear();
    first.invalidateRange(start, end);
    second.invalidateRange(start, end);
  }

  /** Accesses counted so far. */
  public long loads() {
    return loads;
  }

  /** Accesses that missed both levels. */
  public long misses() {
    return misses;
  }

  /** Accesses that missed the first level and hit the second. */
  public long secondLevelHits() {
    return secondLevelHits;
  }

  /** Completed walks that found a page of this size. */
  public long walks(PageSize size) {
    return walks[size.ordinal()];
  }

  /** Modelled cycles of completed walks. */
  public long walkCycles() {
    return walkCycles;
  }
}
