package dev.hugetext.selftests.maps;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.MapTypes;
import dev.hugetext.bpf.proto.ValueField;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Definitions of maps of every type: one that is right, that one with each attribute changed to
 * each notable value and each flag turned, and random mixtures of those.
 */
final class CreationGrid {
  private static final int[] KEYS = {
    0, 1, 3, 4, 5, 8, 16, 20, 260, 261, 512, 513, 4096, (4 << 20) - 100, 4 << 20, 1 << 31, -1
  };
  private static final int[] VALUES = {
    0,
    1,
    3,
    4,
    7,
    8,
    12,
    16,
    32,
    40,
    1016,
    1024,
    32760,
    32761,
    32768,
    32769,
    65407,
    65408,
    65536,
    4194024,
    4194025,
    4194251,
    4194252,
    4 << 20,
    (4 << 20) + 1,
    Integer.MAX_VALUE,
    1 << 31,
    -1
  };
  private static final int[] ENTRIES = {
    0, 1, 2, 3, 100, 256, 257, 4096, 4097, 8192, 1 << 20, (1 << 27) + 1, 1 << 31, (1 << 31) + 1, -1
  };
  private static final long[] EXTRAS = {
    1, 5, 15, 16, 4095, 4096, 0xfffff000L, 1L << 32, (1L << 47) - 4096, -4096, -1
  };

  /** Any, the first, and some that no host has. */
  private static final int[] NODES = {-1, 0, 1 << 10, 1 << 31, -2};

  private static final int FLAG_BITS = 20;
  private static final int MIXTURES = 130;

  private final SplittableRandom random;
  private final List<MapDef> defs = new ArrayList<>();

  private CreationGrid(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The whole grid. */
  static List<MapDef> of(long seed) {
    var grid = new CreationGrid(seed);
    for (MapType type : MapType.values()) {
      grid.addType(type);
    }
    grid.addTyped();
    grid.addInner();
    return grid.defs;
  }

  /** A definition that Linux takes, where a type has one without BTF of the kernel. */
  private static MapDef right(MapType type) {
    return switch (type) {
      case QUEUE, STACK, BLOOM_FILTER -> def(type, 0, 8, 4, 0);
      case RINGBUF, USER_RINGBUF -> def(type, 0, 0, 4096, 0);
      case ARENA -> def(type, 0, 0, 4, MapFlag.MMAPABLE.bit());
      case LPM_TRIE -> def(type, 8, 8, 4, MapFlag.NO_PREALLOC.bit());
      case CGROUP_STORAGE, PERCPU_CGROUP_STORAGE -> def(type, 16, 8, 0, 0);
      case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE ->
          def(type, 4, 8, 0, MapFlag.NO_PREALLOC.bit());
      case PROG_ARRAY,
          PERF_EVENT_ARRAY,
          CGROUP_ARRAY,
          DEVMAP,
          DEVMAP_HASH,
          CPUMAP,
          XSKMAP,
          SOCKMAP,
          SOCKHASH,
          REUSEPORT_SOCKARRAY ->
          def(type, 4, 4, 4, 0);
      case ARRAY_OF_MAPS, HASH_OF_MAPS -> def(type, 4, 4, 4, 0).withInner(TrialObjects.INNER);
      case UNSPEC,
          HASH,
          ARRAY,
          PERCPU_HASH,
          PERCPU_ARRAY,
          STACK_TRACE,
          LRU_HASH,
          LRU_PERCPU_HASH,
          STRUCT_OPS ->
          def(type, 4, 8, 4, 0);
    };
  }

  private static MapDef def(MapType type, int key, int value, int entries, int flags) {
    return MapDef.of("", type, key, value, entries).withFlags(flags);
  }

  private static MapDef sized(MapDef base, int key, int value, int entries) {
    MapDef def =
        MapDef.of("", base.type(), key, value, entries)
            .withFlags(base.flags())
            .withMapExtra(base.mapExtra());
    MapDef inner = base.inner();
    return inner == null ? def : def.withInner(inner);
  }

  private void addType(MapType type) {
    MapDef base = right(type);
    defs.add(base);
    for (int key : KEYS) {
      defs.add(sized(base, key, base.valueSize(), base.maxEntries()));
    }
    for (int value : VALUES) {
      defs.add(sized(base, base.keySize(), value, base.maxEntries()));
    }
    for (int entries : ENTRIES) {
      defs.add(sized(base, base.keySize(), base.valueSize(), entries));
    }
    for (int bit = 0; bit < FLAG_BITS; bit++) {
      defs.add(base.withFlags(base.flags() ^ 1 << bit));
    }
    for (long extra : EXTRAS) {
      defs.add(base.withMapExtra(extra));
    }
    for (int node : NODES) {
      defs.add(base.withNumaNode(node));
      defs.add(base.withFlags(base.flags() | MapFlag.NUMA_NODE.bit()).withNumaNode(node));
    }
    for (int i = 0; i < MIXTURES; i++) {
      defs.add(mixture(base));
    }
  }

  private MapDef mixture(MapDef base) {
    int key = random.nextInt(4) == 0 ? pick(KEYS) : base.keySize();
    int value = random.nextInt(3) == 0 ? pick(VALUES) : base.valueSize();
    int entries = random.nextInt(3) == 0 ? pick(ENTRIES) : base.maxEntries();
    int flags = base.flags();
    for (int turned = random.nextInt(4); turned > 0; turned--) {
      flags ^= 1 << random.nextInt(FLAG_BITS);
    }
    MapDef def = sized(base, key, value, entries).withFlags(flags);
    if (random.nextInt(12) == 0) {
      def = def.withNumaNode(pick(NODES));
    }
    return random.nextInt(12) == 0 ? def.withMapExtra(EXTRAS[random.nextInt(EXTRAS.length)]) : def;
  }

  private int pick(int[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Values with a lock, in types that may or may not have them. */
  private void addTyped() {
    var locked = MapTypes.of(List.of(new ValueField(ValueField.Kind.SPIN_LOCK, 0)));
    List<MapType> types =
        List.of(
            MapType.HASH,
            MapType.ARRAY,
            MapType.LRU_HASH,
            MapType.PERCPU_HASH,
            MapType.PERCPU_ARRAY,
            MapType.LRU_PERCPU_HASH,
            MapType.SK_STORAGE,
            MapType.INODE_STORAGE,
            MapType.TASK_STORAGE,
            MapType.CGRP_STORAGE);
    for (MapType type : types) {
      for (int bit = 0; bit < FLAG_BITS; bit++) {
        MapDef base = right(type);
        defs.add(base.withFlags(base.flags() ^ 1 << bit).withTypes(locked));
      }
      defs.add(right(type).withTypes(locked));
    }
  }

  /** Maps of maps of every type. */
  private void addInner() {
    for (MapType outer : List.of(MapType.ARRAY_OF_MAPS, MapType.HASH_OF_MAPS)) {
      for (MapType type : MapType.values()) {
        MapDef inner = right(type);
        boolean exists = type != MapType.UNSPEC && type != MapType.STRUCT_OPS && !needsTypes(type);
        if (exists) {
          defs.add(def(outer, 4, 4, 4, 0).withInner(inner));
          defs.add(def(outer, 4, 8, 4, 0).withInner(inner));
        }
      }
    }
  }

  private static boolean needsTypes(MapType type) {
    return switch (type) {
      case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE -> true;
      default -> false;
    };
  }
}
