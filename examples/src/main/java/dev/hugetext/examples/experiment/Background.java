package dev.hugetext.examples.experiment;

import dev.hugetext.x86.memory.FrameAccount;
import dev.hugetext.x86.memory.FrameAllocator;
import dev.hugetext.x86.memory.PageSize;
import java.util.SplittableRandom;

/**
 * What else uses the memory of the experiment's machine. Both states are models: the shares are
 * chosen so that text scatters as the published run shows, and printed.
 */
enum Background {
  /** Booted a moment ago: few blocks are partly used. */
  FRESH("fresh", 0.01),

  /** The page cache has filled memory before and was taken back: free memory lies in pieces. */
  PAGE_CACHE("page-cache", 0.08);

  private static final long HOLE_START = 2L << 30;
  private static final int FRAMES = 1 << PageSize.MIB_2.order();
  private static final double USED_SHARE = 0.5;

  private final String text;
  private final double partlyUsed;

  Background(String text, double partlyUsed) {
    this.text = text;
    this.partlyUsed = partlyUsed;
  }

  /** As users write it. */
  String text() {
    return text;
  }

  /** What it does, for people. */
  String describe() {
    return "%s: in %.0f %% of the 2 MiB blocks %.0f %% of the frames are used, scattered"
        .formatted(text, 100 * partlyUsed, 100 * USED_SHARE);
  }

  /** Takes the frames of the hole below 4 GiB that devices have. */
  static void digHole(FrameAllocator frames) {
    FrameAccount hole = frames.openAccount("device hole");
    for (int i = 0; i < 2; i++) {
      long at = HOLE_START + i * PageSize.GIB_1.bytes();
      if (!frames.reserve(at, PageSize.GIB_1.order(), hole)) {
        throw new IllegalStateException("the hole at 0x%x is in use".formatted(at));
      }
    }
  }

  /** Takes frames as the seed says. */
  void occupy(FrameAllocator frames, long ramBytes, long seed) {
    FrameAccount account = frames.openAccount("background");
    SplittableRandom random = new SplittableRandom(seed);
    for (long block = 0; block < ramBytes; block += PageSize.MIB_2.bytes()) {
      if (random.nextDouble() < partlyUsed) {
        for (int i = 0; i < FRAMES * USED_SHARE; i++) {
          long frame = block + random.nextInt(FRAMES) * PageSize.KIB_4.bytes();
          boolean _ = frames.reserve(frame, 0, account); // taken already is as good
        }
      }
    }
  }
}
