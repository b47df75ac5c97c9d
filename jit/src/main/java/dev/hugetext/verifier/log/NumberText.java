package dev.hugetext.verifier.log;

import dev.hugetext.verifier.domain.Bounds32;
import dev.hugetext.verifier.domain.Bounds64;
import dev.hugetext.verifier.domain.Scalar;
import java.util.ArrayList;
import java.util.List;

/** Numbers and ranges as the kernel's log has them: small ones decimal, others hexadecimal. */
final class NumberText {
  private NumberText() {}

  static String signed(long number) {
    return number == (short) number ? Long.toString(number) : "0x%x".formatted(number);
  }

  static String unsigned(long number) {
    return number >>> 16 == 0 ? Long.toString(number) : "0x%x".formatted(number);
  }

  private record End(String name, long value, boolean open) {
    boolean isSigned() {
      return name.charAt(0) == 's';
    }

    boolean isNegative() {
      return isSigned() && value < 0;
    }
  }

  private static long shown32(int end) {
    return end == (short) end ? end : Integer.toUnsignedLong(end);
  }

  /** The ends that say something; equal ones share one value: {@code smin=umin=3}. */
  static List<String> ranges(Scalar scalar) {
    Bounds64 wide = scalar.wide();
    Bounds32 low = scalar.low();
    long umin32 = Integer.toUnsignedLong(low.umin());
    long umax32 = Integer.toUnsignedLong(low.umax());
    List<End> ends =
        List.of(
            new End("smin", wide.smin(), wide.smin() == Long.MIN_VALUE),
            new End("smax", wide.smax(), wide.smax() == Long.MAX_VALUE),
            new End("umin", wide.umin(), wide.umin() == 0),
            new End("umax", wide.umax(), wide.umax() == -1),
            new End("smin32", shown32(low.smin()), low.smin() == Integer.MIN_VALUE),
            new End("smax32", shown32(low.smax()), low.smax() == Integer.MAX_VALUE),
            new End("umin32", umin32, umin32 == 0),
            new End("umax32", umax32, low.umax() == -1));
    boolean[] done = new boolean[ends.size()];
    List<String> out = new ArrayList<>();
    for (int i = 0; i < ends.size(); i++) {
      End end = ends.get(i);
      if (end.open() || done[i]) {
        continue;
      }
      StringBuilder names = new StringBuilder(end.name()).append('=');
      for (int j = i + 2; j < ends.size(); j += 2) {
        End other = ends.get(j);
        if (!other.open()
            && !done[j]
            && other.value() == end.value()
            && other.isNegative() == end.isNegative()) {
          done[j] = true;
          names.append(other.name()).append('=');
        }
      }
      out.add(names + (end.isSigned() ? signed(end.value()) : unsigned(end.value())));
    }
    return out;
  }
}
