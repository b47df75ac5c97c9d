package dev.hugetext.selftests.maps;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * Draws keys from so few that most operations meet one that is there, and so many that a map gets
 * full; now and then one that no map can have.
 */
final class KeyDraw {
  private static final int MOST_KEYS = 4096;
  private static final int RARE = 64;

  private final MapDef def;
  private final SplittableRandom random;
  private final int keys;

  KeyDraw(MapDef def, SplittableRandom random) {
    this.def = def;
    this.random = random;
    keys = Math.clamp(Integer.toUnsignedLong(def.maxEntries()) * 2, 4, MOST_KEYS);
  }

  byte[] next() {
    if (def.keySize() == 0) {
      return new byte[0];
    }
    return switch (def.type()) {
      case LPM_TRIE -> prefix();
      default -> isIndexed(def.type()) ? index() : key();
    };
  }

  static boolean isIndexed(MapType type) {
    return switch (type) {
      case ARRAY,
          PERCPU_ARRAY,
          PROG_ARRAY,
          PERF_EVENT_ARRAY,
          CGROUP_ARRAY,
          ARRAY_OF_MAPS,
          DEVMAP,
          CPUMAP,
          XSKMAP,
          STACK_TRACE ->
          true;
      default -> false;
    };
  }

  private byte[] index() {
    int entries = (int) Math.min(Integer.toUnsignedLong(def.maxEntries()), Integer.MAX_VALUE / 2);
    int index = random.nextInt(entries + 1 + entries / 8);
    return word(random.nextInt(RARE) == 0 ? random.nextInt() : index).array();
  }

  private static ByteBuffer word(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value);
  }

  private byte[] key() {
    int number = random.nextInt(keys);
    byte[] key = new byte[def.keySize()];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (i < Integer.BYTES ? number >>> (i * Byte.SIZE) : number * (i + 7));
    }
    return key;
  }

  /** Prefixes that share their beginnings; bits behind a prefix are random. */
  private byte[] prefix() {
    int bits = (def.keySize() - Integer.BYTES) * Byte.SIZE;
    int length = random.nextInt(RARE) == 0 ? bits + random.nextInt(9) : random.nextInt(bits + 1);
    var key = ByteBuffer.allocate(def.keySize()).order(ByteOrder.LITTLE_ENDIAN).putInt(length);
    int shape = random.nextInt(4);
    while (key.hasRemaining()) {
      int drawn = 1 << random.nextInt(Byte.SIZE);
      key.put((byte) (shape == 0 ? random.nextInt() : shape == 1 ? 0 : drawn));
    }
    return key.array();
  }
}
