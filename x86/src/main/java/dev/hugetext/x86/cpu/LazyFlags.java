package dev.hugetext.x86.cpu;

import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.table.RflagsSet;
import dev.hugetext.x86.table.Width;

/**
 * The status flags, kept as the operation that set them and its operands; computed when read.
 *
 * <p>For {@link Rule#SUB} the operands are sign-extended from the width, so that the conditions of
 * a comparison are comparisons of two longs. AND, OR, XOR and TEST are noted as their result minus
 * 0, which has the same flags.
 */
final class LazyFlags {
  /** Which function of {@link AluEffects} gives the flags. SUB must come first. */
  enum Rule {
    SUB,
    ADD,
    SHIFT_LEFT,
    SHIFT_RIGHT,
    SHIFT_RIGHT_SIGNED,
    MULTIPLY,
    MULTIPLY_SIGNED,
    /** The left operand is the flags. */
    EXACT
  }

  private static final Rule[] RULES = Rule.values();
  private static final Width[] WIDTHS = Width.values();
  private static final int SUBS = WIDTHS.length; // codes below are those of SUB

  private int code = code(Rule.EXACT, Width.Q);
  private long left;
  private long right;

  /** A rule at a width, as {@link #note} takes it. */
  static int code(Rule rule, Width width) {
    return rule.ordinal() * WIDTHS.length + width.ordinal();
  }

  /** An operation was done. */
  void note(int ruleAtWidth, long leftOperand, long rightOperand) {
    code = ruleAtWidth;
    left = leftOperand;
    right = rightOperand;
  }

  /** Sets the status flags; other bits of {@code rflags} are ignored. */
  void set(long rflags) {
    note(code(Rule.EXACT, Width.Q), rflags & RflagsSet.STATUS, 0);
  }

  /** Sets CF and OF as in {@code flags}; the others stay. */
  void setCarryAndOverflow(int flags) {
    set(RflagsSet.CF | RflagsSet.OF, flags);
  }

  /** Sets some flags as in {@code flags}, where no others are; the others stay. */
  void set(int replaced, int flags) {
    set((status() & ~replaced) | flags);
  }

  /** CF as a number. */
  int carry() {
    return below() ? 1 : 0;
  }

  /** The status flags at their positions in RFLAGS. */
  int status() {
    Width width = WIDTHS[code % WIDTHS.length];
    return switch (RULES[code / WIDTHS.length]) {
      case SUB -> AluEffects.subFlags(width, left, right);
      case ADD -> AluEffects.addFlags(width, left, right);
      case SHIFT_LEFT -> AluEffects.shiftLeftFlags(width, left, (int) right);
      case SHIFT_RIGHT -> AluEffects.shiftRightFlags(width, left, (int) right);
      case SHIFT_RIGHT_SIGNED -> AluEffects.shiftRightSignedFlags(width, left, (int) right);
      case MULTIPLY -> AluEffects.multiplyFlags(width, left, right);
      case MULTIPLY_SIGNED -> AluEffects.multiplySignedFlags(width, left, right);
      case EXACT -> (int) left;
    };
  }

  /** Condition E. */
  boolean equal() {
    return code < SUBS ? left == right : has(RflagsSet.ZF);
  }

  /** Condition B. */
  boolean below() {
    return code < SUBS ? Long.compareUnsigned(left, right) < 0 : has(RflagsSet.CF);
  }

  /** Condition BE. */
  boolean belowOrEqual() {
    return code < SUBS
        ? Long.compareUnsigned(left, right) <= 0
        : has(RflagsSet.CF) || has(RflagsSet.ZF);
  }

  /** Condition L. */
  boolean less() {
    return code < SUBS ? left < right : has(RflagsSet.SF) != has(RflagsSet.OF);
  }

  /** Condition LE. */
  boolean lessOrEqual() {
    return code < SUBS ? left <= right : has(RflagsSet.ZF) || less();
  }

  /** Any condition. */
  boolean holds(Condition condition) {
    return switch (condition) {
      case E -> equal();
      case NE -> !equal();
      case B -> below();
      case AE -> !below();
      case BE -> belowOrEqual();
      case A -> !belowOrEqual();
      case L -> less();
      case GE -> !less();
      case LE -> lessOrEqual();
      case G -> !lessOrEqual();
      case O, NO, S, NS, P, NP -> condition.holds(status());
    };
  }

  private boolean has(int flag) {
    return (status() & flag) != 0;
  }
}
