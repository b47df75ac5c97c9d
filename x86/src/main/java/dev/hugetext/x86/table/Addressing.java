package dev.hugetext.x86.table;

/** Codes in ModRM and SIB with a meaning of their own (SDM vol. 2, 2.1.5, tables 2-2 and 2-3). */
public final class Addressing {
  /** ModRM.mod: rm is a register. */
  public static final int REGISTER = 3;

  /** ModRM.rm, in memory: a SIB byte follows. */
  public static final int SIB_FOLLOWS = 4;

  /** ModRM.rm with mod 0: relative to the next instruction, with four bytes of displacement. */
  public static final int RIP_RELATIVE = 5;

  /** SIB.index: none. */
  public static final int NO_INDEX = 4;

  /** SIB.base with mod 0: none, but four bytes of displacement. */
  public static final int NO_BASE = 5;

  private Addressing() {}
}
