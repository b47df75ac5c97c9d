package dev.hugetext.verifier.domain;

import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Soundness at 64 bits: whatever the inputs allow, the output allows the result. */
class ScalarProperties {
  private static final long LOW = 0xffff_ffffL;

  /** A description, and a number that it describes. */
  record Sample(Scalar scalar, long number) {}

  private static final Arbitrary<Long> NUMBERS =
      Arbitraries.oneOf(
          Arbitraries.longs(),
          Arbitraries.longs().between(-300, 300),
          Arbitraries.integers().map(x -> x & LOW),
          Arbitraries.of(
              Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31, (1L << 31) - 1, LOW, 1L << 32, -1L << 31));

  /** Bits, signed and unsigned ranges around a number, each tight or not. */
  @Provide
  Arbitrary<Sample> samples() {
    Arbitrary<Long> masks =
        Arbitraries.oneOf(
            Arbitraries.just(-1L),
            Arbitraries.just(0L),
            Arbitraries.integers().between(0, 64).map(n -> n == 64 ? -1L : (1L << n) - 1),
            Arbitraries.longs());
    return Combinators.combine(NUMBERS, masks, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
        .as(ScalarProperties::around);
  }

  private static Sample around(long x, long mask, long a, long b, long c, long d) {
    Tnum bits = new Tnum(x & ~mask, mask);
    long smin = a <= x ? a : Long.MIN_VALUE;
    long smax = b >= x ? b : Long.MAX_VALUE;
    long umin = Long.compareUnsigned(c, x) <= 0 ? c : 0;
    long umax = Long.compareUnsigned(d, x) >= 0 ? d : -1;
    Scalar scalar = Scalar.settled(bits, new Bounds64(smin, smax, umin, umax), Bounds32.ALL);
    return new Sample(scalar, x);
  }

  @Property(tries = 5_000)
  void settlingKeepsTheNumber(@ForAll("samples") Sample a) {
    assertTrue(a.scalar().contains(a.number()));
  }

  @Property(tries = 5_000)
  void sumsAndDifferencesAreSound(@ForAll("samples") Sample a, @ForAll("samples") Sample b) {
    long sum = a.number() + b.number();
    long difference = a.number() - b.number();
    assertTrue(ScalarAlu.add(a.scalar(), b.scalar(), false).contains(sum));
    assertTrue(ScalarAlu.add(a.scalar(), b.scalar(), true).contains(sum & LOW));
    assertTrue(ScalarAlu.sub(a.scalar(), b.scalar(), false).contains(difference));
    assertTrue(ScalarAlu.sub(a.scalar(), b.scalar(), true).contains(difference & LOW));
  }

  @Property(tries = 5_000)
  void productsAndBitOperationsAreSound(@ForAll("samples") Sample a, @ForAll("samples") Sample b) {
    long x = a.number();
    long y = b.number();
    for (boolean is32 : new boolean[] {false, true}) {
      long kept = is32 ? LOW : -1;
      assertTrue(ScalarAlu.mul(a.scalar(), b.scalar(), is32).contains(x * y & kept));
      assertTrue(ScalarAlu.and(a.scalar(), b.scalar(), is32).contains(x & y & kept));
      assertTrue(ScalarAlu.or(a.scalar(), b.scalar(), is32).contains((x | y) & kept));
      assertTrue(ScalarAlu.xor(a.scalar(), b.scalar(), is32).contains((x ^ y) & kept));
    }
  }

  @Property(tries = 5_000)
  void extensionsAreSound(@ForAll("samples") Sample a) {
    long x = a.number();
    assertTrue(ScalarAlu.truncate(a.scalar(), 1).contains(x & 0xff));
    assertTrue(ScalarAlu.truncate(a.scalar(), 2).contains(x & 0xffff));
    assertTrue(ScalarAlu.truncate(a.scalar(), 4).contains(x & LOW));
    assertTrue(ScalarAlu.signExtend64(a.scalar(), 1).contains((byte) x));
    assertTrue(ScalarAlu.signExtend64(a.scalar(), 2).contains((short) x));
    assertTrue(ScalarAlu.signExtend64(a.scalar(), 4).contains((int) x));
    assertTrue(ScalarAlu.signExtend32(a.scalar(), 1).contains((byte) x & LOW));
    assertTrue(ScalarAlu.signExtend32(a.scalar(), 2).contains((short) x & LOW));
  }

  @Property(tries = 5_000)
  void shiftsAreSound(@ForAll("samples") Sample a) {
    long x = a.number();
    for (int by = 0; by < 64; by++) {
      assertTrue(ScalarAlu.shiftLeft(a.scalar(), by, false).contains(x << by));
      assertTrue(ScalarAlu.shiftRight(a.scalar(), by, false).contains(x >>> by));
      assertTrue(ScalarAlu.shiftRightSigned(a.scalar(), by, false).contains(x >> by));
    }
    for (int by = 0; by < 32; by++) {
      int low = (int) x;
      assertTrue(ScalarAlu.shiftLeft(a.scalar(), by, true).contains(low << by & LOW));
      assertTrue(ScalarAlu.shiftRight(a.scalar(), by, true).contains((low >>> by) & LOW));
      assertTrue(ScalarAlu.shiftRightSigned(a.scalar(), by, true).contains((low >> by) & LOW));
    }
  }

  @Property(tries = 5_000)
  void comparisonsAreSound(
      @ForAll("samples") Sample a, @ForAll("samples") Sample b, @ForAll Relation relation) {
    for (boolean is32 : new boolean[] {false, true}) {
      boolean holds =
          is32
              ? holds(relation, (int) a.number(), (int) b.number())
              : holds(relation, a.number(), b.number());
      Relation actual = holds ? relation : relation.negated();
      ScalarBranch.Pair pair = ScalarBranch.refine(a.scalar(), actual, b.scalar(), is32);
      assertTrue(pair.left().contains(a.number()) && pair.right().contains(b.number()));
      ScalarBranch.Outcome outcome = ScalarBranch.decide(a.scalar(), relation, b.scalar(), is32);
      assertTrue(
          outcome == ScalarBranch.Outcome.OPEN
              || (outcome == ScalarBranch.Outcome.ALWAYS) == holds);
    }
  }

  private static boolean holds(Relation relation, long x, long y) {
    int unsigned = Long.compareUnsigned(x, y);
    return switch (relation) {
      case EQ -> x == y;
      case NE -> x != y;
      case GT -> unsigned > 0;
      case GE -> unsigned >= 0;
      case LT -> unsigned < 0;
      case LE -> unsigned <= 0;
      case SGT -> x > y;
      case SGE -> x >= y;
      case SLT -> x < y;
      case SLE -> x <= y;
      case SET -> (x & y) != 0;
      case NOT_SET -> (x & y) == 0;
    };
  }
}
