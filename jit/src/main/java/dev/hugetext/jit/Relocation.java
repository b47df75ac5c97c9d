package dev.hugetext.jit;

import dev.hugetext.bpf.isa.Symbol;

/**
 * A field of an image that waits for an address.
 *
 * @param offset of the field in the function's code, in bytes
 * @param kind size and meaning of the field
 * @param symbol whose address
 */
public record Relocation(int offset, Kind kind, Symbol symbol) {

  /** Size and meaning of the field. */
  public enum Kind {
    /** 4 bytes: the distance from the end of the field. */
    REL32(4),
    /** 4 bytes: the address itself, which must be its own sign extension. */
    ABS32(4),
    /** 8 bytes: the address itself. */
    ABS64(8);

    private final int bytes;

    Kind(int bytes) {
      this.bytes = bytes;
    }

    /** Length of the field. */
    public int bytes() {
      return bytes;
    }
  }

  public Relocation {
    if (offset < 0) {
      throw new IllegalArgumentException("relocation at offset " + offset);
    }
  }

  /** The same field in code that lies {@code bytes} further on. */
  Relocation shifted(int bytes) {
    return new Relocation(offset + bytes, kind, symbol);
  }

  /**
   * The field's contents.
   *
   * @param fieldAddress where the field will lie
   * @param target the symbol's address
   * @throws IllegalArgumentException if it does not fit: the image was placed too far away
   */
  long value(long fieldAddress, long target) {
    return switch (kind) {
      case REL32 -> fitting(target - (fieldAddress + kind.bytes()), fieldAddress, target);
      case ABS32 -> fitting(target, fieldAddress, target);
      case ABS64 -> target;
    };
  }

  private long fitting(long value, long fieldAddress, long target) {
    if (value != (int) value) {
      throw new IllegalArgumentException(
          "%s: 0x%x does not fit %s at 0x%x".formatted(symbol, target, kind, fieldAddress));
    }
    return value;
  }
}
