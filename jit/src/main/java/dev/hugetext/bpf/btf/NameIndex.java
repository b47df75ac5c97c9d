package dev.hugetext.bpf.btf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Numbers of types by name. What stands behind three underscores in a name is a flavour, which does
 * not count: {@code task_struct___old} is found under {@code task_struct}.
 */
final class NameIndex {
  private static final int FLAVOUR_UNDERSCORES = 3;

  private final TypeTable types;

  /** First type of each bucket, and of each type the next one of its bucket; 0 ends a chain. */
  private final int[] first;

  private final int[] next;

  NameIndex(TypeTable types) {
    this.types = types;
    this.first = new int[Integer.highestOneBit(Math.max(1, types.size())) << 1];
    this.next = new int[types.size()];
    StringTable strings = types.strings();
    for (int id = types.size() - 1; id > 0; id--) { // so that chains ascend
      int offset = types.nameOffset(id);
      int length = strings.lengthAt(offset);
      if (length != 0) {
        int bucket = bucket(strings.hash(offset, essential(strings.bytes(), offset, length)));
        next[id] = first[bucket];
        first[bucket] = id;
      }
    }
  }

  /** All types of that name but for flavours, ascending. */
  int[] named(String name) {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    int length = essential(wanted, 0, wanted.length);
    StringTable strings = types.strings();
    int[] found = new int[4];
    int count = 0;
    for (int id = first[bucket(StringTable.hash(wanted, 0, length))]; id != 0; id = next[id]) {
      int offset = types.nameOffset(id);
      int own = essential(strings.bytes(), offset, strings.lengthAt(offset));
      if (Arrays.equals(strings.bytes(), offset, offset + own, wanted, 0, length)) {
        found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
        found[count++] = id;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private int bucket(int hash) {
    return (hash ^ hash >>> 16) & first.length - 1;
  }

  /** Length of a name without its flavour: up to the last three underscores that stand apart. */
  static int essential(byte[] text, int start, int length) {
    for (int i = length - FLAVOUR_UNDERSCORES - 2; i >= 0; i--) {
      int at = start + i;
      if (text[at] != '_'
          && text[at + 1] == '_'
          && text[at + 2] == '_'
          && text[at + 3] == '_'
          && text[at + 4] != '_') {
        return i + 1;
      }
    }
    return length;
  }
}
