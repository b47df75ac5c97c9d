package dev.hugetext.execmem.pageattr;

import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.x86.memory.FrameAccount;
import dev.hugetext.x86.memory.FrameAllocator;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Splits pages of a direct map before the system runs, until it has a given shape. */
public final class BootSplits {
  private final KernelLayout layout;
  private final PageTable table;
  private final FrameAllocator frames;
  private final DirectMap map;

  /** Splits in {@code map} of {@code mm}. */
  public BootSplits(InitMm mm, DirectMap map) {
    layout = mm.layout();
    table = mm.table();
    frames = mm.frames();
    this.map = map;
  }

  /**
   * Splits pages that the shape's seed chooses, and leaves a hole of free frames where the shape
   * maps less than there is. Nothing is flushed: no CPU has used the map yet.
   *
   * @throws IllegalArgumentException if splits cannot lead to this shape
   */
  public void reach(DirectMapShape shape) {
    Random random = new Random(shape.seed());
    long hole = map.bytes() - shape.bytes();
    long gigabytes = pages(PageSize.GIB_1, map.mappedBytes(PageSize.GIB_1) - shape.gib1());
    split(PageSize.GIB_1, gigabytes, shape, random);
    long large = pages(PageSize.MIB_2, map.mappedBytes(PageSize.MIB_2) - shape.mib2());
    List<Long> small = split(PageSize.MIB_2, large, shape, random);
    if (hole < 0 || hole > PageSize.MIB_2.bytes() || (hole > 0 && small.isEmpty())) {
      throw unreachable(shape);
    }
    punch(small, hole, shape);
  }

  private static long pages(PageSize size, long bytes) {
    return bytes >> size.shift();
  }

  private IllegalArgumentException unreachable(DirectMapShape shape) {
    return new IllegalArgumentException(
        "no splits of 0x%x bytes lead to %s".formatted(map.bytes(), shape));
  }

  private List<Long> split(PageSize size, long count, DirectMapShape shape, Random random) {
    List<Long> candidates = new ArrayList<>();
    for (long physical = 0; physical < map.bytes(); physical += size.bytes()) {
      PageTable.Entry entry = table.find(layout.directMapAddress(physical));
      if (entry.isPresent() && entry.level() == size) {
        candidates.add(physical);
      }
    }
    if (count < 0 || count > candidates.size()) {
      throw unreachable(shape);
    }
    Collections.shuffle(candidates, random);
    List<Long> chosen = candidates.subList(0, (int) count);
    for (long physical : chosen) {
      if (!map.split(layout.directMapAddress(physical), size)) {
        throw new IllegalStateException("no frame for the direct map's tables");
      }
    }
    return chosen;
  }

  /** Takes the hole out of the first block that is free, from its end. */
  private void punch(List<Long> blocks, long hole, DirectMapShape shape) {
    if (hole == 0) {
      return;
    }
    FrameAccount account = frames.openAccount("memory hole");
    for (long block : blocks) {
      if (!frames.reserve(block, PageSize.MIB_2.order(), account)) {
        continue;
      }
      frames.splitToFrames(block, PageSize.MIB_2.order());
      long start = block + PageSize.MIB_2.bytes() - hole;
      for (long at = block; at != start; at += PageSize.KIB_4.bytes()) {
        frames.free(at, 0);
      }
      for (long at = start; at != block + PageSize.MIB_2.bytes(); at += PageSize.KIB_4.bytes()) {
        map.punchHole(layout.directMapAddress(at));
      }
      return;
    }
    throw unreachable(shape);
  }
}
