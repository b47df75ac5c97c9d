package dev.hugetext.selftests.agreement;

import dev.hugetext.selftests.fuzz.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run of trials came to. */
public final class AgreementCounts {
  /** More failures than this are counted, but not kept. */
  private static final int KEPT_FAILURES = 20;

  private static final double LEAST_ACCEPTANCE = 0.95;

  int programs;
  int mutants;
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
  private final List<String> failures = new ArrayList<>();

  void kind(Kind kind) {
    kinds.merge(kind, 1, Integer::sum);
  }

  void fail(String what) {
    if (failures.size() < KEPT_FAILURES) {
      failures.add(what);
    }
  }

  /** What went wrong, with the seed that repeats it. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** Whether every property held: agreement, soundness, and 95 % of acceptance. */
  public boolean passed() {
    return !properties().containsValue(false);
  }

  /** The part of what the running kernel accepts that is accepted here; 1 if it accepts nothing. */
  public double acceptance() {
    int theirs = bothAccept + tooStrict;
    return theirs == 0 ? 1 : (double) bothAccept / theirs;
  }

  /** The properties that must hold, by name, and whether each did. */
  public Map<String, Boolean> properties() {
    var properties = new LinkedHashMap<String, Boolean>();
    properties.put("nothing is accepted that the kernel refuses", unsound == 0);
    properties.put("95 % of what the kernel accepts is accepted", acceptance() >= LEAST_ACCEPTANCE);
    properties.put("all engines give the same results", differentResults == 0);
    properties.put("machine code is the kernel's", differentImages == 0);
    properties.put("rewriting is the kernel's", differentRewriting == 0);
    return properties;
  }

  /** Kinds of the generated programs, and how many of each. */
  public Map<Kind, Integer> kinds() {
    return Map.copyOf(kinds);
  }

  /** Lines for people. */
  public List<String> lines() {
    return List.of(
        "%d programs %s, %d mutants".formatted(programs, new EnumMap<>(kinds), mutants),
        "verdicts: both accept %d, both refuse %d, accepted only here %d, only by the kernel %d"
                .formatted(bothAccept, bothRefuse, unsound, tooStrict)
            + " (%.2f %% of what the kernel accepts)".formatted(100 * acceptance()),
        "results: %d programs on our engines, %d differ; %d of them show addresses, time or old"
                .formatted(ran, differentResults, indeterminate)
            + " stack contents and are not compared; %d call helpers without a body"
                .formatted(notRunnable),
        "images: %d programs, %d bytes, %d differ; rewriting: %d alike, %d differ"
            .formatted(images, imageBytes, differentImages, sameRewriting, differentRewriting));
  }
}
