package dev.hugetext.selftests.maps;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * BTF of a 4-byte key and of a value that begins with a spin lock: {@code struct { struct
 * bpf_spin_lock l; int d[n]; }}.
 */
final class LockBtf {
  /** The key's type. */
  static final int KEY = 1;

  /** The value's type. */
  static final int VALUE = 4;

  private static final String NAMES = "\0int\0bpf_spin_lock\0val\0v\0l\0d\0";
  private static final int HEADER = 24;
  private static final int MAGIC = 0xeb9f;
  private static final int INT = 1;
  private static final int ARRAY = 3;
  private static final int STRUCT = 4;

  private final ByteBuffer types = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

  private LockBtf() {}

  private static int name(String name) {
    return NAMES.indexOf('\0' + name + '\0') + 1;
  }

  private void type(int nameOffset, int kind, int members, int size) {
    types.putInt(nameOffset).putInt(kind << 24 | members).putInt(size);
  }

  private void member(String name, int type, int bits) {
    types.putInt(name(name)).putInt(type).putInt(bits);
  }

  /** With values of {@code valueSize} bytes, a multiple of 4 from 8 on. */
  static byte[] of(int valueSize) {
    var btf = new LockBtf();
    btf.type(name("int"), INT, 0, Integer.BYTES);
    btf.types.putInt(1 << 24 | Integer.SIZE); // signed
    btf.type(name("bpf_spin_lock"), STRUCT, 1, Integer.BYTES);
    btf.member("val", KEY, 0);
    btf.type(0, ARRAY, 0, 0);
    btf.types.putInt(KEY).putInt(KEY).putInt(valueSize / Integer.BYTES - 1);
    btf.type(name("v"), STRUCT, 2, valueSize);
    btf.member("l", 2, 0);
    btf.member("d", 3, Integer.SIZE);
    return btf.bytes();
  }

  private byte[] bytes() {
    byte[] names = NAMES.getBytes(StandardCharsets.US_ASCII);
    types.flip();
    int typeBytes = types.remaining();
    return ByteBuffer.allocate(HEADER + typeBytes + names.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putInt(HEADER)
        .putInt(0)
        .putInt(typeBytes)
        .putInt(typeBytes)
        .putInt(names.length)
        .put(types)
        .put(names)
        .array();
  }
}
