package dev.hugetext.bpf.btf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The types of one file or kernel. Every type number inside is one of {@link #types()}.
 *
 * <p>Immutable. Questions that follow references end after a bounded number of steps.
 */
public final class Btf {
  /** First bytes of every section of types, and of what ties them to instructions. */
  public static final int MAGIC = 0xeb9f;

  /** The one version that there is of both. */
  public static final int VERSION = 1;

  /** Longest chain of modifiers and arrays that is followed; that of the kernel is 32. */
  private static final int MAX_DEPTH = 64;

  private static final int POINTER_BYTES = 8;

  private static final Btf EMPTY = new Btf();

  private final @Nullable Btf base;
  private final TypeTable types;
  private @Nullable NameIndex names;

  private Btf() {
    this.base = null;
    this.types = TypeTable.EMPTY;
  }

  private Btf(Btf base, TypeTable types) {
    this.base = base;
    this.types = types;
  }

  /** Without any type but {@code void}. */
  public static Btf empty() {
    return EMPTY;
  }

  /**
   * Reads a {@code .BTF} section of either byte order.
   *
   * @param bytes kept, so the caller must not change them afterwards
   * @param file its name, for messages
   * @throws BtfException if the bytes are no BTF of version 1
   */
  public static Btf parse(byte[] bytes, String file) throws BtfException {
    return parseSplit(bytes, file, EMPTY);
  }

  /**
   * Reads split BTF, as a kernel module has it: numbers of types and offsets of strings go on where
   * those of {@code base} end. All questions are answered for both together.
   *
   * @param bytes kept, so the caller must not change them afterwards
   * @param file its name, for messages
   * @param base what it was made for: with another one, names and types are wrong or out of range;
   *     {@link #empty} for BTF that is not split
   * @throws BtfException if the bytes are no BTF of version 1 on top of {@code base}
   */
  public static Btf parseSplit(byte[] bytes, String file, Btf base) throws BtfException {
    return new Btf(base, new BtfReader(new BtfBytes(bytes, file), base.types).read());
  }

  /** All types by number, the base's too; {@code void} is number 0. Cannot be changed. */
  public List<BtfType> types() {
    return Collections.unmodifiableList(types);
  }

  /** Number of the first type that is not of a base: 1, or where the base's end. */
  public int firstId() {
    return types.firstId();
  }

  /**
   * The type with this number.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public BtfType type(int id) {
    return types.get(id);
  }

  /**
   * The string at an offset of the string section, as {@code .BTF.ext} refers to them.
   *
   * @return empty if the offset is not in the section
   */
  public Optional<String> string(int offset) {
    return types.strings().at(offset);
  }

  /** Number of the first type of a kind with a name; empty if there is none. */
  public OptionalInt find(BtfKind kind, String name) {
    for (int id : names().named(name)) {
      if (types.kind(id) == kind && types.get(id).name().equals(name)) {
        return OptionalInt.of(id);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * Numbers of all types of a kind whose name is {@code name}, or differs from it by a flavour: by
   * what stands behind three underscores.
   */
  public int[] findFlavours(BtfKind kind, String name) {
    return Arrays.stream(names().named(name)).filter(id -> types.kind(id) == kind).toArray();
  }

  /** Kind of the type with this number, which need not be made for it. */
  public BtfKind kind(int id) {
    return types.kind(id);
  }

  /** {@code name} without its flavour. */
  public static String withoutFlavour(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int length = StringTable.essential(bytes, 0, bytes.length);
    return length == bytes.length ? name : new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private NameIndex names() {
    NameIndex index = names;
    if (index == null) { // two threads may make the same, which does no harm
      index = new NameIndex(base == null ? null : base.names(), types);
      names = index;
    }
    return index;
  }

  /**
   * The type behind typedefs, qualifiers and tags.
   *
   * @return {@code void} where the chain is longer than any real one (or a cycle)
   */
  public BtfType resolve(int id) {
    return types.get(resolveId(id));
  }

  /** Number of {@link #resolve}'s type. */
  public int resolveId(int id) {
    int at = id;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      int next = modified(types.get(at));
      if (next < 0) {
        return at;
      }
      at = next;
    }
    return 0;
  }

  /** What {@code type} only qualifies, names or tags; -1 if it is none that does. */
  private static int modified(BtfType type) {
    return switch (type) {
      case BtfType.Typedef(String name, int to) -> to;
      case BtfType.Volatile(int to) -> to;
      case BtfType.Const(int to) -> to;
      case BtfType.Restrict(int to) -> to;
      case BtfType.TypeTag(String name, int to) -> to;
      case BtfType.VoidType t -> -1;
      case BtfType.Int t -> -1;
      case BtfType.Ptr t -> -1;
      case BtfType.Array t -> -1;
      case BtfType.Struct t -> -1;
      case BtfType.Union t -> -1;
      case BtfType.EnumType t -> -1;
      case BtfType.Forward t -> -1;
      case BtfType.Func t -> -1;
      case BtfType.FuncProto t -> -1;
      case BtfType.Var t -> -1;
      case BtfType.DataSec t -> -1;
      case BtfType.FloatType t -> -1;
      case BtfType.DeclTag t -> -1;
    };
  }

  /**
   * Size of a value of this type in bytes.
   *
   * @return empty for types without one: functions, forward declarations, {@code void}, and arrays
   *     nested deeper than any real one
   */
  public OptionalLong size(int id) {
    return size(id, MAX_DEPTH);
  }

  private OptionalLong size(int id, int depth) {
    return switch (resolve(id)) {
      case BtfType.Int type -> unsigned(type.size());
      case BtfType.Ptr type -> OptionalLong.of(POINTER_BYTES);
      case BtfType.Struct type -> unsigned(type.size());
      case BtfType.Union type -> unsigned(type.size());
      case BtfType.EnumType type -> OptionalLong.of(type.size());
      case BtfType.FloatType type -> OptionalLong.of(type.size());
      case BtfType.DataSec type -> unsigned(type.size());
      case BtfType.Var type -> depth == 0 ? OptionalLong.empty() : size(type.type(), depth - 1);
      case BtfType.Array type -> arraySize(type, depth);
      case BtfType.VoidType type -> OptionalLong.empty();
      case BtfType.Forward type -> OptionalLong.empty();
      case BtfType.Func type -> OptionalLong.empty();
      case BtfType.FuncProto type -> OptionalLong.empty();
      case BtfType.DeclTag type -> OptionalLong.empty();
      case BtfType.Typedef type -> OptionalLong.empty();
      case BtfType.Volatile type -> OptionalLong.empty();
      case BtfType.Const type -> OptionalLong.empty();
      case BtfType.Restrict type -> OptionalLong.empty();
      case BtfType.TypeTag type -> OptionalLong.empty();
    };
  }

  private OptionalLong arraySize(BtfType.Array array, int depth) {
    OptionalLong element = depth == 0 ? OptionalLong.empty() : size(array.elementType(), depth - 1);
    if (element.isEmpty()) {
      return element;
    }
    long count = Integer.toUnsignedLong(array.count());
    long high = Math.multiplyHigh(element.getAsLong(), count);
    long size = element.getAsLong() * count;
    return high == 0 && size >= 0 ? OptionalLong.of(size) : OptionalLong.empty();
  }

  private static OptionalLong unsigned(int size) {
    return OptionalLong.of(Integer.toUnsignedLong(size));
  }
}
