package dev.hugetext.bpf.isa;

import java.util.Locale;

/** A field of an instruction slot besides the opcode. */
public enum Field {
  DST,
  SRC,
  OFF,
  IMM;

  /** The value of this field, sign-extended where it is signed. */
  public int of(RawInsn insn) {
    return switch (this) {
      case DST -> insn.dst();
      case SRC -> insn.src();
      case OFF -> insn.off();
      case IMM -> insn.imm();
    };
  }

  /** As the RFC and the pages spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
