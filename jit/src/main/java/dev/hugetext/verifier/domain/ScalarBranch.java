package dev.hugetext.verifier.domain;

/** What a comparison of two numbers decides, and what its outcome teaches about them. */
public final class ScalarBranch {
  private ScalarBranch() {}

  /** Two numbers, after a comparison taught something about each. */
  public record Pair(Scalar left, Scalar right) {
    @SuppressWarnings("ArgumentSelectionDefectChecker") // exchanging is the point
    Pair exchanged() {
      return new Pair(right, left);
    }
  }

  /** Whether a comparison holds on every value, on none, or cannot be decided. */
  public enum Outcome {
    ALWAYS,
    NEVER,
    OPEN;

    private static Outcome of(boolean always, boolean never) {
      return always ? ALWAYS : never ? NEVER : OPEN;
    }

    private Outcome negated() {
      return switch (this) {
        case ALWAYS -> NEVER;
        case NEVER -> ALWAYS;
        case OPEN -> OPEN;
      };
    }
  }

  /** Decides {@code left relation right}, on the low halves where {@code is32}. */
  public static Outcome decide(Scalar left, Relation relation, Scalar right, boolean is32) {
    Bounds64 a = is32 ? widened(left.low()) : left.wide();
    Bounds64 b = is32 ? widened(right.low()) : right.wide();
    return switch (relation) {
      case EQ -> equal(left, right, is32);
      case NE -> equal(left, right, is32).negated();
      case GT -> Outcome.of(Bounds64.less(b.umax(), a.umin()), !Bounds64.less(b.umin(), a.umax()));
      case GE -> Outcome.of(!Bounds64.less(a.umin(), b.umax()), Bounds64.less(a.umax(), b.umin()));
      case LT -> Outcome.of(Bounds64.less(a.umax(), b.umin()), !Bounds64.less(a.umin(), b.umax()));
      case LE -> Outcome.of(!Bounds64.less(b.umin(), a.umax()), Bounds64.less(b.umax(), a.umin()));
      case SGT -> Outcome.of(a.smin() > b.smax(), a.smax() <= b.smin());
      case SGE -> Outcome.of(a.smin() >= b.smax(), a.smax() < b.smin());
      case SLT -> Outcome.of(a.smax() < b.smin(), a.smin() >= b.smax());
      case SLE -> Outcome.of(a.smax() <= b.smin(), a.smin() > b.smax());
      case SET -> anyCommonBit(bits(left, is32), bits(right, is32));
      case NOT_SET -> anyCommonBit(bits(left, is32), bits(right, is32)).negated();
    };
  }

  private static Tnum bits(Scalar scalar, boolean is32) {
    return is32 ? scalar.bits().low() : scalar.bits();
  }

  private static Bounds64 widened(Bounds32 low) {
    return new Bounds64(
        low.smin(),
        low.smax(),
        Integer.toUnsignedLong(low.umin()),
        Integer.toUnsignedLong(low.umax()));
  }

  private static Outcome equal(Scalar left, Scalar right, boolean is32) {
    Tnum s = bits(left, is32);
    Tnum t = bits(right, is32);
    if (s.isConst() && t.isConst()) {
      return s.value() == t.value() ? Outcome.ALWAYS : Outcome.NEVER;
    }
    boolean apart = !s.overlaps(t) || disjoint(left.low(), right.low());
    if (apart || (!is32 && disjoint(left.wide(), right.wide()))) {
      return Outcome.NEVER;
    }
    return Outcome.OPEN;
  }

  private static boolean disjoint(Bounds64 a, Bounds64 b) {
    return Bounds64.less(b.umax(), a.umin())
        || Bounds64.less(a.umax(), b.umin())
        || a.smin() > b.smax()
        || a.smax() < b.smin();
  }

  private static boolean disjoint(Bounds32 a, Bounds32 b) {
    return Bounds32.less(b.umax(), a.umin())
        || Bounds32.less(a.umax(), b.umin())
        || a.smin() > b.smax()
        || a.smax() < b.smin();
  }

  /** Decidable only where one side is a constant. */
  private static Outcome anyCommonBit(Tnum s, Tnum t) {
    if (!t.isConst()) {
      return s.isConst() ? anyCommonBit(t, s) : Outcome.OPEN;
    }
    return Outcome.of((s.value() & t.value()) != 0, ((s.value() | s.mask()) & t.value()) == 0);
  }

  /**
   * What both numbers are where {@code left relation right} holds, each settled. The result may be
   * a contradiction where it cannot hold.
   */
  public static Pair refine(Scalar left, Relation relation, Scalar right, boolean is32) {
    Pair raw = is32 ? refine32(left, relation, right) : refine64(left, relation, right);
    return new Pair(raw.left().settled(), raw.right().settled());
  }

  /**
   * What a number is where {@code number relation number} holds. As Linux does, which takes it for
   * two numbers: the ends are cut on the arm that cannot run.
   */
  public static Scalar refineSame(Scalar number, Relation relation, boolean is32) {
    Pair pair = is32 ? refine32(number, relation, number) : refine64(number, relation, number);
    Scalar a = pair.left();
    Scalar b = pair.right();
    return equal(a, b).settled().settled();
  }

  /** Both descriptions at once. */
  private static Scalar equal(Scalar a, Scalar b) {
    return new Scalar(
        a.bits().meet(b.bits()), equal64(a, b).left().wide(), equal32(a, b).left().low());
  }

  private static Pair refine64(Scalar a, Relation relation, Scalar b) {
    return switch (relation) {
      case EQ -> equal64(a, b);
      case NE -> constLast(a, b, false, ScalarBranch::unequal64);
      case SET -> constLast(a, b, false, (x, c) -> commonBit(x, c, false));
      case NOT_SET -> constLast(a, b, false, (x, c) -> noCommonBit(x, c, false));
      case LE, LT -> {
        long one = relation == Relation.LT ? 1 : 0;
        Bounds64 p = a.wide();
        Bounds64 q = b.wide();
        yield new Pair(
            wide(a, p.smin(), p.smax(), p.umin(), Bounds64.least(p.umax(), q.umax() - one)),
            wide(b, q.smin(), q.smax(), Bounds64.greatest(p.umin() + one, q.umin()), q.umax()));
      }
      case SLE, SLT -> {
        long one = relation == Relation.SLT ? 1 : 0;
        Bounds64 p = a.wide();
        Bounds64 q = b.wide();
        yield new Pair(
            wide(a, p.smin(), Math.min(p.smax(), q.smax() - one), p.umin(), p.umax()),
            wide(b, Math.max(p.smin() + one, q.smin()), q.smax(), q.umin(), q.umax()));
      }
      case GT, GE, SGT, SGE -> refine64(b, relation.flipped(), a).exchanged();
    };
  }

  private static Pair refine32(Scalar a, Relation relation, Scalar b) {
    return switch (relation) {
      case EQ -> equal32(a, b);
      case NE -> constLast(a, b, true, ScalarBranch::unequal32);
      case SET -> constLast(a, b, true, (x, c) -> commonBit(x, c, true));
      case NOT_SET -> constLast(a, b, true, (x, c) -> noCommonBit(x, c, true));
      case LE, LT -> {
        int one = relation == Relation.LT ? 1 : 0;
        Bounds32 p = a.low();
        Bounds32 q = b.low();
        yield new Pair(
            low(a, p.smin(), p.smax(), p.umin(), Bounds32.least(p.umax(), q.umax() - one)),
            low(b, q.smin(), q.smax(), Bounds32.greatest(p.umin() + one, q.umin()), q.umax()));
      }
      case SLE, SLT -> {
        int one = relation == Relation.SLT ? 1 : 0;
        Bounds32 p = a.low();
        Bounds32 q = b.low();
        yield new Pair(
            low(a, p.smin(), Math.min(p.smax(), q.smax() - one), p.umin(), p.umax()),
            low(b, Math.max(p.smin() + one, q.smin()), q.smax(), q.umin(), q.umax()));
      }
      case GT, GE, SGT, SGE -> refine32(b, relation.flipped(), a).exchanged();
    };
  }

  private static Scalar wide(Scalar from, long smin, long smax, long umin, long umax) {
    return new Scalar(from.bits(), new Bounds64(smin, smax, umin, umax), from.low());
  }

  private static Scalar low(Scalar from, int smin, int smax, int umin, int umax) {
    return new Scalar(from.bits(), from.wide(), new Bounds32(smin, smax, umin, umax));
  }

  @SuppressWarnings("ArgumentSelectionDefectChecker") // the greater of two lower bounds
  private static Pair equal64(Scalar a, Scalar b) {
    Bounds64 p = a.wide();
    Bounds64 q = b.wide();
    Bounds64 both =
        new Bounds64(
            Math.max(p.smin(), q.smin()),
            Math.min(p.smax(), q.smax()),
            Bounds64.greatest(p.umin(), q.umin()),
            Bounds64.least(p.umax(), q.umax()));
    Tnum bits = a.bits().meet(b.bits());
    return new Pair(new Scalar(bits, both, a.low()), new Scalar(bits, both, b.low()));
  }

  @SuppressWarnings("ArgumentSelectionDefectChecker") // as above
  private static Pair equal32(Scalar a, Scalar b) {
    Bounds32 p = a.low();
    Bounds32 q = b.low();
    Bounds32 both =
        new Bounds32(
            Math.max(p.smin(), q.smin()),
            Math.min(p.smax(), q.smax()),
            Bounds32.greatest(p.umin(), q.umin()),
            Bounds32.least(p.umax(), q.umax()));
    Tnum bits = a.bits().low().meet(b.bits().low());
    return new Pair(
        new Scalar(a.bits().withLow(bits), a.wide(), both),
        new Scalar(b.bits().withLow(bits), b.wide(), both));
  }

  private interface WithConst {
    Scalar apply(Scalar number, long constant);
  }

  /** Applies a rule that needs a constant on one side, whichever side it is. */
  private static Pair constLast(Scalar a, Scalar b, boolean is32, WithConst rule) {
    if (bits(b, is32).isConst()) {
      return new Pair(rule.apply(a, bits(b, is32).value()), b);
    }
    if (bits(a, is32).isConst()) {
      return new Pair(a, rule.apply(b, bits(a, is32).value()));
    }
    return new Pair(a, b);
  }

  private static Scalar unequal64(Scalar a, long constant) {
    Bounds64 p = a.wide();
    return wide(
        a,
        p.smin() == constant ? p.smin() + 1 : p.smin(),
        p.smax() == constant ? p.smax() - 1 : p.smax(),
        p.umin() == constant ? p.umin() + 1 : p.umin(),
        p.umax() == constant ? p.umax() - 1 : p.umax());
  }

  private static Scalar unequal32(Scalar a, long constant) {
    Bounds32 p = a.low();
    int value = (int) constant;
    return low(
        a,
        p.smin() == value ? p.smin() + 1 : p.smin(),
        p.smax() == value ? p.smax() - 1 : p.smax(),
        p.umin() == value ? p.umin() + 1 : p.umin(),
        p.umax() == value ? p.umax() - 1 : p.umax());
  }

  /** Only a single tested bit is known to be set afterwards. */
  private static Scalar commonBit(Scalar a, long constant, boolean is32) {
    if (Long.bitCount(constant) != 1) {
      return a;
    }
    Tnum set = bits(a, is32).or(Tnum.of(constant));
    return new Scalar(is32 ? a.bits().withLow(set) : set, a.wide(), a.low());
  }

  /** All tested bits are 0; the ranges are rebuilt from the bits, as they may contradict them. */
  private static Scalar noCommonBit(Scalar a, long constant, boolean is32) {
    Tnum cleared = bits(a, is32).and(Tnum.of(~constant));
    return new Scalar(is32 ? a.bits().withLow(cleared) : cleared, Bounds64.ALL, Bounds32.ALL);
  }
}
