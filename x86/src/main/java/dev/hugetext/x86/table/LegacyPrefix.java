package dev.hugetext.x86.table;

/** The prefix bytes besides REX and VEX (SDM vol. 2, 2.1.1); the only place where they stand. */
public enum LegacyPrefix {
  /** Segment ES: ignored in 64-bit mode. */
  ES(0x26, "es"),
  /** Segment CS: ignored in 64-bit mode, but a hint before a conditional branch. */
  CS(0x2e, "cs"),
  /** Segment SS: ignored in 64-bit mode. */
  SS(0x36, "ss"),
  /** Segment DS: ignored in 64-bit mode, but a hint before branches. */
  DS(0x3e, "ds"),
  /** Segment FS. */
  FS(0x64, "fs"),
  /** Segment GS: per-CPU data. */
  GS(0x65, "gs"),
  /** Operand size 16. */
  OPERAND_SIZE(0x66, "data16"),
  /** Addresses of 32 bits. */
  ADDRESS_SIZE(0x67, "addr32"),
  /** LOCK. */
  LOCK(0xf0, "lock"),
  /** REPNE; part of an opcode; BND before branches. */
  REPNE(0xf2, "repnz"),
  /** REP; part of an opcode. */
  REP(0xf3, "repz");

  private final int code;
  private final String text;

  LegacyPrefix(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** The byte, 0..255. */
  public int code() {
    return code;
  }

  /** As a disassembler prints it where it has no other meaning. */
  public String text() {
    return text;
  }
}
