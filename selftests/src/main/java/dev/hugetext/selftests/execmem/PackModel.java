package dev.hugetext.selftests.execmem;

import dev.hugetext.execmem.TextUser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Packs: the first in order that has room, lowest place in it, by 64 bytes. */
final class PackModel implements PlaceModel {
  private static final long CHUNK = 64;

  private final long packBytes;
  private final Supplier<List<Long>> actual;
  private final LongConsumer made;
  private final LongConsumer released;
  private final List<Pack> packs = new ArrayList<>();
  private final Map<Long, Long> ends = new HashMap<>();

  private static final class Pack {
    final long start;
    final FreeIntervals free = new FreeIntervals();

    Pack(long start) {
      this.start = start;
    }
  }

  /**
   * No packs.
   *
   * @param actual the packs that the policy has
   * @param made told of each new pack
   * @param released told of each pack that is gone
   */
  PackModel(long packBytes, Supplier<List<Long>> actual, LongConsumer made, LongConsumer released) {
    this.packBytes = packBytes;
    this.actual = actual;
    this.made = made;
    this.released = released;
  }

  @Override
  public void allocated(TextUser user, long size, long align, long address) {
    long bytes = capacity(user, size);
    Pack pack = null;
    long expected = 0;
    for (Pack candidate : packs) {
      if (expected == 0) {
        pack = candidate;
        expected = candidate.free.lowest(bytes, align);
      }
    }
    if (pack == null || expected == 0) {
      pack = new Pack(actual.get().getLast());
      pack.free.give(pack.start, pack.start + packBytes);
      packs.add(pack);
      made.accept(pack.start);
      expected = pack.start;
    }
    PlaceModel.requireAddress(expected, address, "first fit in the first pack with room");
    pack.free.take(address, address + bytes);
    ends.put(address, address + bytes);
  }

  @Override
  public void freed(long address) {
    Long end = ends.remove(address);
    Pack pack = null;
    for (Pack candidate : packs) {
      if (candidate.start <= address && address < candidate.start + packBytes) {
        pack = candidate;
      }
    }
    if (pack == null || end == null) {
      throw new IllegalStateException("never allocated: 0x%x".formatted(address));
    }
    pack.free.give(address, end);
    if (pack.free.covers(pack.start, pack.start + packBytes)) {
      packs.remove(pack);
      released.accept(pack.start);
    }
  }

  @Override
  public long capacity(TextUser user, long size) {
    return (size + CHUNK - 1) & -CHUNK;
  }

  @Override
  public void compare() {
    PlaceModel.requireSame(packs.stream().map(pack -> pack.start).toList(), actual.get(), "packs");
  }
}
