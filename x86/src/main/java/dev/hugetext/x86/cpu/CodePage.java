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

  /** The generation for which {@link CodePages#watch} was called last. */
  int watchedGeneration = -1;

  private volatile int generation;

  CodePage(long va, long frame) {
    this.va = va;
    this.frame = frame;
  }

  /** How often its bytes have changed. */
  int generation() {
    return generation;
  }

  /** Keeps a block that was decoded from bytes of this generation, unless they have changed. */
  synchronized Block keep(int offset, Block block, int decodedFrom) {
    if (generation == decodedFrom) {
      blocks[offset] = block;
    }
    return block;
  }

  /** Drops every block: the bytes have changed. */
  synchronized void clear() {
    generation++;
    Arrays.fill(blocks, null);
  }
}
