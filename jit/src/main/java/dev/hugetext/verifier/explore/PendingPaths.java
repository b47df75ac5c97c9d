package dev.hugetext.verifier.explore;

import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Paths that were put off, the last one on top. */
final class PendingPaths {
  private final Deque<Path> paths = new ArrayDeque<>();
  private final int limit;

  PendingPaths(int limit) {
    this.limit = limit;
  }

  /**
   * Puts a path off.
   *
   * @throws Refusal if there are too many
   */
  void add(Path path) {
    paths.push(path);
    if (paths.size() > limit) {
      throw Refusal.of(
          Rule.JUMP_SEQUENCE, "The sequence of %d jumps is too complex.".formatted(paths.size()));
    }
  }

  /** Takes the last one; null if none is left. */
  @Nullable Path take() {
    return paths.poll();
  }
}
