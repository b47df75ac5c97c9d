package dev.hugetext.selftests.maps;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The same operations on two maps, reply by reply; at the end one of both is frozen and walked. */
final class OperationTrial {
  /** A walk costs as much as so many operations. */
  private static final int WALK_EVERY = 2048;

  /** More keys than any map here has: a walk that goes on so long does not end. */
  private static final int ENDLESS = 1 << 16;

  /** Of so many operations one is a program's. */
  private static final int PROGRAM_EVERY = 3;

  /** Of so many operations by programs one is on another CPU. */
  private static final int ELSEWHERE_EVERY = 8;

  private final MapSubject ours;
  private final MapSubject theirs;
  private final boolean ordered;
  private final Optional<Doors> doors;

  /**
   * A trial.
   *
   * @param ordered whether both are walked in the same order
   */
  OperationTrial(MapSubject ours, MapSubject theirs, boolean ordered) {
    this(ours, theirs, ordered, Optional.empty());
  }

  private OperationTrial(
      MapSubject ours, MapSubject theirs, boolean ordered, Optional<Doors> doors) {
    this.ours = ours;
    this.theirs = theirs;
    this.ordered = ordered;
    this.doors = doors;
  }

  /** The maps as programs see them. */
  private record Doors(ProgramDoor ours, ProgramDoor theirs, int cpus) {
    /** Mostly the first, where user space is too: to move a thread costs more than all else. */
    private int cpu(long turn) {
      return cpus > 1 && turn % ELSEWHERE_EVERY == 0
          ? 1 + (int) (turn / ELSEWHERE_EVERY % (cpus - 1))
          : 0;
    }
  }

  /** The same, in which programs do some of the operations, and some of these on other CPUs. */
  OperationTrial withPrograms(ProgramDoor ourDoor, ProgramDoor theirDoor, int cpus) {
    return new OperationTrial(
        ours, theirs, ordered, Optional.of(new Doors(ourDoor, theirDoor, cpus)));
  }

  /** Runs {@code count} operations; the first difference, if any. */
  Optional<String> run(Operations operations, long count, boolean freezeLate) {
    for (long i = 0; i < count; i++) {
      if (freezeLate && i == count - count / 8) {
        Reply mine = ours.freeze();
        Reply other = theirs.freeze();
        if (!mine.sameAs(other)) {
          return Optional.of(difference(i, "freeze", mine, other));
        }
      }
      Operations.Operation operation = operations.next();
      if (doors.isPresent()
          && i % PROGRAM_EVERY == 0
          && doors.get().theirs.knows(operation.kind())) {
        int cpu = doors.get().cpu(i / PROGRAM_EVERY);
        Reply mine = doors.get().ours.apply(operation, cpu);
        Reply other = doors.get().theirs.apply(operation, cpu);
        if (!mine.sameAs(other)) {
          String what = "by a program on CPU %d: %s".formatted(cpu, operation);
          return Optional.of(difference(i, what, mine, other));
        }
      } else if (ordered || !asksForOrder(operation)) {
        Reply mine = apply(ours, operation);
        Reply other = apply(theirs, operation);
        if (!mine.sameAs(other)) {
          return Optional.of(difference(i, operation.toString(), mine, other));
        }
      }
      if (i % WALK_EVERY == WALK_EVERY - 1 || i == count - 1) {
        Optional<String> walks = compareWalks(i);
        if (walks.isPresent()) {
          return walks;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean asksForOrder(Operations.Operation operation) {
    return switch (operation.kind()) {
      case NEXT_KEY, FIRST_KEY -> true;
      case LOOKUP, UPDATE, PUT, DELETE, TAKE -> false;
    };
  }

  static Reply apply(MapSubject map, Operations.Operation operation) {
    return switch (operation.kind()) {
      case LOOKUP -> map.lookup(operation.key(), operation.value(), operation.flags());
      case UPDATE -> map.update(operation.key(), operation.value(), operation.flags());
      case PUT -> map.put(operation.key(), operation.object(), operation.flags());
      case DELETE -> map.delete(operation.key());
      case NEXT_KEY -> map.nextKey(operation.key());
      case FIRST_KEY -> map.nextKey(null);
      case TAKE -> map.take(operation.key(), operation.flags());
    };
  }

  private String difference(long at, String what, Reply mine, Reply other) {
    return "operation %d: %s: %s %s, %s %s"
        .formatted(at, what, ours.name(), mine, theirs.name(), other);
  }

  private Optional<String> compareWalks(long at) {
    Walk mine = walk(ours);
    Walk other = walk(theirs);
    if (mine.repeats != null) {
      return Optional.of("operation %d: a walk meets %s twice".formatted(at, mine.repeats));
    }
    return mine.keys.equals(other.keys) && mine.end == other.end
        ? Optional.empty()
        : Optional.of(
            "operation %d: walks differ: %s %s, %s %s"
                .formatted(at, ours.name(), mine, theirs.name(), other));
  }

  /** The keys of a map, how the walk ended, and a key that came twice. */
  private record Walk(Set<String> keys, int end, @Nullable String repeats) {}

  private static Walk walk(MapSubject map) {
    Set<String> keys = new HashSet<>();
    byte[] key = null;
    for (int i = 0; i < ENDLESS; i++) {
      Reply next = map.nextKey(key);
      if (!next.isOk()) {
        return new Walk(keys, next.errno(), null);
      }
      String text = next.toString();
      if (!keys.add(text)) {
        return new Walk(keys, 0, text);
      }
      key = next.bytes();
    }
    return new Walk(keys, 0, "too many keys");
  }
}
