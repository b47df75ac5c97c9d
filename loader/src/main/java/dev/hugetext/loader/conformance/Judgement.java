package dev.hugetext.loader.conformance;

/**
 * What one vector showed.
 *
 * @param name the file's, without its folder
 * @param verdict in one word
 * @param detail what was wrong, or why it was not run; empty if it passed
 */
public record Judgement(String name, Kind verdict, String detail) {
  /** Passed, wrong, or not run. */
  public enum Kind {
    PASS,
    FAIL,
    REFUSED
  }

  /** Of a vector whose program came to an outcome. */
  static Judgement of(String name, Vector vector, ConformanceOutcome outcome) {
    return switch (outcome) {
      case ConformanceOutcome.Refused(String why) ->
          vector.refused()
              ? new Judgement(name, Kind.PASS, "")
              : new Judgement(name, Kind.REFUSED, why);
      case ConformanceOutcome.Faulted(String what) -> new Judgement(name, Kind.FAIL, what);
      case ConformanceOutcome.Returned(long r0) ->
          vector.refused() || r0 != vector.expected()
              ? new Judgement(name, Kind.FAIL, returned(r0, vector))
              : new Judgement(name, Kind.PASS, "");
    };
  }

  private static String returned(long r0, Vector vector) {
    String expected = vector.refused() ? "a refusal" : "0x%x".formatted(vector.expected());
    return "returned 0x%x, expected %s".formatted(r0, expected);
  }
}
