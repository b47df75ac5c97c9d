package dev.hugetext.bpf.btf;

import java.util.AbstractList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The types of a section by number, behind those of its base if it has one. Each is made an object
 * when it is asked for first: a kernel has a hundred thousand, of which one program needs a few.
 */
final class TypeTable extends AbstractList<BtfType> {
  static final TypeTable EMPTY = new TypeTable();

  private static final BtfType VOID = new BtfType.VoidType();

  private final @Nullable TypeTable base;
  private final TypeWords words;
  private final StringTable strings;
  private final int firstId;
  private final int[] at;
  private final @Nullable BtfType[] made;

  private TypeTable() {
    this.base = null;
    this.words = TypeWords.NONE;
    this.strings = StringTable.EMPTY;
    this.firstId = 1;
    this.at = new int[0];
    this.made = new BtfType[0];
  }

  /**
   * @param base types that have lower numbers; {@link #EMPTY} if there are none but {@code void}
   * @param at where each type begins; the first has number {@code base.size()}
   */
  TypeTable(TypeTable base, TypeWords words, StringTable strings, int[] at) {
    this.base = base;
    this.words = words;
    this.strings = strings;
    this.firstId = base.size();
    this.at = at;
    this.made = new BtfType[at.length];
  }

  @Override
  public int size() {
    return firstId + at.length;
  }

  /** Number of the first type that is not the base's. */
  int firstId() {
    return firstId;
  }

  @Override
  public BtfType get(int id) {
    if (id < firstId) {
      return base == null ? onlyVoid(id) : base.get(id);
    }
    BtfType type = made[id - firstId];
    if (type == null) { // two threads may make the same, which does no harm: it is a value
      type = new TypeMaker(words, strings).make(TypeRecord.read(words, at[id - firstId]));
      made[id - firstId] = type;
    }
    return type;
  }

  /** Kind of type {@code id}, which need not be made for it. */
  BtfKind kind(int id) {
    if (id < firstId) {
      return base == null ? BtfKind.ofType(onlyVoid(id)) : base.kind(id);
    }
    return TypeRecord.kind(words.at(at[id - firstId] + TypeRecord.INFO_AT));
  }

  private static BtfType onlyVoid(int id) {
    Objects.checkIndex(id, 1);
    return VOID;
  }

  /** Where in the strings the name of type {@code id} stands, which is not the base's. */
  int nameOffset(int id) {
    return words.at(at[id - firstId]);
  }

  StringTable strings() {
    return strings;
  }
}
