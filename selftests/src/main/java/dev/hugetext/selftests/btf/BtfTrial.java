package dev.hugetext.selftests.btf;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfException;
import dev.hugetext.bpf.btf.TypeDump;
import dev.hugetext.bpf.btf.c.CSource;
import dev.hugetext.bpf.btf.c.UndeclarableException;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.KernelBtf;
import dev.hugetext.loader.kernel.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Reads damaged BTF, asks it everything, and compares with the running Linux if that is wanted. */
public final class BtfTrial {
  private static final int MOST_FAILURES = 20;

  private final List<BtfMutator> mutators;
  private final boolean kernel;
  private final List<String> failures = new ArrayList<>();
  private final Map<String, Integer> onlyHere = new TreeMap<>();
  private long read;
  private long refused;
  private long taken;

  /**
   * @param samples proper BTF, at least one
   * @param kernel whether the running Linux is asked, too
   */
  public BtfTrial(List<byte[]> samples, boolean kernel) {
    this.mutators = samples.stream().map(BtfMutator::new).toList();
    this.kernel = kernel;
  }

  /** The trial with this number, which alone says what is damaged and how. */
  public void run(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = mutators.get(random.nextInt(mutators.size())).mutant(random);
    Optional<String> refusal;
    try {
      refusal = read(bytes);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      fail(seed, e.toString());
      return;
    }
    if (refusal.isEmpty()) {
      read++;
    } else {
      refused++;
    }
    if (kernel) {
      compare(seed, bytes, refusal);
    }
  }

  /** Why the bytes are refused; empty if they are read. */
  private static Optional<String> read(byte[] bytes) {
    Btf btf;
    try {
      btf = Btf.parse(bytes, "mutant");
    } catch (BtfException e) {
      return Optional.of(e.reason());
    }
    for (int id = 1; id < btf.types().size(); id++) {
      btf.size(id);
      btf.findFlavours(btf.kind(id), btf.type(id).name());
      TypeDump.of(btf, id).text(btf);
    }
    try {
      CSource.write(btf, IntStream.range(1, btf.types().size()).toArray(), text -> {});
    } catch (UndeclarableException refusal) {
      // an answer, too: the types are read, but C has no words for them
    }
    return Optional.empty();
  }

  private void compare(long seed, byte[] bytes, Optional<String> refusal) {
    switch (Bpf.loadBtf(bytes)) {
      case Outcome.Done<KernelBtf>(KernelBtf loaded) -> {
        loaded.close();
        taken++;
        refusal.ifPresent(why -> fail(seed, "Linux takes what is refused here: " + why));
      }
      case Outcome.Refused<KernelBtf> no -> {
        if (refusal.isEmpty()) {
          onlyHere.merge(KernelReason.of(no), 1, Integer::sum);
        }
      }
    }
  }

  private void fail(long seed, String what) {
    if (failures.size() < MOST_FAILURES) {
      failures.add("trial %d: %s".formatted(seed, what));
    }
  }

  /** What went wrong, a line each with the number of the trial; at most twenty. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** How many were read. */
  public long read() {
    return read;
  }

  /** How many were refused by the error that is meant for it. */
  public long refused() {
    return refused;
  }

  /** How many the running Linux took. */
  public long taken() {
    return taken;
  }

  /** How many were read here and refused by Linux, by its reason. */
  public Map<String, Integer> onlyHere() {
    return Collections.unmodifiableMap(onlyHere);
  }
}
