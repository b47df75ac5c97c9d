package dev.hugetext.x86.tlb;

import dev.hugetext.x86.memory.PhysicalMemory;
import dev.hugetext.x86.memory.Pte;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares every translation that a TLB hands out with the page tables. With it every access asks
 * the model: the soft-TLB stays empty, the counters stay the same.
 */
final class StaleUses {
  private static final int KEPT = 100;

  private final PageWalker walker;
  private final List<StaleUse> uses = new ArrayList<>();
  private long count;

  StaleUses(PhysicalMemory memory) {
    walker = new PageWalker(memory);
  }

  void check(long root, long va, long held, boolean write, boolean fetch) {
    long now =
        walker.look(root, va) && PageWalker.permits(walker.translation(), write, fetch)
            ? Pte.address(walker.translation(), walker.size()) | walker.size().offset(va)
            : -1;
    if (now != held) {
      count++;
      if (uses.size() < KEPT) {
        uses.add(new StaleUse(va, held, now, fetch));
      }
    }
  }

  long count() {
    return count;
  }

  List<StaleUse> first() {
    return List.copyOf(uses);
  }
}
