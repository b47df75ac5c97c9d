package dev.hugetext.selftests.maps;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.loader.map.MapContents;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws operations for one map. */
final class Operations {
  private static final int RARE = 24;
  private static final long[] ODD_FLAGS = {3, 4, 5, 6, 7, 8, 16, 1L << 32, -1};

  /** None, the loopback device, and one that no host has. */
  private static final int[] DEVICES = {0, 1, 1, Integer.MAX_VALUE};

  private final MapDef def;
  private final int valueBytes;
  private final int objects;
  private final SplittableRandom random;
  private final KeyDraw keys;
  private boolean cleanPadding;

  /**
   * Operations on maps of this definition.
   *
   * @param valueBytes of a value as user space hands it over
   * @param objects how many there are to store references to; 0 for maps of bytes
   */
  Operations(MapDef def, int valueBytes, int objects, long seed) {
    this.def = def;
    this.valueBytes = valueBytes;
    this.objects = objects;
    random = new SplittableRandom(seed);
    keys = new KeyDraw(def, random);
  }

  /**
   * From now on the bytes behind a CPU's value are zeros: a program's update leaves there what an
   * element before it had, and which one that was is the kernel's affair.
   */
  void cleanPadding() {
    cleanPadding = def.type().isPerCpu();
  }

  /** One operation, with all that it needs. */
  record Operation(Kind kind, byte[] key, byte[] value, int object, long flags) {
    @Override
    public String toString() {
      var hex = java.util.HexFormat.of();
      return "%s key %s value %s object %d flags %d"
          .formatted(kind, hex.formatHex(key), hex.formatHex(value), object, flags);
    }
  }

  /** What to do. */
  enum Kind {
    LOOKUP,
    UPDATE,
    PUT,
    DELETE,
    NEXT_KEY,
    FIRST_KEY,
    TAKE
  }

  Operation next() {
    int drawn = random.nextInt(100);
    if (drawn < 45) {
      Kind kind = objects > 0 ? Kind.PUT : Kind.UPDATE;
      return operation(kind, random.nextInt(RARE) == 0 ? oddFlags() : random.nextInt(3));
    }
    if (drawn < 68) {
      return operation(Kind.LOOKUP, rareFlags());
    }
    if (drawn < 82) {
      return operation(Kind.DELETE, 0);
    }
    if (drawn < 93) {
      return operation(drawn == 92 ? Kind.FIRST_KEY : Kind.NEXT_KEY, 0);
    }
    return operation(Kind.TAKE, rareFlags());
  }

  private long rareFlags() {
    return random.nextInt(RARE) == 0 ? oddFlags() : 0;
  }

  private long oddFlags() {
    return ODD_FLAGS[random.nextInt(ODD_FLAGS.length)];
  }

  private Operation operation(Kind kind, long flags) {
    int object = objects == 0 ? 0 : random.nextInt(objects);
    return new Operation(kind, keys.next(), value(), object, flags);
  }

  private byte[] value() {
    return switch (def.type()) {
      case DEVMAP, DEVMAP_HASH -> place(DEVICES[random.nextInt(DEVICES.length)]);
      // most queues are empty: the kernel starts a thread for each that is not
      case CPUMAP -> place(random.nextInt(50) == 0 ? 16384 : random.nextBoolean() ? 0 : 16385);
      case BLOOM_FILTER -> number(random.nextInt(300));
      default -> bytes();
    };
  }

  private byte[] place(int number) {
    var value = ByteBuffer.allocate(valueBytes).order(ByteOrder.LITTLE_ENDIAN).putInt(number);
    if (value.hasRemaining()) {
      value.putInt(-random.nextInt(2)); // no program
    }
    return value.array();
  }

  private byte[] number(int number) {
    byte[] value = new byte[valueBytes];
    value[0] = (byte) number;
    value[1] = (byte) (number >> Byte.SIZE);
    value[valueBytes - 1] ^= (byte) (number * 7);
    return value;
  }

  private byte[] bytes() {
    byte[] value = new byte[valueBytes];
    random.nextBytes(value);
    if (cleanPadding) {
      int stride = MapContents.stride(def);
      for (int end = stride; end <= valueBytes; end += stride) {
        Arrays.fill(value, end - stride + def.valueSize(), end, (byte) 0);
      }
    }
    return value;
  }
}
