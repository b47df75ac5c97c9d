package dev.hugetext.examples.experiment;

import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.execmem.TextUser;
import dev.hugetext.execmem.outcome.Errno;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Text that is loaded and unloaded again; what it consists of does not matter. */
final class LiveText {
  /** A program's header and the room for a random start, which BPF adds to its code. */
  private static final int BPF_EXTRA_BYTES = 8 + 16;

  private static final int BPF_GRANULE = 64;
  private static final byte NOP = (byte) 0x90;

  private final TextAllocator text;
  private final List<Block> live = new ArrayList<>();
  private long requested;

  private record Block(long address, long bytes) {}

  LiveText(TextAllocator text) {
    this.text = text;
  }

  /**
   * Loads an image of {@code bytes} bytes: reserves it and fills it once.
   *
   * @throws TextRefusedException if the kernel has no memory for it, or cannot fill it
   */
  void load(TextUser user, int bytes) throws TextRefusedException {
    int size = bytes;
    if (user == TextUser.BPF_PROGRAM) {
      size = (bytes + BPF_EXTRA_BYTES + BPF_GRANULE - 1) & -BPF_GRANULE;
    }
    long address = text.alloc(user, size, user.align());
    byte[] image = new byte[size];
    Arrays.fill(image, NOP);
    if (address == 0) {
      throw refused(user, size, "alloc", "NULL");
    }
    long filled = text.fill(address, image);
    if (Errno.isError(filled)) {
      text.free(address);
      throw refused(user, size, "fill", Errno.text(filled));
    }
    live.add(new Block(address, bytes));
    requested += bytes;
  }

  private TextRefusedException refused(TextUser user, int size, String call, String answer) {
    return new TextRefusedException(
        "%s of %d bytes for a %s, with %d images loaded, answered %s"
            .formatted(call, size, user.text(), live.size(), answer));
  }

  /** Unloads one of them, by its number from the oldest. */
  void unload(int index) {
    Block last = live.removeLast();
    Block block = index == live.size() ? last : live.set(index, last);
    text.free(block.address());
    requested -= block.bytes();
  }

  /** Unloads all. */
  void unloadAll() {
    while (!live.isEmpty()) {
      unload(live.size() - 1);
    }
  }

  /** How many are loaded. */
  int count() {
    return live.size();
  }

  /** Bytes of the images that are loaded, as their users count them. */
  long requestedBytes() {
    return requested;
  }
}
