package dev.hugetext.selftests.agreement;

import dev.hugetext.selftests.fuzz.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a run of trials came to. */
public final class AgreementCounts {
  /** More failures than this are counted, but not kept. */
  private static final int KEPT_FAILURES = 20;

  private static final double LEAST_ACCEPTANCE = 0.95;

  int programs;
  int mutants;
  int slots;
  int bothAccept;
  int bothRefuse;
  int unsound;
  int tooStrict;
  int ran;
  int notRunnable;
  int indeterminate;
  int differentResults;
  int images;
  long imageBytes;
  int differentImages;
  int sameRewriting;
  int differentRewriting;
  private final Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
  private final Map<Law, List<String>> failures = new EnumMap<>(Law.class);

  void kind(Kind kind) {
    kinds.merge(kind, 1, Integer::sum);
  }

  void fail(Law law, String what) {
    List<String> kept = failures.computeIfAbsent(law, _ -> new ArrayList<>());
    if (kept.size() < KEPT_FAILURES) {
      kept.add(what);
    }
  }

  /** Where the law did not hold, with the seed that repeats it: the first twenty. */
  public List<String> failures(Law law) {
    if (law == Law.ACCEPTING && acceptance() >= LEAST_ACCEPTANCE) {
      return List.of();
    }
    return List.copyOf(failures.getOrDefault(law, List.of()));
  }

  /** How often the law was checked, and how often it did not hold. */
  public String finding(Law law) {
    return switch (law) {
      case SOUND ->
          "both accept %d, both refuse %d, accepted only here %d"
              .formatted(bothAccept, bothRefuse, unsound);
      case ACCEPTING ->
          "only by the kernel %d, so %.2f %% are accepted".formatted(tooStrict, 100 * acceptance());
      case SAME_RESULTS ->
          "%d programs on our engines, %d differ; %d of them show addresses, time or old"
                  .formatted(ran, differentResults, indeterminate)
              + " stack contents and are not compared; %d call helpers without a body"
                  .formatted(notRunnable);
      case SAME_IMAGES ->
          "%d programs, %d bytes, %d differ".formatted(images, imageBytes, differentImages);
      case SAME_REWRITING -> "%d alike, %d differ".formatted(sameRewriting, differentRewriting);
    };
  }

  /** The part of what the running kernel accepts that is accepted here; 1 if it accepts nothing. */
  public double acceptance() {
    int theirs = bothAccept + tooStrict;
    return theirs == 0 ? 1 : (double) bothAccept / theirs;
  }

  /** Kinds of the generated programs, and how many of each. */
  public Map<Kind, Integer> kinds() {
    return Map.copyOf(kinds);
  }

  /** What was tried: so many programs of each kind, so many mutants and slots. */
  public String tried() {
    return "%d programs %s, %d mutants, %d single slots"
        .formatted(programs, new EnumMap<>(kinds), mutants, slots);
  }
}
