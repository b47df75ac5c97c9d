package dev.hugetext.x86.cpu;

import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.tlb.Mmu;
import dev.hugetext.x86.tlb.SoftTlb;
import dev.hugetext.x86.tlb.Tlb;
import org.jspecify.annotations.Nullable;

/**
 * A CPU's instruction fetch: from the address of an instruction to its code page, through the
 * instruction TLB.
 *
 * <p>The TLB is looked up, and that is counted, when the instruction stream changes to another 4
 * KiB page, and at the first fetch after a flush.
 */
final class FetchPort {
  private static final long PAGE = PageSize.KIB_4.bytes();

  private final Tlb tlb;
  private final CodePages pages;
  private final long[] soft;
  private final @Nullable CodePage[] filled = new CodePage[SoftTlb.ENTRIES];
  private final Mmu mmu;

  private CodePage current = CodePage.NONE;
  private int flushesSeen;

  FetchPort(Mmu mmu, CodePages pages) {
    this.mmu = mmu;
    this.tlb = mmu.instruction();
    this.pages = pages;
    this.soft = tlb.soft().table();
  }

  /**
   * The page that the instruction stream is in, for an engine that takes over (again); {@link
   * CodePage#NONE} where it must be looked up because something was flushed.
   */
  CodePage current() {
    if (flushesSeen != mmu.flushes()) {
      flushesSeen = mmu.flushes();
      current = CodePage.NONE;
    }
    return current;
  }

  /** Notes where the instruction stream is, for {@link #current}. */
  void leaveAt(CodePage page) {
    current = page;
  }

  /** Another page, of the same address and frame, is to be used instead of that fetched last. */
  void replace(CodePage page) {
    filled[SoftTlb.index(page.va)] = page;
  }

  /**
   * Looks a page up.
   *
   * @throws GuestTrap at a fault
   */
  CodePage fetch(long va) {
    tlb.countLoads(1);
    int index = SoftTlb.index(va);
    long page = va & -PAGE;
    CodePage known = filled[index];
    if (known != null && known.va == page && soft[index * SoftTlb.STRIDE] == page) {
      return known;
    }
    if (!PageTable.isCanonical(va)) {
      throw new GuestTrap(new Trap.GeneralProtection(va, va));
    }
    long physical = tlb.translate(va, false);
    if (physical == Tlb.FAULT) {
      throw new GuestTrap(new Trap.Fault(tlb.fault(), va));
    }
    CodePage found = pages.page(page, physical & -PAGE);
    filled[index] = found;
    return found;
  }
}
