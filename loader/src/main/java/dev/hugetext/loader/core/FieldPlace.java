package dev.hugetext.loader.core;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;

/**
 * Where a field lies and how it is loaded.
 *
 * @param byteOffset of the word that is loaded
 * @param byteSize of that word
 * @param bitOffset of the field from the root's start
 * @param bitSize of the field
 * @param isBitfield whether it is a part of the word
 * @param type number of the field's type
 */
record FieldPlace(
    long byteOffset, long byteSize, long bitOffset, long bitSize, boolean isBitfield, int type) {
  private static final int WIDEST = Long.BYTES;

  /** The place of what {@code access} ends in: an element, or a member. */
  static FieldPlace of(Access access) throws CoreFailure {
    Btf btf = access.btf();
    Access.Step last = access.last();
    if (last.isElement()) {
      return whole(access, last.type());
    }
    BtfType.Member member = Access.members(btf.type(last.type())).get(last.index());
    int type = btf.resolveId(member.type());
    return member.bitfieldSize() == 0
        ? whole(access, type)
        : bitfield(access, type, member.bitfieldSize());
  }

  private static FieldPlace whole(Access access, int type) throws CoreFailure {
    long bits = Access.bits(access.btf(), type);
    long start = access.bitOffset();
    return new FieldPlace(start / Byte.SIZE, bits / Byte.SIZE, start, bits, false, type);
  }

  /** The smallest aligned word with the whole of the field in it. */
  private static FieldPlace bitfield(Access access, int type, int bits) throws CoreFailure {
    long start = access.bitOffset();
    long size = Math.max(1, Access.bits(access.btf(), type) / Byte.SIZE);
    long offset = start / Byte.SIZE / size * size;
    while (start + bits - offset * Byte.SIZE > size * Byte.SIZE) {
      if (size >= WIDEST) {
        throw new CoreFailure("a bit field that no load of 8 bytes reads");
      }
      size *= 2;
      offset = start / Byte.SIZE / size * size;
    }
    return new FieldPlace(offset, size, start, bits, true, type);
  }
}
