package dev.hugetext.execmem.policy;

import dev.hugetext.execmem.ArchText;
import dev.hugetext.execmem.TextUsage;
import dev.hugetext.execmem.outcome.Errno;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code bpf_prog_pack}: text that is read-only and executable already, handed out by chunks of 64
 * bytes; first fit in the first pack that has room, in the order in which packs were made.
 *
 * <p>What is handed out is written by text poking, filled with {@code int3} when it is freed; a
 * pack that becomes empty is released at once. Not thread safe.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/v6.1/kernel/bpf/core.c">bpf_prog_pack_alloc
 *     </a>
 */
final class Packs {
  /** {@code BPF_PROG_CHUNK_SIZE}. */
  static final int CHUNK_BYTES = 64;

  private final long packBytes;
  private final Source source;
  private final ArchText archText;
  private final List<Pack> packs = new ArrayList<>();

  /** Where packs come from. */
  interface Source {
    /** A pack's worth of text filled with {@code int3}; 0 where there is none. */
    long newPack();

    /** Takes it back. */
    void release(long pack);
  }

  private static final class Pack {
    final long start;
    final BitSet used = new BitSet();
    final NavigableMap<Integer, Integer> blocks = new TreeMap<>(); // first chunk to chunks

    Pack(long start) {
      this.start = start;
    }
  }

  Packs(long packBytes, Source source, ArchText archText) {
    this.packBytes = packBytes;
    this.source = source;
    this.archText = archText;
  }

  /** Bytes that one pack holds; more than that it cannot serve. */
  long packBytes() {
    return packBytes;
  }

  /** A block; 0 where no pack has room and none can be made. */
  long alloc(long size, long align) {
    int chunks = (int) ((size + CHUNK_BYTES - 1) / CHUNK_BYTES);
    for (Pack pack : packs) {
      int at = firstRun(pack, chunks, align);
      if (at >= 0) {
        return take(pack, at, chunks);
      }
    }
    long start = source.newPack();
    if (start == 0) {
      return 0;
    }
    Pack pack = new Pack(start);
    packs.add(pack);
    return take(pack, 0, chunks);
  }

  private int firstRun(Pack pack, int chunks, long align) {
    int total = (int) (packBytes / CHUNK_BYTES);
    int step = (int) Math.max(1, align / CHUNK_BYTES);
    for (int at = aligned(pack.used.nextClearBit(0), step); at + chunks <= total; ) {
      int used = pack.used.nextSetBit(at);
      if (used < 0 || used >= at + chunks) {
        return at;
      }
      at = aligned(pack.used.nextClearBit(used), step);
    }
    return -1;
  }

  private static int aligned(int chunk, int step) {
    return (chunk + step - 1) & -step;
  }

  private static long take(Pack pack, int at, int chunks) {
    pack.used.set(at, at + chunks);
    pack.blocks.put(at, chunks);
    return pack.start + (long) at * CHUNK_BYTES;
  }

  private @Nullable Pack packOf(long address) {
    for (Pack pack : packs) {
      if (Long.compareUnsigned(address - pack.start, packBytes) < 0) {
        return pack;
      }
    }
    return null;
  }

  /** Whether {@code address} lies in a pack. */
  boolean owns(long address) {
    return packOf(address) != null;
  }

  /** Pokes bytes into one block; {@code -EINVAL} where they do not lie in one. */
  long fill(long dst, byte[] src) {
    Pack pack = packOf(dst);
    if (pack == null) {
      return Errno.EINVAL.negative();
    }
    int chunk = (int) ((dst - pack.start) / CHUNK_BYTES);
    Map.Entry<Integer, Integer> block = pack.blocks.floorEntry(chunk);
    if (block == null) {
      return Errno.EINVAL.negative();
    }
    long end = pack.start + (long) (block.getKey() + block.getValue()) * CHUNK_BYTES;
    boolean inside = Long.compareUnsigned(dst, end) < 0 && src.length <= end - dst;
    return inside ? archText.copy(dst, src) : Errno.EINVAL.negative();
  }

  /** Frees the block that begins at {@code address}; false if none does. */
  boolean free(long address) {
    Pack pack = packOf(address);
    if (pack == null || (address - pack.start) % CHUNK_BYTES != 0) {
      return false;
    }
    int at = (int) ((address - pack.start) / CHUNK_BYTES);
    Integer chunks = pack.blocks.remove(at);
    if (chunks == null) {
      return false;
    }
    int _ = archText.invalidate(address, (long) chunks * CHUNK_BYTES);
    pack.used.clear(at, at + chunks);
    if (pack.blocks.isEmpty()) {
      packs.remove(pack);
      source.release(pack.start);
    }
    return true;
  }

  /** Addresses of the packs, the oldest first: a copy. */
  List<Long> starts() {
    return packs.stream().map(pack -> pack.start).toList();
  }

  TextUsage usage() {
    long occupied = 0;
    for (Pack pack : packs) {
      occupied += (long) pack.used.cardinality() * CHUNK_BYTES;
    }
    return new TextUsage(occupied, packs.size() * packBytes);
  }
}
