package dev.hugetext.x86.insn;

import dev.hugetext.x86.table.Width;
import java.util.List;
import java.util.Locale;

/**
 * The general-purpose registers. The ordinal is the hardware number. The high-byte registers (AH,
 * CH, DH, BH) do not exist here.
 */
public enum Gpr {
  RAX("al", "ax", "eax"),
  RCX("cl", "cx", "ecx"),
  RDX("dl", "dx", "edx"),
  RBX("bl", "bx", "ebx"),
  RSP("spl", "sp", "esp"),
  RBP("bpl", "bp", "ebp"),
  RSI("sil", "si", "esi"),
  RDI("dil", "di", "edi"),
  R8("r8b", "r8w", "r8d"),
  R9("r9b", "r9w", "r9d"),
  R10("r10b", "r10w", "r10d"),
  R11("r11b", "r11w", "r11d"),
  R12("r12b", "r12w", "r12d"),
  R13("r13b", "r13w", "r13d"),
  R14("r14b", "r14w", "r14d"),
  R15("r15b", "r15w", "r15d");

  private static final List<Gpr> ALL = List.of(values());

  private final String byteName;
  private final String wordName;
  private final String dwordName;
  private final String qwordName;

  Gpr(String byteName, String wordName, String dwordName) {
    this.byteName = byteName;
    this.wordName = wordName;
    this.dwordName = dwordName;
    this.qwordName = name().toLowerCase(Locale.ROOT);
  }

  /** The register with this hardware number, 0..15. */
  public static Gpr of(int number) {
    return ALL.get(number);
  }

  /** Hardware number, 0..15. */
  public int number() {
    return ordinal();
  }

  /**
   * Its name at this operand size, without a percent sign: {@code al}, {@code r9d}, {@code rsi}.
   */
  public String name(Width width) {
    return switch (width) {
      case B -> byteName;
      case W -> wordName;
      case D -> dwordName;
      case Q -> qwordName;
    };
  }

  /** Whether its byte name (spl, bpl, sil, dil, r8b …) can be encoded only with a REX prefix. */
  public boolean byteNeedsRex() {
    return ordinal() >= RSP.ordinal();
  }
}
