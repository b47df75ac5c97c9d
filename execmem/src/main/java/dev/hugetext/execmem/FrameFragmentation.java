package dev.hugetext.execmem;

import dev.hugetext.x86.memory.FrameAccount;
import dev.hugetext.x86.memory.FrameAllocator;
import dev.hugetext.x86.memory.PageSize;
import java.util.SplittableRandom;

/** Memory in long use: one frame, somewhere, is taken in most of the blocks that were free. */
final class FrameFragmentation {
  private static final int ORDER = PageSize.MIB_2.order();
  private static final int FRAMES = 1 << ORDER;

  private final FrameAllocator frames;
  private final long ramBytes;
  private final SplittableRandom random;

  FrameFragmentation(FrameAllocator frames, long ramBytes, long seed) {
    this.frames = frames;
    this.ramBytes = ramBytes;
    random = new SplittableRandom(seed);
  }

  /** Leaves the lowest {@code blocks} free blocks of 2 MiB as they are, and no other. */
  void leaveLargeBlocks(long blocks) {
    FrameAccount account = frames.openAccount("fragmentation");
    long left = blocks;
    for (long at = 0; at + PageSize.MIB_2.bytes() <= ramBytes; at += PageSize.MIB_2.bytes()) {
      if (!frames.reserve(at, ORDER, account)) {
        continue;
      }
      frames.free(at, ORDER);
      if (left > 0) {
        left--;
      } else {
        frames.reserve(at + random.nextInt(FRAMES) * PageSize.KIB_4.bytes(), 0, account);
      }
    }
  }
}
