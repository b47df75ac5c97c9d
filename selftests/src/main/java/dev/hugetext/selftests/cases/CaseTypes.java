package dev.hugetext.selftests.cases;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfException;
import dev.hugetext.bpf.btf.BtfKind;
import dev.hugetext.bpf.btf.BtfType.Linkage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The types that cases may name: functions with prototypes of all kinds, and values with a lock and
 * a timer. Layout as in the kernel's BTF documentation.
 */
public final class CaseTypes {
  private static final int HEADER_BYTES = 24;
  private static final int HEADER_MAGIC_AND_VERSION = 0x0001_eb9f;
  private static final int KIND_SHIFT = 24;
  private static final int SIGNED_32_BITS = 1 << 24 | 32;
  private static final int UNSIGNED_64_BITS = 64;
  private static final int NO_NAME = 0;

  private final ByteArrayOutputStream types = new ByteArrayOutputStream();
  private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
  private int count;

  private CaseTypes() {
    strings.write(0);
  }

  /** All types, as bytes. */
  public static byte[] bytes() {
    return new CaseTypes().write();
  }

  /** All types, as the verifier takes them. */
  static Btf read() {
    try {
      return Btf.parse(bytes(), "cases");
    } catch (BtfException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] write() {
    int number = add("int", BtfKind.INT, 0, Integer.BYTES, SIGNED_32_BITS);
    int word = add("long", BtfKind.INT, 0, Long.BYTES, UNSIGNED_64_BITS);
    int pair = struct("pair", 16, word, 0, word, Long.SIZE);
    int context = pointer(struct("xdp_md", 24, word, 0, word, Long.SIZE));
    int pairs = pointer(pair);
    functions(number, context, pairs);
    int lock = struct("bpf_spin_lock", 4, number, 0);
    int timer = struct("bpf_timer", 16, word, 0, word, Long.SIZE);
    struct("locked", 16, word, 0, lock, Long.SIZE);
    struct("timed", 24, timer, 0, word, 2 * Long.SIZE);
    return finish();
  }

  private void functions(int number, int context, int pairs) {
    function("main", prototype(number), Linkage.GLOBAL);
    function("static", prototype(number), Linkage.STATIC);
    function("static_void", prototype(0), Linkage.STATIC);
    function("global_number", prototype(number, number), Linkage.GLOBAL);
    function("global_context", prototype(number, context), Linkage.GLOBAL);
    function("global_pair", prototype(number, pairs), Linkage.GLOBAL);
    function("global_cell", prototype(number, pointer(number)), Linkage.GLOBAL);
    function("global_void", prototype(0, number), Linkage.GLOBAL);
    int tagged = function("global_some_pair", prototype(number, pairs), Linkage.GLOBAL);
    add("arg:nonnull", BtfKind.DECL_TAG, 0, tagged, 0);
  }

  private int function(String name, int prototype, Linkage linkage) {
    return add(name, BtfKind.FUNC, linkage.ordinal(), prototype);
  }

  private int prototype(int result, int... parameters) {
    int[] rest = new int[2 * parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      rest[2 * i] = string("p" + i);
      rest[2 * i + 1] = parameters[i];
    }
    return add("", BtfKind.FUNC_PROTO, parameters.length, result, rest);
  }

  private int pointer(int to) {
    return add("", BtfKind.PTR, 0, to);
  }

  /** A struct; {@code members} are pairs of type and bit offset. */
  private int struct(String name, int size, int... members) {
    int[] rest = new int[3 * members.length / 2];
    for (int i = 0; i < members.length / 2; i++) {
      rest[3 * i] = string("m" + i);
      rest[3 * i + 1] = members[2 * i];
      rest[3 * i + 2] = members[2 * i + 1];
    }
    return add(name, BtfKind.STRUCT, members.length / 2, size, rest);
  }

  private int string(String text) {
    if (text.isEmpty()) {
      return NO_NAME;
    }
    int at = strings.size();
    strings.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    strings.write(0);
    return at;
  }

  private int add(String name, BtfKind kind, int items, int sizeOrType, int... rest) {
    types.writeBytes(ints(string(name), kind.ordinal() << KIND_SHIFT | items, sizeOrType));
    types.writeBytes(ints(rest));
    return ++count;
  }

  private byte[] finish() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int length = types.size();
    out.writeBytes(ints(HEADER_MAGIC_AND_VERSION, HEADER_BYTES, 0, length, length, strings.size()));
    out.writeBytes(types.toByteArray());
    out.writeBytes(strings.toByteArray());
    return out.toByteArray();
  }

  private static byte[] ints(int... values) {
    ByteBuffer out =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      out.putInt(value);
    }
    return out.array();
  }
}
