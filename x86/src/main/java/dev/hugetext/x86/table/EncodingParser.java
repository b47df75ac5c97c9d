package dev.hugetext.x86.table;

import dev.hugetext.x86.table.Encoding.Immediate;
import dev.hugetext.x86.table.Encoding.LowBits;
import dev.hugetext.x86.table.Encoding.ModRm;
import dev.hugetext.x86.table.Encoding.OpcodeMap;
import dev.hugetext.x86.table.Encoding.Size;
import java.util.Locale;

/**
 * Reads the opcode column of a row, token by token.
 *
 * <p>{@code LOCK?} a LOCK prefix is legal · {@code REX.W?} the width chooses 66, nothing or REX.W ·
 * {@code REX.W} always · {@code F2 F3} before the opcode: mandatory prefix · {@code 0F} escape ·
 * {@code VEX.LZ.pp.0F38.W} VEX · {@code hh}, {@code hh+w}, {@code hh+r}, {@code hh+cc} opcode ·
 * {@code hh} behind the opcode: fixed ModRM byte · {@code /r}, {@code /0} to {@code /7} · {@code ib
 * iz iv cb cd} immediates.
 */
final class EncodingParser {
  private static final int NO_OPCODE = -1;

  private final String notation;
  private int prefixes;
  private boolean lockable;
  private Size size = Size.DEFAULT;
  private OpcodeMap map = OpcodeMap.ONE_BYTE;
  private int opcode = NO_OPCODE;
  private LowBits lowBits = LowBits.FIXED;
  private ModRm modRm = ModRm.NONE;
  private int modRmValue;
  private Immediate immediate = Immediate.NONE;

  EncodingParser(String notation) {
    this.notation = notation;
  }

  Encoding parse() {
    for (String token : notation.split(" ", -1)) {
      if (opcode == NO_OPCODE) {
        beforeOpcode(token);
      } else {
        behindOpcode(token);
      }
    }
    return new Encoding(
        notation, prefixes, lockable, size, map, opcode, lowBits, modRm, modRmValue, immediate);
  }

  private void beforeOpcode(String token) {
    switch (token) {
      case "LOCK?" -> lockable = true;
      case "REX.W?" -> size = Size.BY_WIDTH;
      case "REX.W" -> size = Size.REX_W;
      case "F3" -> prefixes |= Encoding.PREFIX_F3;
      case "F2" -> prefixes |= Encoding.PREFIX_F2;
      case "0F" -> map = OpcodeMap.ESCAPE_0F;
      case "VEX.LZ.66.0F38.W" -> vex(Encoding.PREFIX_66);
      case "VEX.LZ.F3.0F38.W" -> vex(Encoding.PREFIX_F3);
      case "VEX.LZ.F2.0F38.W" -> vex(Encoding.PREFIX_F2);
      default -> opcode(token);
    }
  }

  private void vex(int pp) {
    prefixes = pp;
    map = OpcodeMap.VEX_0F38;
    size = Size.BY_WIDTH;
  }

  private void opcode(String token) {
    int plus = token.indexOf('+');
    opcode = hex(plus < 0 ? token : token.substring(0, plus), token);
    if (plus >= 0) {
      lowBits =
          switch (token.substring(plus)) {
            case "+w" -> LowBits.WIDTH;
            case "+r" -> LowBits.REGISTER;
            case "+cc" -> LowBits.CONDITION;
            default -> throw notUnderstood(token);
          };
    }
  }

  private void behindOpcode(String token) {
    switch (token) {
      case "/r" -> modRm = ModRm.REG;
      case "/0", "/1", "/2", "/3", "/4", "/5", "/6", "/7" -> {
        modRm = ModRm.DIGIT;
        modRmValue = token.charAt(1) - '0';
      }
      case "ib", "iz", "iv", "cb", "cd" ->
          immediate = Immediate.valueOf(token.toUpperCase(Locale.ROOT));
      default -> {
        modRm = ModRm.FIXED;
        modRmValue = hex(token, token);
      }
    }
  }

  private int hex(String digits, String token) {
    if (!digits.matches("[0-9A-F]{2}")) {
      throw notUnderstood(token);
    }
    return Integer.parseInt(digits, 16);
  }

  private IllegalArgumentException notUnderstood(String token) {
    return new IllegalArgumentException("token \"%s\" in \"%s\"".formatted(token, notation));
  }
}
