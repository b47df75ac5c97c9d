package dev.hugetext.bpf.isa;

/** A two-operand arithmetic operation, {@code dst = dst op source} (RFC 9669, section 4.1). */
public enum AluOp implements Operation {
  ADD("+="),
  SUB("-="),
  MUL("*="),
  /** Unsigned; division by zero gives 0. */
  DIV("/="),
  /** Signed, rounding toward zero; division by zero gives 0, the smallest number by -1 itself. */
  SDIV("s/="),
  OR("|="),
  AND("&="),
  /** Shift counts in a register are taken modulo the width. */
  LSH("<<="),
  RSH(">>="),
  /** Unsigned; remainder by zero leaves the dividend. */
  MOD("%="),
  /** Signed, with the dividend's sign; by zero leaves the dividend, by -1 gives 0. */
  SMOD("s%="),
  XOR("^="),
  MOV("="),
  ARSH("s>>=");

  private final String symbol;

  AluOp(String symbol) {
    this.symbol = symbol;
  }

  /** As the kernel prints it between the operands. */
  public String symbol() {
    return symbol;
  }
}
