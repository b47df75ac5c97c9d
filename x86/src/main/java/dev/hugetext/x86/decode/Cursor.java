package dev.hugetext.x86.decode;

import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.table.Encoding;
import dev.hugetext.x86.table.LegacyPrefix;
import dev.hugetext.x86.table.Rex;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The place in the bytes of one instruction, and the prefixes read so far. Reused from instruction
 * to instruction; whoever reads must know that there are {@link #LOOKAHEAD} bytes.
 */
final class Cursor {
  /** More than any row with all its prefixes takes: with so many bytes no end needs watching. */
  static final int LOOKAHEAD = 40;

  // Prefixes seen: the bits below, besides those of Encoding, which are the lowest three.
  static final int MANDATORY = 7;
  static final int OPERAND_SIZE = 16;
  static final int GS = 32;
  static final int LOCK = 64;
  static final int FS = 128;
  static final int ADDRESS_SIZE = 256;
  static final int OTHER_SEGMENT = 512;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final short[] PREFIX_BIT = new short[256];

  static {
    for (LegacyPrefix prefix : LegacyPrefix.values()) {
      PREFIX_BIT[prefix.code()] = (short) bit(prefix);
    }
  }

  private static int bit(LegacyPrefix prefix) {
    return switch (prefix) {
      case ES, CS, SS, DS -> OTHER_SEGMENT;
      case FS -> FS;
      case GS -> GS;
      case OPERAND_SIZE -> OPERAND_SIZE;
      case ADDRESS_SIZE -> ADDRESS_SIZE;
      case LOCK -> LOCK;
      case REPNE -> Encoding.PREFIX_F2;
      case REP -> Encoding.PREFIX_F3;
    };
  }

  private byte[] code = new byte[0];
  int position;
  int seen;
  int rex;

  /** Whether a prefix stands there more than once. */
  boolean repeated;

  /** Where the opcode (or VEX) begins. */
  int prefixEnd;

  private int rexUsed;

  void start(byte[] bytes, int offset) {
    code = bytes;
    position = offset;
    seen = 0;
    rex = 0;
    rexUsed = 0;
    repeated = false;
  }

  /** Reads prefixes and REX; false if there is nothing but prefixes. */
  boolean readPrefixes() {
    int start = position;
    int next = code[position] & 0xff;
    for (int bit = PREFIX_BIT[next]; bit != 0; bit = PREFIX_BIT[next]) {
      repeated |= (seen & bit) != 0;
      seen |= bit;
      position++;
      if (position - start >= Instruction.MAX_LENGTH) {
        return false;
      }
      next = code[position] & 0xff;
    }
    if (Rex.is(next)) {
      rex = next;
      position++;
    }
    prefixEnd = position;
    return true;
  }

  /** The high bit that REX adds to a register number: 8 or 0. */
  int high(int rexBit) {
    rexUsed |= rexBit;
    return (rex & rexBit) != 0 ? 8 : 0;
  }

  /** Whether REX extends a register that was not there. */
  boolean rexBitLeft() {
    return (rex & (Rex.R | Rex.X | Rex.B) & ~rexUsed) != 0;
  }

  boolean has(int prefix) {
    return (seen & prefix) != 0;
  }

  int peek() {
    return code[position] & 0xff;
  }

  /** The bytes before the opcode of the instruction that begins at {@code start}. */
  List<Byte> prefixes(int start) {
    List<Byte> bytes = new ArrayList<>();
    for (int at = start; at < prefixEnd; at++) {
      bytes.add(code[at]);
    }
    return bytes;
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
