package dev.hugetext.bpf.isa;

/** The comparison of a conditional jump (RFC 9669, section 4.3). */
public enum Cond implements Operation {
  JEQ("=="),
  JGT(">"),
  JGE(">="),
  /** True if the operands have a set bit in common. */
  JSET("&"),
  JNE("!="),
  JSGT("s>"),
  JSGE("s>="),
  JLT("<"),
  JLE("<="),
  JSLT("s<"),
  JSLE("s<=");

  private final String symbol;

  Cond(String symbol) {
    this.symbol = symbol;
  }

  /** As the kernel prints it between the operands. */
  public String symbol() {
    return symbol;
  }

  /** Whether {@code left this right} holds, for operands of the given width. */
  public boolean test(RegWidth width, long left, long right) {
    return switch (width) {
      case W64 -> test(left, right, left, right);
      case W32 -> test((int) left, (int) right, left & 0xffff_ffffL, right & 0xffff_ffffL);
    };
  }

  private boolean test(long sl, long sr, long ul, long ur) {
    return switch (this) {
      case JEQ -> ul == ur;
      case JNE -> ul != ur;
      case JSET -> (ul & ur) != 0;
      case JGT -> Long.compareUnsigned(ul, ur) > 0;
      case JGE -> Long.compareUnsigned(ul, ur) >= 0;
      case JLT -> Long.compareUnsigned(ul, ur) < 0;
      case JLE -> Long.compareUnsigned(ul, ur) <= 0;
      case JSGT -> sl > sr;
      case JSGE -> sl >= sr;
      case JSLT -> sl < sr;
      case JSLE -> sl <= sr;
    };
  }
}
