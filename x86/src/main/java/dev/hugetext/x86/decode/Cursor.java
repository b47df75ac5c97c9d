package dev.hugetext.x86.decode;

import dev.hugetext.x86.table.Encoding;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The place in the bytes of one instruction, and the prefixes read so far. Reused from instruction
 * to instruction; whoever reads must know that there are {@link #LOOKAHEAD} bytes.
 */
final class Cursor {
  /** More than any row with all its prefixes takes: with so many bytes no end needs watching. */
  static final int LOOKAHEAD = 24;

  static final int REX_W = 8;
  static final int REX_R = 4;
  static final int REX_X = 2;
  static final int REX_B = 1;

  // Prefixes seen: the bits below, besides those of Encoding, which are the lowest four.
  static final int MANDATORY = 15;
  static final int OPERAND_SIZE = 16;
  static final int GS = 32;
  static final int LOCK = 64;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final byte[] PREFIX_BIT = new byte[256];

  static {
    PREFIX_BIT[0x2e] = Encoding.PREFIX_2E;
    PREFIX_BIT[0xf2] = Encoding.PREFIX_F2;
    PREFIX_BIT[0xf3] = Encoding.PREFIX_F3;
    PREFIX_BIT[0x66] = OPERAND_SIZE;
    PREFIX_BIT[0x65] = GS;
    PREFIX_BIT[0xf0] = LOCK;
  }

  private byte[] code = new byte[0];
  int position;
  int seen;
  int rex;
  private int rexUsed;

  void start(byte[] bytes, int offset) {
    code = bytes;
    position = offset;
    seen = 0;
    rex = 0;
    rexUsed = 0;
  }

  /** Reads prefixes and REX; false if one of them is there too often. */
  boolean readPrefixes() {
    int next = code[position] & 0xff;
    for (int bit = PREFIX_BIT[next]; bit != 0; bit = PREFIX_BIT[next]) {
      if (bit == OPERAND_SIZE && (seen & bit) != 0) {
        bit = Encoding.PREFIX_66;
      }
      position++;
      if ((seen & bit) != 0) {
        return false;
      }
      seen |= bit;
      next = code[position] & 0xff;
    }
    if ((next & 0xf0) == 0x40) {
      rex = next;
      position++;
    }
    return true;
  }

  /** The high bit that REX adds to a register number: 8 or 0. */
  int high(int rexBit) {
    rexUsed |= rexBit;
    return (rex & rexBit) != 0 ? 8 : 0;
  }

  /** Whether REX extends a register that was not there. */
  boolean rexBitLeft() {
    return (rex & (REX_R | REX_X | REX_B) & ~rexUsed) != 0;
  }

  boolean has(int prefix) {
    return (seen & prefix) != 0;
  }

  int peek() {
    return code[position] & 0xff;
  }

  int u8() {
    return code[position++] & 0xff;
  }

  int s8() {
    return code[position++];
  }

  int s32() {
    int value = (int) INT.get(code, position);
    position += Integer.BYTES;
    return value;
  }

  /** A signed value of 0, 1, 2, 4 or 8 bytes. */
  long signed(int bytes) {
    return switch (bytes) {
      case 0 -> 0;
      case 1 -> s8();
      case 2 -> (short) (u8() | u8() << 8);
      case 4 -> s32();
      case 8 -> (s32() & 0xffff_ffffL) | (long) s32() << 32;
      default -> throw new IllegalArgumentException("immediate of %d bytes".formatted(bytes));
    };
  }
}
