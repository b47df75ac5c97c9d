package dev.hugetext.verifier.transfer;

import static dev.hugetext.bpf.proto.HelperTable.CGRP_STORAGE_DELETE;
import static dev.hugetext.bpf.proto.HelperTable.CGRP_STORAGE_GET;
import static dev.hugetext.bpf.proto.HelperTable.CURRENT_TASK_UNDER_CGROUP;
import static dev.hugetext.bpf.proto.HelperTable.FOR_EACH_MAP_ELEM;
import static dev.hugetext.bpf.proto.HelperTable.GET_LOCAL_STORAGE;
import static dev.hugetext.bpf.proto.HelperTable.GET_STACKID;
import static dev.hugetext.bpf.proto.HelperTable.INODE_STORAGE_DELETE;
import static dev.hugetext.bpf.proto.HelperTable.INODE_STORAGE_GET;
import static dev.hugetext.bpf.proto.HelperTable.KPTR_XCHG;
import static dev.hugetext.bpf.proto.HelperTable.MAP_DELETE_ELEM;
import static dev.hugetext.bpf.proto.HelperTable.MAP_LOOKUP_ELEM;
import static dev.hugetext.bpf.proto.HelperTable.MAP_LOOKUP_PERCPU_ELEM;
import static dev.hugetext.bpf.proto.HelperTable.MAP_PEEK_ELEM;
import static dev.hugetext.bpf.proto.HelperTable.MAP_POP_ELEM;
import static dev.hugetext.bpf.proto.HelperTable.MAP_PUSH_ELEM;
import static dev.hugetext.bpf.proto.HelperTable.MAP_UPDATE_ELEM;
import static dev.hugetext.bpf.proto.HelperTable.MSG_REDIRECT_HASH;
import static dev.hugetext.bpf.proto.HelperTable.MSG_REDIRECT_MAP;
import static dev.hugetext.bpf.proto.HelperTable.PERF_EVENT_OUTPUT;
import static dev.hugetext.bpf.proto.HelperTable.PERF_EVENT_READ;
import static dev.hugetext.bpf.proto.HelperTable.PERF_EVENT_READ_VALUE;
import static dev.hugetext.bpf.proto.HelperTable.REDIRECT_MAP;
import static dev.hugetext.bpf.proto.HelperTable.RINGBUF_DISCARD_DYNPTR;
import static dev.hugetext.bpf.proto.HelperTable.RINGBUF_OUTPUT;
import static dev.hugetext.bpf.proto.HelperTable.RINGBUF_QUERY;
import static dev.hugetext.bpf.proto.HelperTable.RINGBUF_RESERVE;
import static dev.hugetext.bpf.proto.HelperTable.RINGBUF_RESERVE_DYNPTR;
import static dev.hugetext.bpf.proto.HelperTable.RINGBUF_SUBMIT_DYNPTR;
import static dev.hugetext.bpf.proto.HelperTable.SKB_OUTPUT;
import static dev.hugetext.bpf.proto.HelperTable.SKB_UNDER_CGROUP;
import static dev.hugetext.bpf.proto.HelperTable.SK_REDIRECT_HASH;
import static dev.hugetext.bpf.proto.HelperTable.SK_REDIRECT_MAP;
import static dev.hugetext.bpf.proto.HelperTable.SK_SELECT_REUSEPORT;
import static dev.hugetext.bpf.proto.HelperTable.SK_STORAGE_DELETE;
import static dev.hugetext.bpf.proto.HelperTable.SK_STORAGE_GET;
import static dev.hugetext.bpf.proto.HelperTable.SOCK_HASH_UPDATE;
import static dev.hugetext.bpf.proto.HelperTable.SOCK_MAP_UPDATE;
import static dev.hugetext.bpf.proto.HelperTable.TAIL_CALL;
import static dev.hugetext.bpf.proto.HelperTable.TASK_STORAGE_DELETE;
import static dev.hugetext.bpf.proto.HelperTable.TASK_STORAGE_GET;
import static dev.hugetext.bpf.proto.HelperTable.USER_RINGBUF_DRAIN;
import static dev.hugetext.bpf.proto.HelperTable.XDP_OUTPUT;
import static dev.hugetext.bpf.proto.MapType.ARRAY;
import static dev.hugetext.bpf.proto.MapType.ARRAY_OF_MAPS;
import static dev.hugetext.bpf.proto.MapType.BLOOM_FILTER;
import static dev.hugetext.bpf.proto.MapType.CGROUP_ARRAY;
import static dev.hugetext.bpf.proto.MapType.CGROUP_STORAGE;
import static dev.hugetext.bpf.proto.MapType.CGRP_STORAGE;
import static dev.hugetext.bpf.proto.MapType.CPUMAP;
import static dev.hugetext.bpf.proto.MapType.DEVMAP;
import static dev.hugetext.bpf.proto.MapType.DEVMAP_HASH;
import static dev.hugetext.bpf.proto.MapType.HASH;
import static dev.hugetext.bpf.proto.MapType.HASH_OF_MAPS;
import static dev.hugetext.bpf.proto.MapType.INODE_STORAGE;
import static dev.hugetext.bpf.proto.MapType.LRU_HASH;
import static dev.hugetext.bpf.proto.MapType.LRU_PERCPU_HASH;
import static dev.hugetext.bpf.proto.MapType.PERCPU_ARRAY;
import static dev.hugetext.bpf.proto.MapType.PERCPU_CGROUP_STORAGE;
import static dev.hugetext.bpf.proto.MapType.PERCPU_HASH;
import static dev.hugetext.bpf.proto.MapType.PERF_EVENT_ARRAY;
import static dev.hugetext.bpf.proto.MapType.PROG_ARRAY;
import static dev.hugetext.bpf.proto.MapType.QUEUE;
import static dev.hugetext.bpf.proto.MapType.REUSEPORT_SOCKARRAY;
import static dev.hugetext.bpf.proto.MapType.RINGBUF;
import static dev.hugetext.bpf.proto.MapType.SK_STORAGE;
import static dev.hugetext.bpf.proto.MapType.SOCKHASH;
import static dev.hugetext.bpf.proto.MapType.SOCKMAP;
import static dev.hugetext.bpf.proto.MapType.STACK;
import static dev.hugetext.bpf.proto.MapType.STACK_TRACE;
import static dev.hugetext.bpf.proto.MapType.TASK_STORAGE;
import static dev.hugetext.bpf.proto.MapType.USER_RINGBUF;
import static dev.hugetext.bpf.proto.MapType.XSKMAP;

import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.ProgramType;
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
          of(PROG_ARRAY, TAIL_CALL),
          of(
              PERF_EVENT_ARRAY,
              PERF_EVENT_READ,
              PERF_EVENT_OUTPUT,
              PERF_EVENT_READ_VALUE,
              SKB_OUTPUT,
              XDP_OUTPUT),
          of(
              RINGBUF,
              RINGBUF_OUTPUT,
              RINGBUF_RESERVE,
              RINGBUF_QUERY,
              RINGBUF_RESERVE_DYNPTR,
              RINGBUF_SUBMIT_DYNPTR,
              RINGBUF_DISCARD_DYNPTR),
          of(USER_RINGBUF, USER_RINGBUF_DRAIN),
          of(STACK_TRACE, GET_STACKID),
          of(CGROUP_ARRAY, SKB_UNDER_CGROUP, CURRENT_TASK_UNDER_CGROUP),
          of(CGROUP_STORAGE, GET_LOCAL_STORAGE),
          of(PERCPU_CGROUP_STORAGE, GET_LOCAL_STORAGE),
          of(DEVMAP, REDIRECT_MAP, MAP_LOOKUP_ELEM),
          of(DEVMAP_HASH, REDIRECT_MAP, MAP_LOOKUP_ELEM),
          of(CPUMAP, REDIRECT_MAP),
          of(XSKMAP, REDIRECT_MAP, MAP_LOOKUP_ELEM),
          of(ARRAY_OF_MAPS, MAP_LOOKUP_ELEM),
          of(HASH_OF_MAPS, MAP_LOOKUP_ELEM),
          of(
              SOCKMAP,
              SK_REDIRECT_MAP,
              SOCK_MAP_UPDATE,
              MSG_REDIRECT_MAP,
              SK_SELECT_REUSEPORT,
              MAP_LOOKUP_ELEM,
              MAP_UPDATE_ELEM,
              MAP_DELETE_ELEM),
          of(
              SOCKHASH,
              SK_REDIRECT_HASH,
              SOCK_HASH_UPDATE,
              MSG_REDIRECT_HASH,
              SK_SELECT_REUSEPORT,
              MAP_LOOKUP_ELEM,
              MAP_UPDATE_ELEM,
              MAP_DELETE_ELEM),
          of(REUSEPORT_SOCKARRAY, SK_SELECT_REUSEPORT),
          of(QUEUE, MAP_PEEK_ELEM, MAP_POP_ELEM, MAP_PUSH_ELEM),
          of(STACK, MAP_PEEK_ELEM, MAP_POP_ELEM, MAP_PUSH_ELEM),
          of(SK_STORAGE, SK_STORAGE_GET, SK_STORAGE_DELETE, KPTR_XCHG),
          of(INODE_STORAGE, INODE_STORAGE_GET, INODE_STORAGE_DELETE, KPTR_XCHG),
          of(TASK_STORAGE, TASK_STORAGE_GET, TASK_STORAGE_DELETE, KPTR_XCHG),
          of(CGRP_STORAGE, CGRP_STORAGE_GET, CGRP_STORAGE_DELETE, KPTR_XCHG),
          of(BLOOM_FILTER, MAP_PEEK_ELEM, MAP_PUSH_ELEM));

  /** Helpers that take these map types only. */
  private static final Map<HelperTable, Set<MapType>> OF_HELPER =
      Map.ofEntries(
          only(TAIL_CALL, PROG_ARRAY),
          only(PERF_EVENT_READ, PERF_EVENT_ARRAY),
          only(PERF_EVENT_OUTPUT, PERF_EVENT_ARRAY),
          only(PERF_EVENT_READ_VALUE, PERF_EVENT_ARRAY),
          only(SKB_OUTPUT, PERF_EVENT_ARRAY),
          only(XDP_OUTPUT, PERF_EVENT_ARRAY),
          only(RINGBUF_OUTPUT, RINGBUF),
          only(RINGBUF_RESERVE, RINGBUF),
          only(RINGBUF_QUERY, RINGBUF),
          only(RINGBUF_RESERVE_DYNPTR, RINGBUF),
          only(USER_RINGBUF_DRAIN, USER_RINGBUF),
          only(GET_STACKID, STACK_TRACE),
          only(SKB_UNDER_CGROUP, CGROUP_ARRAY),
          only(CURRENT_TASK_UNDER_CGROUP, CGROUP_ARRAY),
          only(REDIRECT_MAP, DEVMAP, DEVMAP_HASH, CPUMAP, XSKMAP),
          only(SK_REDIRECT_MAP, SOCKMAP),
          only(MSG_REDIRECT_MAP, SOCKMAP),
          only(SOCK_MAP_UPDATE, SOCKMAP),
          only(SK_REDIRECT_HASH, SOCKHASH),
          only(MSG_REDIRECT_HASH, SOCKHASH),
          only(SOCK_HASH_UPDATE, SOCKHASH),
          only(GET_LOCAL_STORAGE, CGROUP_STORAGE, PERCPU_CGROUP_STORAGE),
          only(SK_SELECT_REUSEPORT, REUSEPORT_SOCKARRAY, SOCKMAP, SOCKHASH),
          only(MAP_PEEK_ELEM, QUEUE, STACK, BLOOM_FILTER),
          only(MAP_PUSH_ELEM, QUEUE, STACK, BLOOM_FILTER),
          only(MAP_POP_ELEM, QUEUE, STACK),
          only(MAP_LOOKUP_PERCPU_ELEM, PERCPU_ARRAY, PERCPU_HASH, LRU_PERCPU_HASH),
          only(SK_STORAGE_GET, SK_STORAGE),
          only(SK_STORAGE_DELETE, SK_STORAGE),
          only(INODE_STORAGE_GET, INODE_STORAGE),
          only(INODE_STORAGE_DELETE, INODE_STORAGE),
          only(TASK_STORAGE_GET, TASK_STORAGE),
          only(TASK_STORAGE_DELETE, TASK_STORAGE),
          only(CGRP_STORAGE_GET, CGRP_STORAGE),
          only(CGRP_STORAGE_DELETE, CGRP_STORAGE),
          only(
              FOR_EACH_MAP_ELEM,
              HASH,
              PERCPU_HASH,
              LRU_HASH,
              LRU_PERCPU_HASH,
              ARRAY,
              PERCPU_ARRAY));

  private static final Set<HelperTable> WRITERS =
      EnumSet.of(MAP_DELETE_ELEM, MAP_UPDATE_ELEM, MAP_PUSH_ELEM, MAP_POP_ELEM);

  /** Program types in which sockets may be put into, and taken from, maps of sockets. */
  private static final Set<ProgramType> SOCKET_MAP_WRITERS =
      EnumSet.of(
          ProgramType.SOCKET_FILTER,
          ProgramType.SCHED_CLS,
          ProgramType.SCHED_ACT,
          ProgramType.XDP,
          ProgramType.SK_REUSEPORT,
          ProgramType.FLOW_DISSECTOR,
          ProgramType.SK_LOOKUP);

  private MapHelperRules() {}

  private static Map.Entry<MapType, Set<HelperTable>> of(MapType type, HelperTable... helpers) {
    return Map.entry(type, Set.of(helpers));
  }

  private static Map.Entry<HelperTable, Set<MapType>> only(HelperTable helper, MapType... types) {
    return Map.entry(helper, Set.of(types));
  }

  /** Programs do not write a map that they may only read. */
  static void checkWritable(MapDef map, HelperTable helper) {
    if (WRITERS.contains(helper) && map.isReadOnlyForPrograms()) {
      throw Refusal.of(Rule.MAP_WRITE, "write into map forbidden");
    }
  }

  static void check(MapDef map, HelperTable helper, ProgramType type) {
    Set<HelperTable> helpers = OF_TYPE.get(map.type());
    Set<MapType> types = OF_HELPER.get(helper);
    boolean refused =
        (helpers != null && !helpers.contains(helper))
            || (types != null && !types.contains(map.type()))
            || changesSockets(map, helper, type);
    if (refused) {
      throw Refusal.of(
          Rule.MAP_HELPER,
          "cannot pass map_type %d into func %s#%d"
              .formatted(map.type().number(), helper.kernelName(), helper.id()));
    }
  }

  private static boolean changesSockets(MapDef map, HelperTable helper, ProgramType type) {
    boolean sockets = map.type() == SOCKMAP || map.type() == SOCKHASH;
    boolean deletes = helper == MAP_DELETE_ELEM;
    boolean allowed =
        SOCKET_MAP_WRITERS.contains(type) || (deletes && type == ProgramType.SOCK_OPS);
    return sockets && (deletes || helper == MAP_UPDATE_ELEM) && !allowed;
  }
}
