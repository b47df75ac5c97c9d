package dev.hugetext.x86.cpu;

import dev.hugetext.x86.memory.PageSize;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The decoded blocks of a page of text: one physical frame seen at one virtual page. */
final class CodePage {
  /** No page: its address is none that a page can have. */
  static final CodePage NONE = new CodePage(1, 0);

  /** Virtual address of the page. */
  final long va;

  /** Physical address of the frame. */
  final long frame;

  /** The block that starts at each offset, where one was decoded. */
  final @Nullable Block[] blocks = new Block[(int) PageSize.KIB_4.bytes()];

  private volatile int generation;

  CodePage(long va, long frame) {
    this.va = va;
    this.frame = frame;
  }

  /** Odd while it is watched; another one after each change to the bytes that was noticed. */
  int generation() {
    return generation;
  }

  /** Whether bytes that were read in this generation are still those of the page. */
  boolean isStill(int readIn) {
    return readIn == generation && (readIn & 1) != 0;
  }

  /** Keeps a block that was decoded from bytes of this generation, unless they have changed. */
  synchronized Block keep(int offset, Block block, int decodedFrom) {
    if (isStill(decodedFrom)) {
      blocks[offset] = block;
    }
    return block;
  }

  /** Changes to the bytes will be noticed from now on; they were not. */
  synchronized void watch() {
    generation++;
  }

  /** The bytes have changed: drops every block. It is not watched any more. */
  synchronized void clear() {
    generation++;
    Arrays.fill(blocks, null);
  }
}
