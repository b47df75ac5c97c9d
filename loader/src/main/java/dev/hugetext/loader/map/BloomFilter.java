package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_BLOOM_FILTER}: says of a value that it was not added, or that it may have
 * been.
 *
 * <p>The number of bits is the kernel's: about 7/5 of a bit for each element and hash function,
 * rounded up to a power of two.
 */
final class BloomFilter extends BpfMap {
  private static final int DEFAULT_HASHES = 5;
  private static final int HEADER_BYTES = 512;
  private static final int HASHES_MASK = 0xf;
  private static final long MOST_BITS = 1L << 31;

  private final int hashes;
  private final int seed;
  private final long mask;

  private BloomFilter(MapDef def, MapSite site, long address, long bits) {
    super(def, site, address);
    hashes = hashes(def);
    seed = MapFlag.ZERO_SEED.in(def) ? 0 : site.hashSeed();
    mask = bits - 1;
  }

  static MapCreation create(MapDef def, MapSite site) {
    long bits = bits(Integer.toUnsignedLong(def.maxEntries()), hashes(def));
    long address = site.heap().allocate(HEADER_BYTES + bits / Byte.SIZE);
    return address == 0
        ? new MapCreation.Refused(Errno.ENOMEM, bits + " bits do not fit in memory")
        : new MapCreation.Created(new BloomFilter(def, site, address, bits));
  }

  private static int hashes(MapDef def) {
    int asked = (int) def.mapExtra() & HASHES_MASK;
    return asked == 0 ? DEFAULT_HASHES : asked;
  }

  private static long bits(long entries, int hashes) {
    long product = entries * hashes;
    long bits = product / 5 * 7;
    if (product > 0xffff_ffffL || bits > MOST_BITS) {
      return 1L << 32;
    }
    return bits <= Long.SIZE ? Long.SIZE : Long.highestOneBit(bits * 2 - 1);
  }

  private long bit(byte[] value, int hash) {
    return Integer.toUnsignedLong(JenkinsHash.of(value, seed + hash)) & mask;
  }

  private long byteOf(long bit) {
    return address() + HEADER_BYTES + bit / Byte.SIZE;
  }

  private boolean mayContain(byte[] value) {
    for (int i = 0; i < hashes; i++) {
      long bit = bit(value, i);
      if ((heap().memory().getByte(byteOf(bit)) >> (bit % Byte.SIZE) & 1) == 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long push(byte[] value, long flags) {
    if (flags != UpdateFlags.ANY) {
      return Errno.EINVAL.negative();
    }
    for (int i = 0; i < hashes; i++) {
      long bit = bit(value, i);
      long at = byteOf(bit);
      heap().memory().putByte(at, (byte) (heap().memory().getByte(at) | 1 << (bit % Byte.SIZE)));
    }
    return 0;
  }

  /** Whether the value at {@code target} may have been added: 0, or -ENOENT. */
  @Override
  public long peek(long target) {
    byte[] value = heap().memory().read(target, def().valueSize());
    return mayContain(value) ? 0 : Errno.ENOENT.negative();
  }

  @Override
  public long lookup(byte[] key, int cpu) {
    return Errno.EINVAL.negative();
  }

  @Override
  public long update(byte[] key, byte[] value, long flags, int cpu) {
    return Errno.EINVAL.negative();
  }

  @Override
  public long delete(byte[] key, int cpu) {
    return Errno.EOPNOTSUPP.negative();
  }

  @Override
  MapAnswer userLookup(byte[] value) {
    return mayContain(value) ? new MapAnswer.Bytes(value.clone()) : refused(Errno.ENOENT);
  }

  @Override
  long userUpdate(byte[] key, byte[] value, long flags) {
    return push(value, flags);
  }

  @Override
  long userDelete(byte[] key) {
    return Errno.EOPNOTSUPP.negative();
  }

  @Override
  MapAnswer userNextKey(byte @Nullable [] key) {
    return refused(Errno.EOPNOTSUPP);
  }

  @Override
  public void free() {
    heap().free(address());
  }
}
