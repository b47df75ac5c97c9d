package dev.hugetext.x86.table;

import java.util.List;
import java.util.Objects;

/**
 * How a form is written in bytes: what the SDM's opcode column says, parsed.
 *
 * <p>An instruction is: {@code [gs] [operand size 66] [lock F0] [mandatory prefix] [REX] [map]
 * opcode [ModRM [SIB] [displacement]] [immediate]}; prefixes without need may stand before it.
 *
 * @param notation the text it was parsed from
 * @param prefixes mandatory legacy prefixes, a set of the PREFIX_ bits; for VEX forms VEX.pp
 * @param lockable whether a LOCK prefix is legal (before a memory destination)
 * @param size how the operand size is chosen
 * @param map the opcode map
 * @param opcode opcode byte with its variable low bits zero
 * @param lowBits what the variable low bits of the opcode are
 * @param modRm what stands in ModRM.reg, if there is a ModRM byte
 * @param modRmValue the digit (0..7) of {@link ModRm#DIGIT}, or the byte of {@link ModRm#FIXED}
 * @param immediate the immediate or displacement at the end
 */
public record Encoding(
    String notation,
    int prefixes,
    boolean lockable,
    Size size,
    OpcodeMap map,
    int opcode,
    LowBits lowBits,
    ModRm modRm,
    int modRmValue,
    Immediate immediate) {

  /** In VEX forms: pp = 66. */
  public static final int PREFIX_66 = 1;

  /** REP, or pp = F3. */
  public static final int PREFIX_F3 = 2;

  /** REPNE, or pp = F2. */
  public static final int PREFIX_F2 = 4;

  /** Number of possible prefix sets. */
  static final int PREFIX_SETS = 8;

  /** How a form's operand size is chosen. */
  public enum Size {
    /** {@code REX.W?}: 66 for W, nothing for D, REX.W for Q; B by the opcode's lowest bit. */
    BY_WIDTH,
    /** The size needs no prefix: one-size forms, among them those of 64 bits by default. */
    DEFAULT,
    /** {@code REX.W}: always there. */
    REX_W
  }

  /** Which table of 256 opcodes the opcode byte belongs to. */
  public enum OpcodeMap {
    /** One-byte opcodes. */
    ONE_BYTE,
    /** Two-byte opcodes: behind {@link #ESCAPE}. */
    ESCAPE_0F,
    /** VEX-encoded opcodes of map 0F38; always three-byte {@link Vex}. */
    VEX_0F38;

    /** The byte before the opcodes of the second map. */
    public static final int ESCAPE = 0x0f;
  }

  /** What the low bits of the opcode byte hold. */
  public enum LowBits {
    /** Nothing variable. */
    FIXED(1),
    /** {@code +w}: 0 for width B, 1 for the others. */
    WIDTH(2),
    /** {@code +r}: a register. */
    REGISTER(8),
    /** {@code +cc}: a condition. */
    CONDITION(16);

    private final int opcodes;

    LowBits(int opcodes) {
      this.opcodes = opcodes;
    }

    /** How many consecutive opcodes such a form takes. */
    public int opcodes() {
      return opcodes;
    }
  }

  /** What ModRM.reg holds. */
  public enum ModRm {
    /** There is no ModRM byte. */
    NONE,
    /** {@code /r}: a register. */
    REG,
    /** {@code /digit}: part of the opcode. */
    DIGIT,
    /** The whole ModRM byte is part of the opcode. */
    FIXED
  }

  /** The value behind the ModRM part. */
  public enum Immediate {
    /** None. */
    NONE,
    /** {@code ib}: one byte. */
    IB,
    /** {@code iz}: 1, 2, 4, 4 bytes for B, W, D, Q. */
    IZ,
    /** {@code iv}: as wide as the operand. */
    IV,
    /** {@code cb}: an 8-bit displacement. */
    CB,
    /** {@code cd}: a 32-bit displacement. */
    CD;

    /** Bytes taken in an instruction of this width. */
    public int bytes(Width width) {
      return switch (this) {
        case NONE -> 0;
        case IB, CB -> 1;
        case IZ -> Math.min(width.bytes(), 4);
        case IV -> width.bytes();
        case CD -> 4;
      };
    }
  }

  public Encoding {
    Objects.requireNonNull(notation, "notation");
    boolean aligned = (opcode & (lowBits.opcodes() - 1)) == 0;
    if (opcode < 0 || opcode > 0xff || !aligned) {
      throw new IllegalArgumentException("opcode 0x%x in \"%s\"".formatted(opcode, notation));
    }
  }

  /** Whether a ModRM byte follows the opcode. */
  public boolean hasModRm() {
    return modRm != ModRm.NONE;
  }

  /**
   * The encoding that an opcode column names, checked against the form's operands.
   *
   * @throws IllegalArgumentException naming the token that is not understood, or the operand that
   *     the encoding has no place for
   */
  static Encoding parse(String notation, List<OperandKind> operands) {
    Encoding encoding = new EncodingParser(notation).parse();
    for (OperandKind operand : operands) {
      if (!encoding.hasPlaceFor(operand)) {
        throw new IllegalArgumentException(
            "\"%s\" has no place for operand %s".formatted(notation, operand));
      }
    }
    return encoding;
  }

  private boolean hasPlaceFor(OperandKind operand) {
    return switch (operand) {
      case RM, RM8, RM16, RM32, M, M8 -> modRm == ModRm.REG || modRm == ModRm.DIGIT;
      case R -> modRm == ModRm.REG;
      case R_OPCODE -> lowBits == LowBits.REGISTER;
      case R_VEX -> map == OpcodeMap.VEX_0F38;
      case ACC, CL, ONE -> true;
      case IMM8, COUNT8 -> immediate == Immediate.IB;
      case IMM -> immediate == Immediate.IZ || immediate == Immediate.IV;
      case REL8 -> immediate == Immediate.CB;
      case REL32 -> immediate == Immediate.CD;
    };
  }
}
