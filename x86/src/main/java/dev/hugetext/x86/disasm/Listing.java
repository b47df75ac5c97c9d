package dev.hugetext.x86.disasm;

import dev.hugetext.x86.decode.Decoded;
import dev.hugetext.x86.decode.Decoder;
import dev.hugetext.x86.insn.Instruction;
import java.util.HexFormat;

/** Machine code as text, as {@code objdump -d -w} of GNU binutils 2.40 prints it. */
public final class Listing {
  private static final int MNEMONIC_COLUMNS = 6;
  private static final HexFormat BYTES = HexFormat.ofDelimiter(" ");

  private Listing() {}

  /**
   * One instruction in AT&amp;T syntax, e.g. {@code mov %rsp,%rbp}.
   *
   * @param address of its first byte: branch targets are printed as addresses
   */
  public static String line(Instruction insn, long address) {
    return line(insn, address, Syntax.ATT);
  }

  /** As {@link #line(Instruction, long)}, in a syntax. */
  public static String line(Instruction insn, long address, Syntax syntax) {
    long end = address + insn.length();
    String prefixes = PrefixText.before(insn, syntax);
    return switch (syntax) {
      case ATT ->
          joined(
              prefixes + AttMnemonic.of(insn) + PrefixText.hint(insn), AttOperands.of(insn, end));
      case INTEL -> joined(prefixes + IntelText.mnemonic(insn), IntelText.operands(insn, end));
    };
  }

  private static String joined(String mnemonic, String operands) {
    if (operands.isEmpty()) {
      return mnemonic;
    }
    String padding = " ".repeat(Math.max(0, MNEMONIC_COLUMNS - mnemonic.length()));
    return mnemonic + padding + " " + operands;
  }

  /** All of {@code code} in AT&amp;T syntax, see {@link #of(byte[], long, Syntax)}. */
  public static String of(byte[] code, long address) {
    return of(code, address, Syntax.ATT);
  }

  /**
   * All of {@code code}, a line for each instruction: address, bytes, text. A byte that begins no
   * instruction of the table is {@code (bad)}, and the next one is tried.
   *
   * @param address of the first byte
   */
  public static String of(byte[] code, long address, Syntax syntax) {
    var decoder = new Decoder();
    var text = new StringBuilder();
    int length;
    for (int at = 0; at < code.length; at += length) {
      Decoded decoded = decoder.decode(code, at, code.length);
      length =
          switch (decoded) {
            case Decoded.Ok(var insn) -> insn.length();
            case Decoded.Invalid invalid -> 1;
          };
      String bytes = BYTES.formatHex(code, at, at + length);
      String line =
          switch (decoded) {
            case Decoded.Ok(var insn) -> line(insn, address + at, syntax);
            case Decoded.Invalid invalid -> "(bad)";
          };
      text.append("%4x:\t%-21s\t%s\n".formatted(address + at, bytes, line));
    }
    return text.toString();
  }
}
