package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.outcome.Warnings.Site;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The vectors worked out from the text of the series: an empty pool, one node, no tail. */
class ExecmemVectorsTest {
  private static final long R = 0xffff_ffff_a000_0000L;
  private static final long MIB_2 = 2L << 20;

  private TestKernel machine;
  private Execmem execmem;

  @BeforeEach
  void boot() {
    machine = TestKernel.boot(BootOptions.DEFAULT.withTextTail(false));
    execmem = new Execmem(machine.kernel);
  }

  @AfterEach
  void check() {
    ExecmemCheck.check(machine.kernel, execmem);
    machine.close();
  }

  private static AddressRange range(long from, long to) {
    return new AddressRange(R + from, R + to);
  }

  @Test
  void theLowestHoleThatFitsIsTaken() {
    assertEquals(R, execmem.alloc(64, 64));
    assertEquals(R + 64, execmem.alloc(128, 64));
    assertEquals(R + 4096, execmem.alloc(4096, 4096));
    assertEquals(List.of(range(192, 4096), range(8192, MIB_2)), execmem.freeText());
    assertEquals(R + 192, execmem.alloc(64, 64));
  }

  @Test
  void anOddSizeLeavesTheAlignmentGapFree() {
    assertEquals(R, execmem.alloc(100, 64));
    assertEquals(R + 128, execmem.alloc(64, 64));
    assertEquals(List.of(range(100, 128), range(192, MIB_2)), execmem.freeText());
  }

  @Test
  void theLastFreeGivesTheRegionBack() {
    long freeBytes = machine.frames.freeBytes();
    long[] blocks = {execmem.alloc(64, 64), execmem.alloc(128, 64), execmem.alloc(4096, 4096)};
    assertEquals(1, execmem.regions().size());
    for (long block : blocks) {
      execmem.free(block);
    }
    assertEquals(List.of(), execmem.freeText());
    assertEquals(List.of(), execmem.regions());
    assertEquals(List.of(), machine.kernel.vmapSpace().busyAreas());
    assertEquals(-1, machine.table.translate(R));
    // but for one page table, which stays as in the kernel, everything is free again
    assertTrue(freeBytes - machine.frames.freeBytes() <= 2 * 4096);
  }

  @Test
  void aRegionIsAsLargeAsTheRequestAndOnlyOneIsGivenBackAtOnce() {
    long first = execmem.alloc(3 << 20, 64);
    assertEquals(4L << 20, execmem.regions().getFirst().size());
    long rest = execmem.alloc(1 << 20, 64);
    long second = execmem.alloc(MIB_2, 64);
    assertEquals(R, first);
    assertEquals(R + (3 << 20), rest);
    assertEquals(R + (4 << 20), second);
    assertEquals(2, execmem.regions().size());
    execmem.free(first);
    execmem.free(rest);
    assertEquals(1, execmem.regions().size());
    execmem.free(second);
    assertEquals(List.of(), execmem.regions());
  }

  @Test
  void oneCoalescingFreeOverTwoRegionsReturnsTheNewerAndKeepsTheOlder() {
    long a = execmem.alloc(MIB_2 - 64, 64); // region 1, 64 bytes left at its end
    long b = execmem.alloc(MIB_2, 64); // straddles the border to region 2
    assertEquals(R + MIB_2 - 64, b);
    execmem.free(a);
    assertEquals(2, execmem.regions().size());
    execmem.free(b);
    assertEquals(1, execmem.regions().size());
    assertEquals(R, execmem.regions().getFirst().address());
    assertEquals(List.of(range(0, MIB_2)), execmem.freeText());
    long again = execmem.alloc(64, 64);
    execmem.free(again);
    assertEquals(List.of(), execmem.regions());
  }

  @Test
  void twoWholeRegionsThenOneOfFourMebibytes() {
    assertEquals(R, execmem.alloc(MIB_2, 64));
    assertEquals(R + MIB_2, execmem.alloc(MIB_2, 64));
    assertEquals(2, execmem.regions().size());
    assertEquals(R + 2 * MIB_2, execmem.alloc(MIB_2 + 64, 64));
    assertEquals(2 * MIB_2, execmem.regions().getFirst().size());
  }

  @Test
  void aFillMustLieWithinOneAllocation() {
    assertEquals(R, execmem.alloc(64, 64));
    assertEquals(R + 64, execmem.alloc(64, 64));
    assertEquals(Errno.EINVAL.negative(), execmem.fill(R + 60, new byte[8]));
    assertEquals(R + 56, execmem.fill(R + 56, new byte[8]));
    assertEquals(R + 64, execmem.fill(R + 64, new byte[0]));
    assertEquals(Errno.EINVAL.negative(), execmem.fill(R + 128, new byte[1]));
    assertEquals(Errno.EINVAL.negative(), execmem.fill(0, new byte[1]));
    assertEquals(3, machine.kernel.warnings().count(Site.FILL_OUTSIDE_ALLOCATION));
    assertEquals(1, machine.kernel.warnings().list().size());
  }

  @Test
  void sizeZeroIsRefused() {
    assertEquals(0, execmem.alloc(0, 64));
    assertEquals(List.of(), execmem.regions());
  }

  @Test
  void twoNodesDoubleTheRegion() {
    try (TestKernel twoNodes =
        TestKernel.boot(BootOptions.DEFAULT.withTextTail(false).withOnlineNodes(2))) {
      Execmem onTwo = new Execmem(twoNodes.kernel);
      assertEquals(R, onTwo.alloc(64, 64));
      assertEquals(4L << 20, onTwo.regions().getFirst().size());
      ExecmemCheck.check(twoNodes.kernel, onTwo);
    }
  }
}
