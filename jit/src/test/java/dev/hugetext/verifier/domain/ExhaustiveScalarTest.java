package dev.hugetext.verifier.domain;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All signed ranges of 4 bits in pairs, of 6 bits alone, with all numbers in them. */
class ExhaustiveScalarTest {
  private static final long LOW = 0xffff_ffffL;

  interface Binary {
    Scalar apply(Scalar a, Scalar b, boolean is32);
  }

  interface Unary {
    Scalar apply(Scalar a);
  }

  static Stream<Arguments> binaries() {
    return Stream.of(
        binary("add", ScalarAlu::add, Long::sum),
        binary("sub", ScalarAlu::sub, (x, y) -> x - y),
        binary("mul", ScalarAlu::mul, (x, y) -> x * y),
        binary("and", ScalarAlu::and, (x, y) -> x & y),
        binary("or", ScalarAlu::or, (x, y) -> x | y),
        binary("xor", ScalarAlu::xor, (x, y) -> x ^ y));
  }

  private static Arguments binary(String name, Binary abstractly, LongBinaryOperator concretely) {
    return Arguments.of(name, abstractly, concretely);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("binaries")
  void binaryOperationIsSound(String name, Binary abstractly, LongBinaryOperator concretely) {
    List<Scalar> all = SmallNumbers.ranges(4);
    for (Scalar a : all) {
      for (Scalar b : all) {
        Scalar wide = abstractly.apply(a, b, false);
        Scalar low = abstractly.apply(a, b, true);
        for (long x = a.smin(); x <= a.smax(); x++) {
          for (long y = b.smin(); y <= b.smax(); y++) {
            long result = concretely.applyAsLong(x, y);
            assertTrue(wide.contains(result) && low.contains(result & LOW), name);
          }
        }
      }
    }
  }

  static Stream<Arguments> unaries() {
    Stream<Arguments> shifts =
        Stream.of(0, 1, 5, 31)
            .flatMap(by ->
                Stream.of(
                    unary("<<", a -> ScalarAlu.shiftLeft(a, by, false), x -> x << by),
                    unary("w<<", a -> ScalarAlu.shiftLeft(a, by, true), x -> x << by & LOW),
                    unary(">>", a -> ScalarAlu.shiftRight(a, by, false), x -> x >>> by),
                    unary("w>>", a -> ScalarAlu.shiftRight(a, by, true), x -> (x & LOW) >>> by),
                    unary("s>>", a -> ScalarAlu.shiftRightSigned(a, by, false), x -> x >> by),
                    unary(
                        "ws>>",
                        a -> ScalarAlu.shiftRightSigned(a, by, true),
                        x -> ((int) x >> by) & LOW)));
    Stream<Arguments> others =
        Stream.of(
            unary("neg", a -> ScalarAlu.neg(a, false), x -> -x),
            unary("wneg", a -> ScalarAlu.neg(a, true), x -> -x & LOW),
            unary("<< 32", a -> ScalarAlu.shiftLeft(a, 32, false), x -> x << 32),
            unary("zext", ScalarAlu::zeroExtend32, x -> x & LOW),
            unary("u8", a -> ScalarAlu.truncate(a, 1), x -> x & 0xff),
            unary("u16", a -> ScalarAlu.truncate(a, 2), x -> x & 0xffff),
            unary("s8", a -> ScalarAlu.signExtend64(a, 1), x -> (byte) x),
            unary("s8 32", a -> ScalarAlu.signExtend32(a, 1), x -> (byte) x & LOW),
            unary("s16 32", a -> ScalarAlu.signExtend32(a, 2), x -> (short) x & LOW),
            unary("be64", a -> ScalarAlu.swapBytes(a, 8), Long::reverseBytes),
            unary(
                "be32", a -> ScalarAlu.swapBytes(a, 4), x -> Integer.reverseBytes((int) x) & LOW));
    return Stream.concat(shifts, others);
  }

  private static Arguments unary(String name, Unary abstractly, LongUnaryOperator concretely) {
    return Arguments.of(name, abstractly, concretely);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unaries")
  void unaryOperationIsSound(String name, Unary abstractly, LongUnaryOperator concretely) {
    for (Scalar a : SmallNumbers.ranges(6)) {
      Scalar result = abstractly.apply(a);
      for (long x = a.smin(); x <= a.smax(); x++) {
        assertTrue(result.contains(concretely.applyAsLong(x)), name);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void comparisonIsSound(Relation relation) {
    List<Scalar> all = SmallNumbers.ranges(4);
    for (Scalar a : all) {
      for (Scalar b : all) {
        check(a, relation, b, false);
        check(a, relation, b, true);
      }
    }
  }

  private static void check(Scalar a, Relation relation, Scalar b, boolean is32) {
    ScalarBranch.Outcome outcome = ScalarBranch.decide(a, relation, b, is32);
    ScalarBranch.Pair taken = ScalarBranch.refine(a, relation, b, is32);
    for (long x = a.smin(); x <= a.smax(); x++) {
      for (long y = b.smin(); y <= b.smax(); y++) {
        boolean holds = is32 ? holds(relation, (int) x, (int) y) : holds(relation, x, y);
        boolean fits =
            switch (outcome) {
              case ALWAYS -> holds;
              case NEVER -> !holds;
              case OPEN -> !holds || (taken.left().contains(x) && taken.right().contains(y));
            };
        assertTrue(fits, relation::name);
      }
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

  @Test
  void settlingLosesNothing() {
    for (Tnum bits : SmallNumbers.tnums(5)) {
      for (long min = 0; min < 32; min++) {
        for (long max = min; max < 32; max++) {
          Scalar settled =
              Scalar.settled(
                  bits, new Bounds64(Long.MIN_VALUE, Long.MAX_VALUE, min, max), Bounds32.ALL);
          for (long member : SmallNumbers.members(bits)) {
            assertTrue(member < min || member > max || settled.contains(member));
          }
        }
      }
    }
  }
}
