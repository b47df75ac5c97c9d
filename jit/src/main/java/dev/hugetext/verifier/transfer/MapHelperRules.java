package dev.hugetext.verifier.transfer;

import static dev.hugetext.bpf.proto.MapType.ARRAY;
import static dev.hugetext.bpf.proto.MapType.ARRAY_OF_MAPS;
import static dev.hugetext.bpf.proto.MapType.BLOOM_FILTER;
import static dev.hugetext.bpf.proto.MapType.CGROUP_ARRAY;
import static dev.hugetext.bpf.proto.MapType.CPUMAP;
import static dev.hugetext.bpf.proto.MapType.DEVMAP;
import static dev.hugetext.bpf.proto.MapType.DEVMAP_HASH;
import static dev.hugetext.bpf.proto.MapType.HASH;
import static dev.hugetext.bpf.proto.MapType.HASH_OF_MAPS;
import static dev.hugetext.bpf.proto.MapType.LRU_HASH;
import static dev.hugetext.bpf.proto.MapType.LRU_PERCPU_HASH;
import static dev.hugetext.bpf.proto.MapType.PERCPU_ARRAY;
import static dev.hugetext.bpf.proto.MapType.PERCPU_HASH;
import static dev.hugetext.bpf.proto.MapType.PERF_EVENT_ARRAY;
import static dev.hugetext.bpf.proto.MapType.PROG_ARRAY;
import static dev.hugetext.bpf.proto.MapType.QUEUE;
import static dev.hugetext.bpf.proto.MapType.RINGBUF;
import static dev.hugetext.bpf.proto.MapType.STACK;
import static dev.hugetext.bpf.proto.MapType.STACK_TRACE;
import static dev.hugetext.bpf.proto.MapType.XSKMAP;

import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Which helpers go with which map types, as far as one side is particular about the other. */
final class MapHelperRules {
  /** Map types that take these helpers only; types that are not here take all general ones. */
  private static final Map<MapType, Set<HelperTable>> OF_TYPE =
      Map.ofEntries(
          Map.entry(PROG_ARRAY, Set.of(HelperTable.TAIL_CALL)),
          Map.entry(
              PERF_EVENT_ARRAY,
              Set.of(
                  HelperTable.PERF_EVENT_READ,
                  HelperTable.PERF_EVENT_OUTPUT,
                  HelperTable.PERF_EVENT_READ_VALUE)),
          Map.entry(
              RINGBUF,
              Set.of(
                  HelperTable.RINGBUF_OUTPUT,
                  HelperTable.RINGBUF_RESERVE,
                  HelperTable.RINGBUF_QUERY,
                  HelperTable.RINGBUF_RESERVE_DYNPTR)),
          Map.entry(STACK_TRACE, Set.of(HelperTable.GET_STACKID)),
          Map.entry(
              CGROUP_ARRAY,
              Set.of(HelperTable.SKB_UNDER_CGROUP, HelperTable.CURRENT_TASK_UNDER_CGROUP)),
          Map.entry(DEVMAP, Set.of(HelperTable.REDIRECT_MAP, HelperTable.MAP_LOOKUP_ELEM)),
          Map.entry(DEVMAP_HASH, Set.of(HelperTable.REDIRECT_MAP, HelperTable.MAP_LOOKUP_ELEM)),
          Map.entry(CPUMAP, Set.of(HelperTable.REDIRECT_MAP)),
          Map.entry(XSKMAP, Set.of(HelperTable.REDIRECT_MAP, HelperTable.MAP_LOOKUP_ELEM)),
          Map.entry(ARRAY_OF_MAPS, Set.of(HelperTable.MAP_LOOKUP_ELEM)),
          Map.entry(HASH_OF_MAPS, Set.of(HelperTable.MAP_LOOKUP_ELEM)),
          Map.entry(
              QUEUE,
              Set.of(
                  HelperTable.MAP_PEEK_ELEM, HelperTable.MAP_POP_ELEM, HelperTable.MAP_PUSH_ELEM)),
          Map.entry(
              STACK,
              Set.of(
                  HelperTable.MAP_PEEK_ELEM, HelperTable.MAP_POP_ELEM, HelperTable.MAP_PUSH_ELEM)),
          Map.entry(BLOOM_FILTER, Set.of(HelperTable.MAP_PEEK_ELEM, HelperTable.MAP_PUSH_ELEM)));

  /** Helpers that take these map types only. */
  private static final Map<HelperTable, Set<MapType>> OF_HELPER =
      Map.ofEntries(
          Map.entry(HelperTable.TAIL_CALL, EnumSet.of(PROG_ARRAY)),
          Map.entry(HelperTable.PERF_EVENT_READ, EnumSet.of(PERF_EVENT_ARRAY)),
          Map.entry(HelperTable.PERF_EVENT_OUTPUT, EnumSet.of(PERF_EVENT_ARRAY)),
          Map.entry(HelperTable.PERF_EVENT_READ_VALUE, EnumSet.of(PERF_EVENT_ARRAY)),
          Map.entry(HelperTable.RINGBUF_OUTPUT, EnumSet.of(RINGBUF)),
          Map.entry(HelperTable.RINGBUF_RESERVE, EnumSet.of(RINGBUF)),
          Map.entry(HelperTable.RINGBUF_QUERY, EnumSet.of(RINGBUF)),
          Map.entry(HelperTable.GET_STACKID, EnumSet.of(STACK_TRACE)),
          Map.entry(HelperTable.SKB_UNDER_CGROUP, EnumSet.of(CGROUP_ARRAY)),
          Map.entry(HelperTable.CURRENT_TASK_UNDER_CGROUP, EnumSet.of(CGROUP_ARRAY)),
          Map.entry(HelperTable.REDIRECT_MAP, EnumSet.of(DEVMAP, DEVMAP_HASH, CPUMAP, XSKMAP)),
          Map.entry(HelperTable.MAP_PEEK_ELEM, EnumSet.of(QUEUE, STACK, BLOOM_FILTER)),
          Map.entry(HelperTable.MAP_PUSH_ELEM, EnumSet.of(QUEUE, STACK, BLOOM_FILTER)),
          Map.entry(HelperTable.MAP_POP_ELEM, EnumSet.of(QUEUE, STACK)),
          Map.entry(
              HelperTable.MAP_LOOKUP_PERCPU_ELEM,
              EnumSet.of(PERCPU_ARRAY, PERCPU_HASH, LRU_PERCPU_HASH)),
          Map.entry(
              HelperTable.FOR_EACH_MAP_ELEM,
              EnumSet.of(HASH, PERCPU_HASH, LRU_HASH, LRU_PERCPU_HASH, ARRAY, PERCPU_ARRAY)));

  private static final Set<HelperTable> WRITERS =
      EnumSet.of(
          HelperTable.MAP_DELETE_ELEM,
          HelperTable.MAP_UPDATE_ELEM,
          HelperTable.MAP_PUSH_ELEM,
          HelperTable.MAP_POP_ELEM);

  private MapHelperRules() {}

  /** Programs do not write a map that they may only read. */
  static void checkWritable(MapDef map, HelperTable helper) {
    if (WRITERS.contains(helper) && MapFlag.RDONLY_PROG.in(map)) {
      throw Refusal.of(Rule.MAP_WRITE, "write into map forbidden");
    }
  }

  static void check(MapDef map, HelperTable helper) {
    Set<HelperTable> helpers = OF_TYPE.get(map.type());
    Set<MapType> types = OF_HELPER.get(helper);
    boolean refused =
        (helpers != null && !helpers.contains(helper))
            || (types != null && !types.contains(map.type()));
    if (refused) {
      throw Refusal.of(
          Rule.MAP_HELPER,
          "cannot pass map_type %d into func %s#%d"
              .formatted(map.type().number(), helper.kernelName(), helper.id()));
    }
  }
}
