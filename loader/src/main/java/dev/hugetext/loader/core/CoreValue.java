package dev.hugetext.loader.core;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import java.util.Optional;

/**
 * The number that a relocation wants, for one side.
 *
 * @param number the value
 * @param isCertain whether the compiler must have come to the same; where not, the instruction is
 *     not checked
 * @param memoryBytes how many bytes a load or store of the field moves; 0 if it does not matter
 * @param memoryType number of the type of what it moves
 */
record CoreValue(long number, boolean isCertain, long memoryBytes, int memoryType) {
  private static final int WORD_BITS = 64;

  private static CoreValue of(long number) {
    return new CoreValue(number, true, 0, 0);
  }

  private static CoreValue guessed(long number) {
    return new CoreValue(number, false, 0, 0);
  }

  /**
   * The value for {@code access}, or for none where the kernel has nothing of the kind.
   *
   * @return empty if there is no number without an access
   */
  static Optional<CoreValue> of(RelocationKind kind, Optional<Access> access) throws CoreFailure {
    return switch (kind) {
      case FIELD_EXISTS, TYPE_EXISTS, ENUMVAL_EXISTS, TYPE_MATCHES ->
          Optional.of(of(access.isPresent() ? 1 : 0));
      case FIELD_BYTE_OFFSET, FIELD_BYTE_SIZE, FIELD_SIGNED, FIELD_LSHIFT_U64, FIELD_RSHIFT_U64 ->
          access.isEmpty() ? Optional.empty() : Optional.of(field(kind, access.get()));
      case TYPE_ID_LOCAL, TYPE_ID_TARGET ->
          Optional.of(guessed(access.map(Access::root).orElse(0)));
      case TYPE_SIZE ->
          Optional.of(
              of(
                  access.isEmpty()
                      ? 0
                      : Access.bits(access.get().btf(), access.get().root()) / Byte.SIZE));
      case ENUMVAL_VALUE -> access.map(CoreValue::enumValue);
    };
  }

  private static CoreValue enumValue(Access access) {
    Access.Step value = access.last();
    BtfType.EnumType type = (BtfType.EnumType) access.btf().type(value.type());
    return of(type.values().get(value.index()).value());
  }

  private static CoreValue field(RelocationKind kind, Access access) throws CoreFailure {
    FieldPlace place = FieldPlace.of(access);
    boolean sized =
        kind == RelocationKind.FIELD_BYTE_OFFSET || kind == RelocationKind.FIELD_BYTE_SIZE;
    if (access.last().isElement() && !sized) {
      throw new CoreFailure("%s of an element".formatted(kind));
    }
    return switch (kind) {
      case FIELD_BYTE_OFFSET -> offset(access, place);
      case FIELD_BYTE_SIZE -> new CoreValue(place.byteSize(), !place.isBitfield(), 0, 0);
      case FIELD_SIGNED -> of(isSigned(access.btf().type(place.type())) ? 1 : 0);
      case FIELD_LSHIFT_U64 -> {
        long last = place.bitOffset() + place.bitSize() - place.byteOffset() * Byte.SIZE;
        yield new CoreValue(WORD_BITS - last, !place.isBitfield(), 0, 0);
      }
      case FIELD_RSHIFT_U64 -> of(WORD_BITS - place.bitSize());
      case FIELD_EXISTS,
          TYPE_ID_LOCAL,
          TYPE_ID_TARGET,
          TYPE_EXISTS,
          TYPE_SIZE,
          ENUMVAL_EXISTS,
          ENUMVAL_VALUE,
          TYPE_MATCHES ->
          throw new IllegalArgumentException(kind + " is about no field's place");
    };
  }

  private static CoreValue offset(Access access, FieldPlace place) throws CoreFailure {
    if (place.isBitfield()) {
      return guessed(place.byteOffset());
    }
    int type = place.type();
    if (!access.last().isElement()) { // of an array, single elements are loaded
      type = element(access.btf(), type);
    }
    long bytes = Access.bits(access.btf(), type) / Byte.SIZE;
    return new CoreValue(place.byteOffset(), true, bytes, type);
  }

  private static int element(Btf btf, int type) {
    int at = btf.resolveId(type);
    for (int depth = 0; depth < Access.LONGEST; depth++) {
      if (!(btf.type(at) instanceof BtfType.Array array)) {
        break;
      }
      at = btf.resolveId(array.elementType());
    }
    return at;
  }

  private static boolean isSigned(BtfType type) {
    if (type instanceof BtfType.Int number) {
      return number.encoding() == BtfType.Encoding.SIGNED;
    }
    return type instanceof BtfType.EnumType values && values.signed();
  }

  /** Whether a load of {@code this} may become one of {@code other} by changing its width. */
  boolean canBecome(CoreValue other, Btf own, Btf others) {
    if (memoryBytes == other.memoryBytes) {
      return true;
    }
    BtfType mine = own.resolve(memoryType);
    BtfType theirs = others.resolve(other.memoryType);
    boolean pointers = mine instanceof BtfType.Ptr && theirs instanceof BtfType.Ptr;
    return pointers || isUnsigned(mine) && isUnsigned(theirs);
  }

  private static boolean isUnsigned(BtfType type) {
    return type instanceof BtfType.Int number && number.encoding() != BtfType.Encoding.SIGNED;
  }
}
