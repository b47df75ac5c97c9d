package dev.hugetext.bpf.btf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of types by name. What stands behind three underscores in a name is a flavour, which does
 * not count: {@code task_struct___old} is found under {@code task_struct}.
 */
final class NameIndex {
  private final @Nullable NameIndex base;
  private final TypeTable types;

  /** First type of each bucket, and of each type the next one of its bucket; -1 ends a chain. */
  private final int[] first;

  private final int[] next;

  /**
   * @param base index of the types of the base, if {@code types} have one
   */
  NameIndex(@Nullable NameIndex base, TypeTable types) {
    this.base = base;
    this.types = types;
    int count = types.size() - types.firstId();
    this.first = new int[Integer.highestOneBit(Math.max(1, count)) << 1];
    this.next = new int[count];
    StringTable strings = types.strings();
    Arrays.fill(first, -1);
    for (int own = count - 1; own >= 0; own--) { // so that chains ascend
      int offset = types.nameOffset(types.firstId() + own);
      if (offset != 0) {
        int bucket = bucket(strings.essentialHash(offset));
        next[own] = first[bucket];
        first[bucket] = own;
      }
    }
  }

  /** All types of that name but for flavours, ascending. */
  int[] named(String name) {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    int length = StringTable.essential(wanted, 0, wanted.length);
    return named(wanted, length);
  }

  private int[] named(byte[] wanted, int length) {
    int[] found = base == null ? new int[0] : base.named(wanted, length);
    int count = found.length;
    int own = first[bucket(StringTable.essentialHash(wanted, 0, length))];
    for (; own >= 0; own = next[own]) {
      int id = types.firstId() + own;
      if (types.strings().isEssentially(types.nameOffset(id), wanted, length)) {
        found = count == found.length ? Arrays.copyOf(found, 1 + 2 * count) : found;
        found[count++] = id;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private int bucket(int hash) {
    return (hash ^ hash >>> 16) & first.length - 1;
  }
}
