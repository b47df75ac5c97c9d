package dev.hugetext.bpf.btf.c;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfException;
import dev.hugetext.bpf.btf.BtfKind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes BTF; each method adds a type and gives its number. */
final class Types {
  private static final int MAGIC = 0xeb9f;
  private static final int HEADER_BYTES = 24;

  private final ByteArrayOutputStream types = new ByteArrayOutputStream();
  private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
  private int count;

  Types() {
    strings.write(0);
  }

  int integer(String name, int bytes) {
    return add(BtfKind.INT, name, bytes, 0, 1 << 24 | bytes * Byte.SIZE); // signed
  }

  int pointer(int type) {
    return add(BtfKind.PTR, "", type, 0);
  }

  int constant(int type) {
    return add(BtfKind.CONST, "", type, 0);
  }

  int tag(int type, String name) {
    return add(BtfKind.TYPE_TAG, name, type, 0);
  }

  int typedef(int type, String name) {
    return add(BtfKind.TYPEDEF, name, type, 0);
  }

  int prototype() {
    return add(BtfKind.FUNC_PROTO, "", 0, 0);
  }

  int function(int prototype) {
    return add(BtfKind.FUNC, "f", prototype, 0);
  }

  /** All members are named {@code m} and follow each other by 4 bytes. */
  int struct(String name, int bytes, int... members) {
    int[] words = new int[3 * members.length];
    for (int i = 0; i < members.length; i++) {
      words[3 * i] = string("m");
      words[3 * i + 1] = members[i];
      words[3 * i + 2] = i * Integer.SIZE;
    }
    return add(BtfKind.STRUCT, name, bytes, members.length, words);
  }

  private int add(BtfKind kind, String name, int sizeOrType, int items, int... more) {
    word(string(name));
    word(kind.ordinal() << 24 | items);
    word(sizeOrType);
    for (int word : more) {
      word(word);
    }
    return ++count;
  }

  private void word(int word) {
    types.writeBytes(words(word));
  }

  private static byte[] words(int... words) {
    ByteBuffer bytes =
        ByteBuffer.allocate(words.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : words) {
      bytes.putInt(word);
    }
    return bytes.array();
  }

  private int string(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    int at = strings.size();
    strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    strings.write(0);
    return at;
  }

  Btf btf() throws BtfException {
    var section = new ByteArrayOutputStream();
    section.writeBytes(
        words(MAGIC | 1 << 16, HEADER_BYTES, 0, types.size(), types.size(), strings.size()));
    section.writeBytes(types.toByteArray());
    section.writeBytes(strings.toByteArray());
    return Btf.parse(section.toByteArray(), "made");
  }
}
