package dev.hugetext.verifier.explore;

import static dev.hugetext.bpf.proto.ProgramType.KPROBE;
import static dev.hugetext.bpf.proto.ProgramType.PERF_EVENT;
import static dev.hugetext.bpf.proto.ProgramType.RAW_TRACEPOINT;
import static dev.hugetext.bpf.proto.ProgramType.RAW_TRACEPOINT_WRITABLE;
import static dev.hugetext.bpf.proto.ProgramType.SOCKET_FILTER;
import static dev.hugetext.bpf.proto.ProgramType.TRACEPOINT;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.bpf.proto.ValueField;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import java.util.EnumSet;
import java.util.Set;

/** Which programs may have which maps at all. */
final class MapProgramRules {
  /** They may run anywhere, also while the same lock or timer is in use. */
  private static final Set<ProgramType> TRACING =
      EnumSet.of(KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE);

  private static final Set<MapType> OF_SLEEPERS =
      EnumSet.of(
          MapType.HASH,
          MapType.LRU_HASH,
          MapType.ARRAY,
          MapType.PERCPU_HASH,
          MapType.PERCPU_ARRAY,
          MapType.LRU_PERCPU_HASH,
          MapType.ARRAY_OF_MAPS,
          MapType.HASH_OF_MAPS,
          MapType.RINGBUF,
          MapType.USER_RINGBUF,
          MapType.INODE_STORAGE,
          MapType.SK_STORAGE,
          MapType.TASK_STORAGE,
          MapType.CGRP_STORAGE,
          MapType.QUEUE,
          MapType.STACK,
          MapType.ARENA);

  private MapProgramRules() {}

  static void check(BpfProgram program, MapDef map) {
    boolean tracing = TRACING.contains(program.type());
    if (has(map, ValueField.Kind.SPIN_LOCK) || has(map, ValueField.Kind.RES_SPIN_LOCK)) {
      refuse(program.type() == SOCKET_FILTER, "socket filter progs cannot use bpf_spin_lock yet");
      refuse(tracing, "tracing progs cannot use bpf_spin_lock yet");
    }
    refuse(tracing && has(map, ValueField.Kind.TIMER), "tracing progs cannot use bpf_timer yet");
    refuse(tracing && has(map, ValueField.Kind.WORKQUEUE), "tracing progs cannot use bpf_wq yet");
    refuse(map.type() == MapType.STRUCT_OPS, "bpf_struct_ops map cannot be used in prog");
    refuse(
        program.isSleepable() && !OF_SLEEPERS.contains(map.type()),
        "Sleepable programs can only use array, hash, ringbuf and local storage maps");
  }

  private static boolean has(MapDef map, ValueField.Kind kind) {
    return map.types().first(kind).isPresent();
  }

  private static void refuse(boolean forbidden, String found) {
    if (forbidden) {
      throw Refusal.of(Rule.MAP_PROGRAM, found);
    }
  }
}
