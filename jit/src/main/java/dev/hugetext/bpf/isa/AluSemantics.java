package dev.hugetext.bpf.isa;

/**
 * What the arithmetic operations compute (RFC 9669, sections 4.1 and 4.2): the one place where
 * their meaning is written. A 32-bit result has a zero upper half.
 */
public final class AluSemantics {
  private static final long LOW = 0xffff_ffffL;

  private AluSemantics() {}

  /** {@code left op right}; for 32-bit operations only the low halves matter. */
  public static long apply(AluOp op, RegWidth width, long left, long right) {
    return switch (width) {
      case W64 -> apply64(op, left, right);
      case W32 -> apply32(op, (int) left, (int) right) & LOW;
    };
  }

  /** {@code -value}. */
  public static long negate(RegWidth width, long value) {
    return apply(AluOp.SUB, width, 0, value);
  }

  /** {@code value} with its low {@code from} sign-extended to the width. */
  public static long signExtend(RegWidth width, MemSize from, long value) {
    long extended = extend(from, value);
    return width == RegWidth.W32 ? extended & LOW : extended;
  }

  /** The low {@code size} of {@code value} with its sign in all higher bits. */
  public static long extend(MemSize size, long value) {
    return switch (size) {
      case B -> (byte) value;
      case H -> (short) value;
      case W -> (int) value;
      case DW -> value;
    };
  }

  /** The low {@code size} of {@code value} with zeros above. */
  public static long truncate(MemSize size, long value) {
    return switch (size) {
      case B -> value & 0xff;
      case H -> value & 0xffff;
      case W -> value & LOW;
      case DW -> value;
    };
  }

  /** The low {@code size} in another byte order (of a little-endian machine), zeros above. */
  public static long swap(SwapOp op, MemSize size, long value) {
    return switch (op) {
      case LE -> truncate(size, value);
      case BE, BSWAP -> Long.reverseBytes(value) >>> (Long.SIZE - size.bits());
    };
  }

  private static long apply64(AluOp op, long left, long right) {
    int count = (int) right & RegWidth.W64.shiftMask();
    return switch (op) {
      case ADD -> left + right;
      case SUB -> left - right;
      case MUL -> left * right;
      case DIV -> right == 0 ? 0 : Long.divideUnsigned(left, right);
      case SDIV -> right == 0 ? 0 : left / right; // Java's smallest number by -1 is itself
      case MOD -> right == 0 ? left : Long.remainderUnsigned(left, right);
      case SMOD -> right == 0 ? left : left % right; // and its remainder is 0
      case OR -> left | right;
      case AND -> left & right;
      case XOR -> left ^ right;
      case MOV -> right;
      case LSH -> left << count;
      case RSH -> left >>> count;
      case ARSH -> left >> count;
    };
  }

  private static int apply32(AluOp op, int left, int right) {
    int count = right & RegWidth.W32.shiftMask();
    return switch (op) {
      case ADD -> left + right;
      case SUB -> left - right;
      case MUL -> left * right;
      case DIV -> right == 0 ? 0 : Integer.divideUnsigned(left, right);
      case SDIV -> right == 0 ? 0 : left / right;
      case MOD -> right == 0 ? left : Integer.remainderUnsigned(left, right);
      case SMOD -> right == 0 ? left : left % right;
      case OR -> left | right;
      case AND -> left & right;
      case XOR -> left ^ right;
      case MOV -> right;
      case LSH -> left << count;
      case RSH -> left >>> count;
      case ARSH -> left >> count;
    };
  }
}
