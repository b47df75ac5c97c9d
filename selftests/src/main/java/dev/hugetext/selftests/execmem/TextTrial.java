package dev.hugetext.selftests.execmem;

import dev.hugetext.execmem.Execmem;
import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.execmem.TextUser;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.policy.ProgPack;
import dev.hugetext.execmem.policy.RoxCache;
import dev.hugetext.execmem.policy.TextCheck;
import dev.hugetext.x86.cpu.MachineCounters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random allocations, fills, patches and frees on one kernel, right ones and wrong ones; all of
 * them compared with models after each step, and all bytes now and then.
 */
final class TextTrial implements AutoCloseable {
  private static final int MOST_LIVE = 24;
  private static final long MOST_LIVE_BYTES = 6L << 20;
  private static final int MOST_FILLED = 10_000;
  private static final int STEPS_BETWEEN_FULL_CHECKS = 400;
  private static final byte[] NOP5 = {0x0F, 0x1F, 0x44, 0, 0};
  private static final byte[] RET = {(byte) 0xC3};

  private final SplittableRandom random;
  private final TrialKernel trial;
  private final KernelMemory kernel;
  private final TextAllocator text;
  private final PlaceModel model;
  private final TextCheck check;
  private final List<Block> live = new ArrayList<>();
  private long liveBytes;
  private long steps;

  private static final class Block {
    final TextUser user;
    final long address;
    final byte[] bytes; // as far as it may be written
    boolean filled;

    Block(TextUser user, long address, byte[] bytes) {
      this.user = user;
      this.address = address;
      this.bytes = bytes;
    }
  }

  TextTrial(long seed) {
    random = new SplittableRandom(seed);
    trial = new TrialKernel(random);
    kernel = trial.kernel();
    text = trial.text();
    model = trial.model();
    check = new TextCheck(kernel, text);
  }

  String description() {
    return trial.description();
  }

  /**
   * One random operation, and all checks after it.
   *
   * @throws IllegalStateException if anything is not as it should be
   */
  void step() {
    int choice = random.nextInt(100);
    if (live.isEmpty() || (choice < 36 && live.size() < MOST_LIVE && liveBytes < MOST_LIVE_BYTES)) {
      alloc();
    } else if (choice < 62) {
      fill(live.get(random.nextInt(live.size())));
    } else if (choice < 66) {
      patch(live.get(random.nextInt(live.size())));
    } else if (choice < 70) {
      wrongUse();
    } else {
      free(random.nextInt(live.size()));
    }
    model.compare();
    check.afterStep();
    steps++;
    if (steps % STEPS_BETWEEN_FULL_CHECKS == 0) {
      everything();
    }
  }

  private void everything() {
    check.everything();
    live.forEach(this::compareBytes);
  }

  private void compareBytes(Block block) {
    byte[] found = kernel.memory().read(block.address, block.bytes.length);
    int at = Arrays.mismatch(block.bytes, found);
    if (at >= 0) {
      throw new IllegalStateException(
          "byte %d of the block at 0x%x is %x, not %x"
              .formatted(at, block.address, found[at], block.bytes[at]));
    }
  }

  private void alloc() {
    TextUser[] users = TextUser.values();
    TextUser user = users[random.nextInt(users.length)];
    int shift = 5 + random.nextInt(random.nextInt(8) == 0 ? 17 : 9);
    long size = 1L + random.nextInt(1 << shift);
    long align = random.nextInt(3) == 0 ? 1L << random.nextInt(13) : user.align();
    long address = text.alloc(user, size, align);
    if (address == 0) {
      throw new IllegalStateException("no %d bytes".formatted(size));
    }
    if ((address & (align - 1)) != 0) {
      throw new IllegalStateException("0x%x is not aligned to %d".formatted(address, align));
    }
    model.allocated(user, size, align, address);
    int capacity = (int) model.capacity(user, size);
    live.add(new Block(user, address, kernel.memory().read(address, capacity)));
    liveBytes += capacity;
  }

  private void fill(Block block) {
    int from = random.nextInt(block.bytes.length);
    int most = Math.min(block.bytes.length - from, MOST_FILLED);
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    requireResult(block.address + from, text.fill(block.address + from, bytes));
    System.arraycopy(bytes, 0, block.bytes, from, bytes.length);
    block.filled = true;
    compareBytes(block);
  }

  private static void requireResult(long expected, long found) {
    PlaceModel.requireAddress(expected, found, "result");
  }

  /** Patches an instruction of text in use, at a place that need not be one: bytes are bytes. */
  private void patch(Block block) {
    byte[] bytes = random.nextBoolean() ? NOP5 : RET;
    if (!block.filled || block.bytes.length < bytes.length) {
      return; // not text yet
    }
    int at = random.nextInt(block.bytes.length - bytes.length + 1);
    MachineCounters before = trial.machine().counters();
    kernel.textPokeBatch().patch(block.address + at, bytes);
    MachineCounters used = trial.machine().counters().minus(before);
    PlaceModel.requireSame(bytes.length > 1 ? 3L : 2L, used.syncCores(), "broadcasts of a batch");
    PlaceModel.requireSame(bytes.length > 1 ? 3L : 2L, used.textPokes(), "pokes of a batch");
    System.arraycopy(bytes, 0, block.bytes, at, bytes.length);
    compareBytes(block);
  }

  /** What is refused, and changes nothing. */
  private void wrongUse() {
    Block block = live.get(random.nextInt(live.size()));
    long end = block.address + block.bytes.length;
    switch (random.nextInt(4)) {
      case 0 -> requireResult(Errno.EINVAL.negative(), text.fill(end - 1, new byte[2]));
      case 1 -> requireResult(0, text.alloc(block.user, 0, 64));
      case 2 -> text.free(0);
      default -> {
        requireResult(Errno.EINVAL.negative(), text.fill(0, new byte[1]));
        text.free(kernel.layout().vmalloc().end() - 4096); // nothing is there
      }
    }
    compareBytes(block);
  }

  private void free(int index) {
    Block block = live.remove(index);
    text.free(block.address);
    liveBytes -= block.bytes.length;
    model.freed(block.address);
  }

  /**
   * Frees all, and requires that what must be gone then is gone.
   *
   * @throws IllegalStateException if it is not
   */
  void finish() {
    while (!live.isEmpty()) {
      free(live.size() - 1);
      model.compare();
      check.afterStep();
    }
    everything();
    PlaceModel.requireSame(0L, text.usage().occupied(), "bytes occupied in the end");
    switch (text) {
      case ProgPack packs -> PlaceModel.requireSame(0, packs.packs().size(), "packs in the end");
      case RoxCache cache -> PlaceModel.requireSame(0, cache.packs().size(), "packs in the end");
      case Execmem execmem -> execmem.regions(); // some may be left: a free gives back one at most
      default -> PlaceModel.requireSame(0L, text.usage().backed(), "bytes backed in the end");
    }
  }

  @Override
  public void close() {
    trial.close();
  }
}
