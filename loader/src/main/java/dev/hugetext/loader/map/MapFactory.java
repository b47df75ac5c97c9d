package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.map.creation.CreationRules;
import dev.hugetext.x86.memory.PageSize;
import java.util.Optional;

/** Makes maps by the kernel's creation rules ({@code BPF_MAP_CREATE}). */
public final class MapFactory {
  private MapFactory() {}

  /**
   * Why the rules refuse this definition; empty where they let it pass, memory permitting.
   *
   * @param nodes how many memory nodes there are
   */
  public static Optional<MapCreation.Refused> refusal(MapDef def, int nodes) {
    return CreationRules.refusal(def, nodes)
        .map(refusal -> new MapCreation.Refused(refusal.errno(), refusal.reason()));
  }

  /**
   * Creates a map and stores its initial contents; what its slots hold by name is for the caller to
   * store.
   *
   * @param id its number among the kernel's maps
   * @param hashSeed what its hash function starts from
   * @return the map, or the errno of bpf(2) and why
   */
  public static MapCreation create(MapDef def, KernelHeap heap, int id, int hashSeed) {
    Optional<MapCreation.Refused> refusal = refusal(def, heap.nodes());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    byte[] initial = def.initial();
    if (initial != null && !canHold(def, initial.length)) {
      return new MapCreation.Refused(
          Errno.EINVAL,
          "%d bytes of contents for a %s with values of %d"
              .formatted(initial.length, def.type().text(), def.valueSize()));
    }
    MapDef inner = def.inner();
    if (inner != null) {
      Optional<MapCreation.Refused> innerRefusal = refusal(inner, heap.nodes());
      if (innerRefusal.isPresent()) {
        return new MapCreation.Refused(
            innerRefusal.get().errno(), "inner map: " + innerRefusal.get().reason());
      }
    }
    MapCreation created = ofType(def, new MapSite(heap, id, hashSeed));
    if (created instanceof MapCreation.Created(BpfMap map)) {
      if (initial != null && def.type() == MapType.ARRAY) {
        heap.memory().write(map.valueAddress(0), initial);
      }
      if (def.frozen()) {
        map.setFrozen();
      }
    }
    return created;
  }

  /** An arena's pages do not exist here: its contents count for nothing but their size. */
  private static boolean canHold(MapDef def, int bytes) {
    long room = def.type() == MapType.ARRAY ? Integer.toUnsignedLong(def.valueSize()) : 0;
    if (def.type() == MapType.ARENA) {
      room = Integer.toUnsignedLong(def.maxEntries()) * PageSize.KIB_4.bytes();
    }
    return bytes <= room;
  }

  private static MapCreation ofType(MapDef def, MapSite site) {
    return switch (def.type()) {
      case ARRAY -> BpfArray.create(def, site);
      case PERCPU_ARRAY -> PerCpuArray.create(def, site);
      case HASH -> BpfHtab.create(def, site);
      case PERCPU_HASH -> PerCpuHtab.create(def, site);
      case LRU_HASH -> LruHtab.create(def, site);
      case LRU_PERCPU_HASH -> LruPerCpuHtab.create(def, site);
      case LPM_TRIE -> LpmTrie.create(def, site);
      case PROG_ARRAY -> ProgArray.create(def, site);
      case PERF_EVENT_ARRAY -> PerfEventArray.create(def, site);
      case CGROUP_ARRAY -> CgroupArray.create(def, site);
      case ARRAY_OF_MAPS -> ArrayOfMaps.create(def, site);
      case HASH_OF_MAPS -> HashOfMaps.create(def, site);
      case STACK_TRACE -> StackTraceMap.create(def, site);
      case DEVMAP -> DevMap.create(def, site);
      case DEVMAP_HASH -> DevMapHash.create(def, site);
      case CPUMAP -> CpuMap.create(def, site);
      case XSKMAP -> XskMap.create(def, site);
      case QUEUE, STACK -> QueueStack.create(def, site);
      case BLOOM_FILTER -> BloomFilter.create(def, site);
      case RINGBUF -> RingBuffer.create(def, site);
      case USER_RINGBUF -> HandleMap.create(def, site, Errno.ENOTSUPP);
      case SOCKMAP,
          SOCKHASH,
          REUSEPORT_SOCKARRAY,
          CGROUP_STORAGE,
          PERCPU_CGROUP_STORAGE,
          SK_STORAGE,
          INODE_STORAGE,
          TASK_STORAGE,
          CGRP_STORAGE,
          ARENA,
          STRUCT_OPS ->
          HandleMap.create(def, site, Errno.EOPNOTSUPP);
      case UNSPEC -> throw new IllegalStateException("the rules let pass " + def.type());
    };
  }
}
