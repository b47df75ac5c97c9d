package dev.hugetext.x86.insn;

import static dev.hugetext.x86.table.RflagsSet.CF;
import static dev.hugetext.x86.table.RflagsSet.OF;
import static dev.hugetext.x86.table.RflagsSet.PF;
import static dev.hugetext.x86.table.RflagsSet.SF;
import static dev.hugetext.x86.table.RflagsSet.ZF;

import java.util.List;
import java.util.Locale;

/**
 * The sixteen conditions of jcc and cmovcc. The ordinal is the cc of the opcode; each odd one is
 * the negation of the one before it (SDM vol. 1, appendix B).
 */
public enum Condition {
  /** Overflow. */
  O,
  /** No overflow. */
  NO,
  /** Unsigned below; carry. */
  B,
  /** Unsigned above or equal. */
  AE,
  /** Equal; zero. */
  E,
  /** Not equal. */
  NE,
  /** Unsigned below or equal. */
  BE,
  /** Unsigned above. */
  A,
  /** Sign: negative. */
  S,
  /** Not negative. */
  NS,
  /** Parity even. */
  P,
  /** Parity odd. */
  NP,
  /** Signed less. */
  L,
  /** Signed greater or equal. */
  GE,
  /** Signed less or equal. */
  LE,
  /** Signed greater. */
  G;

  private static final List<Condition> ALL = List.of(values());

  private final String suffix = name().toLowerCase(Locale.ROOT);

  /** The condition with this cc, 0..15. */
  public static Condition of(int cc) {
    return ALL.get(cc);
  }

  /** The value of the opcode's cc bits, 0..15. */
  public int cc() {
    return ordinal();
  }

  /** The condition that holds exactly where this one does not. */
  public Condition negate() {
    return ALL.get(ordinal() ^ 1);
  }

  /** As in mnemonics: {@code ne}, {@code ae}. */
  public String suffix() {
    return suffix;
  }

  /** Whether it holds under these flags (a value of RFLAGS). */
  public boolean holds(long rflags) {
    return switch (this) {
      case O -> (rflags & OF) != 0;
      case B -> (rflags & CF) != 0;
      case E -> (rflags & ZF) != 0;
      case BE -> (rflags & (CF | ZF)) != 0;
      case S -> (rflags & SF) != 0;
      case P -> (rflags & PF) != 0;
      case L -> less(rflags);
      case LE -> (rflags & ZF) != 0 || less(rflags);
      case NO, AE, NE, A, NS, NP, GE, G -> !negate().holds(rflags);
    };
  }

  private static boolean less(long rflags) {
    return ((rflags & SF) != 0) != ((rflags & OF) != 0);
  }
}
