package dev.hugetext.selftests.maps;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.kernel.KernelMap;
import dev.hugetext.loader.kernel.Outcome;
import dev.hugetext.loader.kernel.PossibleCpus;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.MapCreation;
import dev.hugetext.loader.map.MapFactory;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every definition of the grid here and by the running Linux: success, or the same error. */
public final class CreationSuite {
  /** What any host can spare; maps that need more are left out, for Linux may have it or not. */
  private static final long SPARE = 32L << 20;

  private final List<String> differences = new ArrayList<>();
  private final Set<String> leftOut = new LinkedHashSet<>();
  private int compared;
  private int created;

  /** Compares a grid; {@code seed} decides its random part. */
  public void run(long seed) {
    KernelSetup setup = KernelSetup.DEFAULT.withCpus(PossibleCpus.count());
    try (EmulatedKernel kernel = EmulatedKernel.boot(setup)) {
      for (MapDef def : CreationGrid.of(seed)) {
        if (MapFactory.refusal(def, setup.nodes()).isEmpty() && memory(def, setup.cpus()) > SPARE) {
          leftOut.add(text(def));
        } else {
          compare(def, ours(kernel, def), theirs(def));
        }
      }
    }
  }

  private void compare(MapDef def, int ours, int theirs) {
    compared++;
    if (ours == 0) {
      created++;
    }
    if (ours != theirs) {
      differences.add(
          "%s: here %s, Linux %s".formatted(text(def), Errno.text(ours), Errno.text(theirs)));
    }
  }

  private static int ours(EmulatedKernel kernel, MapDef def) {
    return switch (kernel.createMap(def)) {
      case MapCreation.Created(BpfMap map) -> {
        map.free();
        yield 0;
      }
      case MapCreation.Refused(var errno, _) -> errno.number();
    };
  }

  private static int theirs(MapDef def) {
    return switch (KernelMaps.create(def)) {
      case Outcome.Done<KernelMap>(KernelMap map) -> {
        map.close();
        yield 0;
      }
      case Outcome.Refused<KernelMap> refused -> refused.errno();
    };
  }

  /** About how many bytes a map takes that the rules let pass. */
  private static long memory(MapDef def, int cpus) {
    long entries = Integer.toUnsignedLong(def.maxEntries());
    long value = Integer.toUnsignedLong(def.valueSize()) + 8;
    long element = 64 + Integer.toUnsignedLong(def.keySize());
    return switch (def.type()) {
      case LPM_TRIE, ARENA -> 0;
      case PERCPU_ARRAY, PERCPU_HASH, LRU_PERCPU_HASH -> entries * (element + value * cpus);
      case HASH -> entries * (MapFlag.NO_PREALLOC.in(def) ? 16 : element + value);
      case RINGBUF, USER_RINGBUF -> entries * 2;
      case BLOOM_FILTER -> entries * 4;
      default -> entries * (def.type() == MapType.LRU_HASH ? element + value : 16 + value);
    };
  }

  private static String text(MapDef def) {
    return "%s key %s value %s entries %s flags 0x%x extra 0x%x node %d%s%s"
        .formatted(
            def.type().text(),
            Integer.toUnsignedString(def.keySize()),
            Integer.toUnsignedString(def.valueSize()),
            Integer.toUnsignedString(def.maxEntries()),
            def.flags(),
            def.mapExtra(),
            def.numaNode(),
            def.types().known() ? " with a lock" : "",
            def.inner() instanceof MapDef inner ? " of " + inner.type().text() : "");
  }

  /** Definitions that were compared. */
  public int compared() {
    return compared;
  }

  /** Those of them that make a map. */
  public int created() {
    return created;
  }

  /** Definitions whose outcome depends on the memory of the host. */
  public List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  /** Where outcomes differ, a line each. */
  public List<String> differences() {
    return List.copyOf(differences);
  }
}
