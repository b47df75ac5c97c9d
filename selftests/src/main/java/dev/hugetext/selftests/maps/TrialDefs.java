package dev.hugetext.selftests.maps;

import static dev.hugetext.bpf.proto.MapFlag.NO_COMMON_LRU;
import static dev.hugetext.bpf.proto.MapFlag.NO_PREALLOC;
import static dev.hugetext.bpf.proto.MapFlag.RDONLY;
import static dev.hugetext.bpf.proto.MapFlag.WRONLY;
import static dev.hugetext.bpf.proto.MapFlag.ZERO_SEED;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.MapTypes;
import dev.hugetext.bpf.proto.ValueField;
import java.util.List;

/** The maps that trials work on: small ones, for full and empty maps are where types differ. */
final class TrialDefs {
  /** The types that hold anything that user space can store without devices and sockets. */
  static final List<MapType> TYPES =
      List.of(
          MapType.ARRAY,
          MapType.PERCPU_ARRAY,
          MapType.HASH,
          MapType.PERCPU_HASH,
          MapType.LRU_HASH,
          MapType.LRU_PERCPU_HASH,
          MapType.LPM_TRIE,
          MapType.QUEUE,
          MapType.STACK,
          MapType.BLOOM_FILTER,
          MapType.PROG_ARRAY,
          MapType.ARRAY_OF_MAPS,
          MapType.HASH_OF_MAPS,
          MapType.DEVMAP,
          MapType.DEVMAP_HASH,
          MapType.CPUMAP,
          MapType.XSKMAP,
          MapType.PERF_EVENT_ARRAY,
          MapType.CGROUP_ARRAY,
          MapType.STACK_TRACE,
          MapType.RINGBUF,
          MapType.USER_RINGBUF);

  /** By which several programs find one map. */
  private static final String NAME = "trial";

  private static final MapTypes LOCKED =
      MapTypes.of(List.of(new ValueField(ValueField.Kind.SPIN_LOCK, 0)));

  private TrialDefs() {}

  private static MapDef def(MapType type, int key, int value, int entries, MapFlag... flags) {
    int bits = 0;
    for (MapFlag flag : flags) {
      bits |= flag.bit();
    }
    return MapDef.of(NAME, type, key, value, entries).withFlags(bits);
  }

  /** The maps of a type, each for a share of its operations. */
  static List<MapDef> of(MapType type) {
    return switch (type) {
      case ARRAY ->
          List.of(
              def(type, 4, 1, 1),
              def(type, 4, 24, 7),
              def(type, 4, 5, 100, MapFlag.MMAPABLE),
              def(type, 4, 8, 3, RDONLY),
              def(type, 4, 8, 3, WRONLY),
              def(type, 4, 16, 5).withTypes(LOCKED));
      case PERCPU_ARRAY -> List.of(def(type, 4, 1, 1), def(type, 4, 12, 30), def(type, 4, 64, 3));
      case HASH ->
          List.of(
              def(type, 4, 8, 10, ZERO_SEED),
              def(type, 1, 3, 100, ZERO_SEED),
              def(type, 13, 17, 5, ZERO_SEED, NO_PREALLOC),
              def(type, 28, 8, 200, ZERO_SEED, NO_PREALLOC),
              def(type, 8, 64, 30),
              def(type, 8, 8, 300, NO_PREALLOC),
              def(type, 4, 12, 20, ZERO_SEED).withTypes(LOCKED),
              def(type, 4, 8, 20, NO_PREALLOC).withTypes(LOCKED));
      case PERCPU_HASH ->
          List.of(
              def(type, 4, 8, 10, ZERO_SEED),
              def(type, 7, 3, 50, ZERO_SEED, NO_PREALLOC),
              def(type, 16, 20, 200));
      case LRU_HASH ->
          List.of(
              def(type, 4, 8, 1, ZERO_SEED),
              def(type, 4, 8, 10, ZERO_SEED),
              def(type, 4, 8, 600, ZERO_SEED),
              def(type, 9, 5, 100, ZERO_SEED, NO_COMMON_LRU),
              def(type, 4, 16, 1000));
      case LRU_PERCPU_HASH ->
          List.of(
              def(type, 4, 8, 10, ZERO_SEED),
              def(type, 4, 12, 300, ZERO_SEED),
              def(type, 8, 4, 60, ZERO_SEED, NO_COMMON_LRU));
      case LPM_TRIE ->
          List.of(
              def(type, 5, 1, 20, NO_PREALLOC),
              def(type, 8, 8, 100, NO_PREALLOC),
              def(type, 20, 12, 1000, NO_PREALLOC),
              def(type, 7, 4, 2, NO_PREALLOC));
      case QUEUE, STACK -> List.of(def(type, 0, 8, 1), def(type, 0, 13, 20), def(type, 0, 4, 200));
      case BLOOM_FILTER ->
          List.of(
              def(type, 0, 4, 10, ZERO_SEED),
              def(type, 0, 9, 100, ZERO_SEED).withMapExtra(3),
              def(type, 0, 16, 1000, ZERO_SEED).withMapExtra(15));
      case PROG_ARRAY, PERF_EVENT_ARRAY, CGROUP_ARRAY, XSKMAP -> List.of(def(type, 4, 4, 9));
      case ARRAY_OF_MAPS -> List.of(def(type, 4, 4, 9).withInner(TrialObjects.INNER));
      case HASH_OF_MAPS ->
          List.of(
              def(type, 4, 4, 9, ZERO_SEED).withInner(TrialObjects.INNER),
              def(type, 6, 4, 20, ZERO_SEED, NO_PREALLOC).withInner(TrialObjects.INNER));
      case DEVMAP, DEVMAP_HASH, CPUMAP -> List.of(def(type, 4, 4, 9), def(type, 4, 8, 30));
      case STACK_TRACE -> List.of(def(type, 4, 80, 9));
      case RINGBUF, USER_RINGBUF -> List.of(def(type, 0, 0, 4096));
      case UNSPEC,
          SOCKMAP,
          SOCKHASH,
          CGROUP_STORAGE,
          REUSEPORT_SOCKARRAY,
          PERCPU_CGROUP_STORAGE,
          SK_STORAGE,
          STRUCT_OPS,
          INODE_STORAGE,
          TASK_STORAGE,
          CGRP_STORAGE,
          ARENA ->
          List.of();
    };
  }

  static boolean isHash(MapType type) {
    return switch (type) {
      case HASH, PERCPU_HASH, LRU_HASH, LRU_PERCPU_HASH, HASH_OF_MAPS -> true;
      default -> false;
    };
  }

  /** Whether the order in which a map is walked is the kernel's choice at creation. */
  static boolean hasRandomOrder(MapDef def) {
    return isHash(def.type()) && !ZERO_SEED.in(def);
  }

  static boolean isLru(MapDef def) {
    return def.type() == MapType.LRU_HASH || def.type() == MapType.LRU_PERCPU_HASH;
  }
}
