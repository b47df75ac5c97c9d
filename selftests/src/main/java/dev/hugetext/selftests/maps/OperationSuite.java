package dev.hugetext.selftests.maps;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.kernel.CpuBinding;
import dev.hugetext.loader.kernel.KernelMap;
import dev.hugetext.loader.kernel.PossibleCpus;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.MapCreation;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Random operations on maps of one type after the other. */
public final class OperationSuite {
  /** Operations on one map before the next one is made. */
  private static final long PER_MAP = 20_000;

  /** What programs run on; none looks at it. */
  private static final byte[] PACKET = new byte[64];

  private final boolean running;
  private final int cpus;

  /**
   * A suite.
   *
   * @param running whether maps are compared with those of the running Linux, or with models
   */
  public OperationSuite(boolean running) {
    this.running = running;
    cpus = running ? PossibleCpus.count() : KernelSetup.DEFAULT.cpus();
  }

  /** The types that it can try. */
  public List<MapType> types() {
    return TrialDefs.TYPES.stream().filter(type -> running || hasJudge(type)).toList();
  }

  private static boolean hasJudge(MapType type) {
    MapDef def = TrialDefs.of(type).getFirst();
    return TrialDefs.isLru(def) || ModelSubject.of(def, 0).isPresent();
  }

  /**
   * Runs operations on maps of this type, shared out among differently made ones.
   *
   * @param progress told of the operations done after each map
   * @return the first difference, with all that is needed to see it again; empty if there is none
   */
  public Optional<String> run(MapType type, long operations, long seed, LongConsumer progress) {
    List<MapDef> defs = TrialDefs.of(type);
    KernelSetup setup = KernelSetup.DEFAULT.withCpus(cpus);
    try (EmulatedKernel kernel = EmulatedKernel.boot(setup)) {
      long done = 0;
      // in small runs every sort of map gets its share
      long perMap = Math.clamp(operations / defs.size(), 1, PER_MAP);
      for (int i = 0; done < operations; i++) {
        MapDef def = defs.get(i % defs.size());
        long count = Math.min(perMap, operations - done);
        // programs take part in every other round, so that user space is also tried alone
        boolean byPrograms = running && i / defs.size() % 2 == 0;
        Optional<String> difference = onOneMap(kernel, def, count, seed + i, byPrograms);
        if (difference.isPresent()) {
          return Optional.of("%s, seed %d: %s".formatted(text(def), seed + i, difference.get()));
        }
        done += count;
        progress.accept(done);
      }
    }
    return Optional.empty();
  }

  private static String text(MapDef def) {
    return "%s key %d value %d entries %d flags 0x%x%s"
        .formatted(
            def.type().text(),
            def.keySize(),
            def.valueSize(),
            def.maxEntries(),
            def.flags(),
            def.fields().isEmpty() ? "" : " with a lock");
  }

  private Optional<String> onOneMap(
      EmulatedKernel kernel, MapDef def, long count, long seed, boolean byPrograms) {
    return byPrograms && MapPrograms.canUse(def)
        ? withPrograms(kernel, def, count, seed)
        : byUserSpace(kernel, def, count, seed);
  }

  /** User space and programs in turn, here and in Linux. */
  private Optional<String> withPrograms(EmulatedKernel kernel, MapDef def, long count, long seed) {
    var programs = new MapPrograms(def);
    int valueBytes = UserValues.userBytes(def, cpus);
    try (CpuBinding _ = CpuBinding.toFirst();
        KernelDoor theirDoor = new KernelDoor(programs, PACKET)) {
      var ourDoor = new EmulatedDoor(kernel, programs, PACKET);
      try (MapSubject ours = new EmulatedSubject(ourDoor.map(), List.of());
          MapSubject theirs = new KernelSubject(theirDoor.map(), valueBytes, List.of())) {
        boolean ordered = !TrialDefs.hasRandomOrder(def);
        var operations = new Operations(def, valueBytes, 0, seed);
        operations.cleanPadding();
        return new OperationTrial(ours, theirs, ordered)
            .withPrograms(ourDoor, theirDoor, cpus)
            .run(operations, count, freezesLate(seed));
      }
    }
  }

  private static boolean freezesLate(long seed) {
    return Math.floorMod(seed, 3) == 0;
  }

  private Optional<String> byUserSpace(EmulatedKernel kernel, MapDef def, long count, long seed) {
    try (TrialObjects objects =
        holdsObjects(def.type()) ? TrialObjects.create(kernel, running) : TrialObjects.none()) {
      if (!(kernel.createMap(def) instanceof MapCreation.Created(BpfMap map))) {
        return Optional.of("cannot be created here");
      }
      int valueBytes = UserValues.userBytes(def, cpus);
      var operations = new Operations(def, valueBytes, objects.emulated().size(), seed);
      boolean freezeLate = freezesLate(seed);
      try (MapSubject ours = new EmulatedSubject(map, objects.emulated())) {
        return running
            ? againstLinux(def, ours, operations, count, freezeLate, objects)
            : againstModel(def, ours, operations, count, freezeLate);
      }
    }
  }

  private static boolean holdsObjects(MapType type) {
    return switch (type) {
      case PROG_ARRAY, ARRAY_OF_MAPS, HASH_OF_MAPS, PERF_EVENT_ARRAY, CGROUP_ARRAY -> true;
      default -> false;
    };
  }

  private Optional<String> againstLinux(
      MapDef def,
      MapSubject ours,
      Operations operations,
      long count,
      boolean freezeLate,
      TrialObjects objects) {
    try (CpuBinding _ = CpuBinding.toFirst()) {
      KernelMap map = KernelMaps.create(def).orThrow();
      int valueBytes = UserValues.userBytes(def, cpus);
      try (MapSubject theirs = new KernelSubject(map, valueBytes, objects.handles())) {
        boolean ordered = !TrialDefs.hasRandomOrder(def);
        return new OperationTrial(ours, theirs, ordered).run(operations, count, freezeLate);
      }
    }
  }

  private Optional<String> againstModel(
      MapDef def, MapSubject ours, Operations operations, long count, boolean freezeLate) {
    if (TrialDefs.isLru(def)) {
      return new LruJudge(def, ours, cpus).run(operations, count);
    }
    MapSubject model = ModelSubject.of(def, UserValues.userBytes(def, cpus)).orElseThrow();
    boolean ordered = !TrialDefs.isHash(def.type());
    return new OperationTrial(ours, model, ordered).run(operations, count, freezeLate);
  }
}
