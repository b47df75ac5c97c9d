package dev.hugetext.verifier.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.LongBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pair of tristate numbers of 4 and of 6 bits, with every pair of numbers they describe. */
class ExhaustiveTnumTest {
  interface Operation {
    Tnum apply(Tnum a, Tnum b);
  }

  static Stream<Arguments> operations() {
    return Stream.of(4, 6)
        .flatMap(bits ->
            Stream.of(
                operation(bits, "add", Tnum::add, Long::sum),
                operation(bits, "sub", Tnum::sub, (x, y) -> x - y),
                operation(bits, "mul", Tnum::mul, (x, y) -> x * y),
                operation(bits, "and", Tnum::and, (x, y) -> x & y),
                operation(bits, "or", Tnum::or, (x, y) -> x | y),
                operation(bits, "xor", Tnum::xor, (x, y) -> x ^ y)));
  }

  private static Arguments operation(
      int bits, String name, Operation abstractly, LongBinaryOperator concretely) {
    return Arguments.of(bits, name, abstractly, concretely);
  }

  @ParameterizedTest(name = "{0} bits: {1}")
  @MethodSource("operations")
  void operationIsSound(
      int bits, String name, Operation abstractly, LongBinaryOperator concretely) {
    List<Tnum> all = SmallNumbers.tnums(bits);
    for (Tnum a : all) {
      long[] left = SmallNumbers.members(a);
      for (Tnum b : all) {
        Tnum result = abstractly.apply(a, b);
        for (long x : left) {
          for (long y : SmallNumbers.members(b)) {
            if (!result.contains(concretely.applyAsLong(x, y))) {
              throw new AssertionError(
                  "%s: %s and %s give %s, not for %d and %d".formatted(name, a, b, result, x, y));
            }
          }
        }
      }
    }
  }

  @Test
  void meetJoinAndCoversAreThoseOfSets() {
    List<Tnum> all = SmallNumbers.tnums(4);
    for (Tnum a : all) {
      for (Tnum b : all) {
        Tnum join = a.join(b);
        assertTrue(join.covers(a) && join.covers(b));
        boolean covers = true;
        boolean overlaps = false;
        for (long y : SmallNumbers.members(b)) {
          covers &= a.contains(y);
          overlaps |= a.contains(y);
          assertTrue(!a.contains(y) || a.meet(b).contains(y));
        }
        assertEquals(covers, a.covers(b));
        assertEquals(overlaps, a.overlaps(b));
      }
    }
  }

  @Test
  void nextIsTheSmallestMemberAbove() {
    for (Tnum t : SmallNumbers.tnums(6)) {
      for (long number = 0; number < 64; number++) {
        long expected = t.greatest();
        for (long member : SmallNumbers.members(t)) {
          expected = member > number ? Math.min(expected, member) : expected;
        }
        assertEquals(expected, t.next(number));
      }
    }
  }
}
