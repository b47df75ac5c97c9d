package dev.hugetext.loader.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.KernelAssumption;
import dev.hugetext.loader.kernel.KernelMap;
import dev.hugetext.loader.kernel.MapSpec;
import dev.hugetext.loader.kernel.Outcome;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same random operations on a map here and on one of the running kernel give the same. */
class KernelMapAgreementTest {
  private static final int OPERATIONS = 4000;
  private static final long SEED = Long.getLong("hugetext.seed", 20221116);

  @BeforeEach
  void kernelAnswers() {
    KernelAssumption.required();
  }

  @ParameterizedTest(name = "{0}, key {1}, value {2}, entries {3}, flags {4}")
  @CsvSource({
    "ARRAY, 4, 1, 1, 0", "ARRAY, 4, 24, 7, 0", "ARRAY, 4, 5, 100, 0",
    "HASH, 4, 8, 10, 0", "HASH, 1, 3, 300, 0", "HASH, 13, 17, 5, 0",
    "HASH, 8, 8, 10, 1", "HASH, 5, 64, 30, 1"
  })
  void operationsAgree(MapType type, int keySize, int valueSize, int maxEntries, int flags) {
    var def = new MapDef("", type, keySize, valueSize, maxEntries, flags, null, false, 0);
    var spec = new MapSpec(type.number(), keySize, valueSize, maxEntries, flags, 0, "");
    var random = new SplittableRandom(SEED);
    try (EmulatedKernel kernel = EmulatedKernel.boot(KernelSetup.DEFAULT);
        KernelMap theirs = Bpf.createMap(spec).orThrow()) {
      BpfMap ours = ((MapCreation.Created) kernel.createMap(def)).map();
      for (int i = 0; i < OPERATIONS; i++) {
        step(ours, theirs, random, "seed %d, operation %d".formatted(SEED, i));
      }
      assertTrue(
          MapContents.of(ours).sameElements(contents(theirs, def)), "contents, seed " + SEED);
    }
  }

  private static void step(BpfMap ours, KernelMap theirs, SplittableRandom random, String where) {
    byte[] key = key(ours.def(), random);
    switch (random.nextInt(4)) {
      case 0 -> assertEquals(errno(theirs.delete(key)), ours.syscalls().delete(key), where);
      case 1 -> {
        byte[] theirsRead =
            theirs.lookup(key) instanceof Outcome.Done<byte[]>(byte[] value) ? value : new byte[0];
        assertArrayEquals(theirsRead, ours.syscalls().lookup(key, 0).orEmpty(), where);
      }
      default -> {
        byte[] value = new byte[ours.def().valueSize()];
        random.nextBytes(value);
        long flags = random.nextInt(10) == 0 ? random.nextInt(9) : random.nextInt(3);
        assertEquals(
            errno(theirs.update(key, value, flags)),
            ours.syscalls().update(key, value, flags),
            where);
      }
    }
  }

  /** Few different keys, so that most operations meet one that is there. */
  private static byte[] key(MapDef def, SplittableRandom random) {
    byte[] key = new byte[def.keySize()];
    key[0] = (byte) random.nextInt(Math.min(256, def.maxEntries() * 2));
    if (random.nextInt(20) == 0) {
      key[key.length - 1] = (byte) random.nextInt();
    }
    return key;
  }

  private static long errno(Outcome<Integer> outcome) {
    return outcome instanceof Outcome.Refused<Integer> refused ? -refused.errno() : 0;
  }

  private static MapContents contents(KernelMap map, MapDef def) {
    List<MapContents.Element> elements = new ArrayList<>();
    Optional<byte[]> key = Optional.empty();
    while (map.nextKey(key) instanceof Outcome.Done<byte[]>(byte[] next)) {
      elements.add(new MapContents.Element(next, map.lookup(next).orThrow()));
      key = Optional.of(next);
    }
    return MapContents.of(def, elements);
  }

  /** What can be created there can be created here, and the other way round. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"ARRAY", "HASH"})
  void creationAgrees(MapType type) {
    var random = new SplittableRandom(SEED);
    int[] sizes = {0, 1, 3, 4, 8, 16, 512, 513, 4096};
    try (EmulatedKernel kernel = EmulatedKernel.boot(KernelSetup.DEFAULT)) {
      for (int i = 0; i < 500; i++) {
        int keySize = type == MapType.ARRAY ? 4 : sizes[random.nextInt(sizes.length)];
        int valueSize = sizes[random.nextInt(sizes.length)];
        int entries = random.nextInt(4);
        int flags = random.nextInt(3) == 0 ? 1 << random.nextInt(14) : 0;
        if (random.nextInt(8) == 0) {
          flags |= MapFlag.RDONLY_PROG.bit();
        }
        flags &= ~MapFlag.NUMA_NODE.bit(); // names a node of the host
        var spec = new MapSpec(type.number(), keySize, valueSize, entries, flags, 0, "");
        var def = new MapDef("", type, keySize, valueSize, entries, flags, null, false, 0);
        long theirs =
            switch (Bpf.createMap(spec)) {
              case Outcome.Done<KernelMap>(KernelMap map) -> {
                map.close();
                yield 0;
              }
              case Outcome.Refused<KernelMap> refused -> refused.errno();
            };
        long ours =
            kernel.createMap(def) instanceof MapCreation.Refused refused
                ? refused.errno().number()
                : 0;
        assertEquals(theirs, ours, spec + ", seed " + SEED);
      }
    }
  }
}
