package dev.hugetext.verifier.state;

/**
 * How far a path went into what has no bound of its own. Paths that come back to the same place in
 * the same state made no progress only if these are the same too.
 *
 * @param mayGoto how often a {@code may_goto} was not taken
 * @param callbacks how often a helper called a callback
 * @param later how many timers, each set by the one before, led here
 */
public record Depths(int mayGoto, int callbacks, int later) {
  /** At the entry. */
  public static final Depths ZERO = new Depths(0, 0, 0);

  public Depths withMayGoto(int mayGoto) {
    return new Depths(mayGoto, callbacks, later);
  }

  public Depths withCallbacks(int callbacks) {
    return new Depths(mayGoto, callbacks, later);
  }

  public Depths withLater(int later) {
    return new Depths(mayGoto, callbacks, later);
  }
}
