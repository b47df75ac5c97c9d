package dev.hugetext.x86.tlb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.x86.memory.FrameAllocator;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.PhysicalMemory;
import dev.hugetext.x86.memory.Pte;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many neighbouring pages each processor keeps: the numbers of the vendors' documents. */
class TlbReachTest {
  private static final long GIB = 1L << 30;
  private static final long BASE = 0xFFFF_8880_0000_0000L;

  private final PhysicalMemory memory = PhysicalMemory.reserve(GIB);
  private final PageTable table =
      new PageTable(memory, new FrameAllocator(1 << 16, (GIB >>> 12) - (1 << 16)));

  @AfterEach
  void close() {
    memory.close();
  }

  @ParameterizedTest
  @CsvSource({
    // preset, 4 KiB and 2 MiB pages kept for fetches, the same for loads
    "SKYLAKE_SP,   1536, 1536, 1536, 1536",
    "ICELAKE_SP,   2048, 1024, 2048, 1024",
    "GOLDEN_COVE,  2048, 1024, 2048, 1024",
    "REDWOOD_COVE, 2048, 1024, 2048, 1024",
    "ZEN2,          512,  512, 2048, 2048",
    "ZEN3,          512,  512, 2048, 2048",
    "ZEN4,          512,  512, 3072, 3072",
    "ZEN5,         2048, 2048, 4096, 4096",
  })
  void pagesUpToTheReachAreKept(
      TlbPreset preset, int fetch4k, int fetch2m, int data4k, int data2m) {
    var mmu = new Mmu(preset.geometry(), TlbPolicy.LRU, 1, memory, table.root(), false);
    check(mmu, mmu.instruction(), PageSize.KIB_4, fetch4k);
    check(mmu, mmu.instruction(), PageSize.MIB_2, fetch2m);
    check(mmu, mmu.data(), PageSize.KIB_4, data4k);
    check(mmu, mmu.data(), PageSize.MIB_2, data2m);
  }

  private void check(Mmu mmu, Tlb side, PageSize size, int reach) {
    assertEquals(0, walksOfSecondPass(mmu, side, size, reach));
    assertTrue(walksOfSecondPass(mmu, side, size, reach + 1) > 0);
  }

  private long walksOfSecondPass(Mmu mmu, Tlb side, PageSize size, int pages) {
    mmu.flushAll();
    touch(side, size, pages);
    long before = side.walks(size);
    touch(side, size, pages);
    return side.walks(size) - before;
  }

  private void touch(Tlb side, PageSize size, int pages) {
    long start = BASE + size.ordinal() * 512 * GIB;
    for (int i = 0; i < pages; i++) {
      long va = start + i * size.bytes();
      if (table.translate(va) < 0) {
        table.map(va, 0, size, Pte.G);
      }
      side.translate(va, false);
    }
  }
}
