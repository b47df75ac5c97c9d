package dev.hugetext.bpf.btf;

import java.util.AbstractList;
import org.jspecify.annotations.Nullable;

/**
 * The types of a section by number. Each is made an object when it is asked for first: a kernel has
 * a hundred thousand, of which one program needs a few.
 */
final class TypeTable extends AbstractList<BtfType> {
  static final TypeTable EMPTY = new TypeTable(null, StringTable.EMPTY, new int[1], 0);

  private final @Nullable BtfBytes bytes;
  private final StringTable strings;
  private final int[] at;
  private final int limit;
  private final @Nullable BtfType[] made;

  /**
   * @param at where each type begins, by number
   * @param limit end of the type section
   */
  TypeTable(@Nullable BtfBytes bytes, StringTable strings, int[] at, int limit) {
    this.bytes = bytes;
    this.strings = strings;
    this.at = at;
    this.limit = limit;
    this.made = new BtfType[at.length];
    this.made[0] = new BtfType.VoidType();
  }

  @Override
  public int size() {
    return at.length;
  }

  @Override
  public BtfType get(int id) {
    BtfType type = made[id];
    if (type == null) { // two threads may make the same, which does no harm: it is a value
      type = new TypeMaker(section(), strings).make(record(id));
      made[id] = type;
    }
    return type;
  }

  /** Kind of type {@code id}, which need not be made for it. */
  BtfKind kind(int id) {
    return id == 0 ? BtfKind.VOID : record(id).kind();
  }

  /** Where in the strings the name of type {@code id} stands. */
  int nameOffset(int id) {
    return id == 0 ? 0 : section().word(at[id]);
  }

  StringTable strings() {
    return strings;
  }

  private TypeRecord record(int id) {
    try {
      return TypeRecord.read(section(), at[id], limit);
    } catch (BtfException e) {
      throw new IllegalStateException("type " + id + " was not checked", e);
    }
  }

  private BtfBytes section() {
    if (bytes == null) {
      throw new IndexOutOfBoundsException("no types but void");
    }
    return bytes;
  }
}
