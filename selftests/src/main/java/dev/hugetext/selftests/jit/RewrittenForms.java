package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.ProgramType;
import java.util.ArrayList;
import java.util.List;

/**
 * Small programs, one for each way in which the kernel rewrites calls, packet loads, loops and
 * stacks.
 */
final class RewrittenForms {
  private static final int FP = 10;
  private static final int CONTEXT = 6;
  private static final int KEY = -16;

  private final List<RawInsn> insns = new ArrayList<>();

  private RewrittenForms() {}

  /** All of them, each under a name that says what it shows. */
  static List<BpfProgram> all() {
    List<BpfProgram> all = new ArrayList<>();
    maps().forEach(map -> calls(map, all));
    packetLoads(all);
    tailCalls(all);
    stacks(all);
    exchanges(all);
    loops(all);
    for (ProgramType type : List.of(ProgramType.SOCKET_FILTER, ProgramType.XDP)) {
      all.add(new RewrittenForms().signedContextLoads(type));
    }
    all.add(new RewrittenForms().noMap());
    return all;
  }

  private static List<MapDef> maps() {
    List<MapDef> maps = new ArrayList<>();
    for (int size : List.of(1, 8, 12, 16, 24, 60)) {
      maps.add(MapDef.of("array", MapType.ARRAY, 4, size, 5));
      maps.add(MapDef.of("percpu_array", MapType.PERCPU_ARRAY, 4, size, 5));
    }
    for (int size : List.of(4, 5, 8, 16)) {
      maps.add(MapDef.of("hash", MapType.HASH, size, 8, 5));
      maps.add(MapDef.of("percpu_hash", MapType.PERCPU_HASH, size, 8, 5));
      maps.add(MapDef.of("lru_hash", MapType.LRU_HASH, size, 8, 5));
      maps.add(MapDef.of("lru_percpu_hash", MapType.LRU_PERCPU_HASH, size, 8, 5));
    }
    int onDemand = MapFlag.NO_PREALLOC.bit();
    maps.add(new MapDef("lpm_trie", MapType.LPM_TRIE, 8, 8, 5, onDemand, null, false, 0));
    maps.add(MapDef.of("queue", MapType.QUEUE, 0, 8, 5));
    maps.add(MapDef.of("stack", MapType.STACK, 0, 8, 5));
    return maps;
  }

  private static void calls(MapDef map, List<BpfProgram> all) {
    boolean keyless = map.keySize() == 0;
    List<HelperTable> helpers =
        keyless
            ? List.of(
                HelperTable.MAP_PUSH_ELEM, HelperTable.MAP_POP_ELEM, HelperTable.MAP_PEEK_ELEM)
            : List.of(
                HelperTable.MAP_LOOKUP_ELEM,
                HelperTable.MAP_UPDATE_ELEM,
                HelperTable.MAP_DELETE_ELEM);
    for (HelperTable helper : helpers) {
      all.add(new RewrittenForms().mapCall(map, helper));
    }
    boolean perCpu =
        switch (map.type()) {
          case PERCPU_ARRAY, PERCPU_HASH, LRU_PERCPU_HASH -> true;
          default -> false;
        };
    if (perCpu) {
      all.add(new RewrittenForms().mapCall(map, HelperTable.MAP_LOOKUP_PERCPU_ELEM));
    }
  }

  private static void packetLoads(List<BpfProgram> all) {
    for (ProgramType type : List.of(ProgramType.SOCKET_FILTER, ProgramType.SCHED_CLS)) {
      all.add(new RewrittenForms().packetLoads(type));
    }
  }

  private static void tailCalls(List<BpfProgram> all) {
    MapDef array = MapDef.of("prog_array", MapType.PROG_ARRAY, 4, 4, 4);
    for (int stack : List.of(0, 8, 120)) {
      all.add(new RewrittenForms().tailCalls(array, stack, 0, 3));
      all.add(new RewrittenForms().tailCalls(array, stack, 2, 4)); // 4 is outside
    }
  }

  private static void stacks(List<BpfProgram> all) {
    List<ProgramType> types =
        List.of(
            ProgramType.KPROBE,
            ProgramType.TRACEPOINT,
            ProgramType.RAW_TRACEPOINT,
            ProgramType.PERF_EVENT,
            ProgramType.XDP);
    for (ProgramType type : types) {
      for (int depth : List.of(8, 48, 56, 64, 256, 512)) {
        all.add(new RewrittenForms().stack(type, depth, 0));
      }
      all.add(new RewrittenForms().stack(type, 8, 72));
      all.add(new RewrittenForms().stack(type, 80, 16));
      all.add(new RewrittenForms().stack(type, 160, 168));
    }
  }

  private static void exchanges(List<BpfProgram> all) {
    for (BpfOpcode after :
        List.of(BpfOpcode.MOV64_X, BpfOpcode.MOV32_X, BpfOpcode.JEQ_X, BpfOpcode.JEQ32_X)) {
      all.add(new RewrittenForms().exchange(after));
    }
  }

  /** Loops that the kernel counts, in the main function, below it, in both; jumps both ways. */
  private static void loops(List<BpfProgram> all) {
    for (int stack : List.of(0, 4, 8, 64)) {
      all.add(new RewrittenForms().loop(stack).leave().program("loop-" + stack));
    }
    all.add(new RewrittenForms().loop(8).call(1).leave().loop(16).leave().program("loops"));
    all.add(new RewrittenForms().call(1).leave().loop(0).leave().program("loop-below"));
    RewrittenForms empty = new RewrittenForms().add(BpfOpcode.MOV64_K, 0, 0, 0, 0);
    empty.add(BpfOpcode.MAY_GOTO, 0, 0, 1, 0).add(BpfOpcode.MAY_GOTO, 0, 0, 0, 0);
    all.add(empty.add(BpfOpcode.EXIT, 0, 0, 0, 0).program("loop-of-nothing"));
    RewrittenForms back = new RewrittenForms().add(BpfOpcode.MOV64_X, 6, 1, 0, 0);
    back.add(BpfOpcode.MOV64_K, 0, 0, 0, 0).add(BpfOpcode.MAY_GOTO, 0, 0, 1, 0);
    all.add(back.add(BpfOpcode.JA, 0, 0, -4, 0).leave().program("loop-to-the-beginning"));
  }

  private RewrittenForms loop(int stack) {
    add(BpfOpcode.MOV64_K, 0, 0, 0, 0);
    if (stack != 0) {
      add(BpfOpcode.ST_W, FP, 0, -stack, 1);
    }
    add(BpfOpcode.MAY_GOTO, 0, 0, 2, 0).add(BpfOpcode.ADD64_K, 0, 0, 0, 1);
    return add(BpfOpcode.JA, 0, 0, -3, 0);
  }

  /** Of the function behind the next {@code slots + 1} slots. */
  private RewrittenForms call(int slots) {
    return add(BpfOpcode.CALL_BPF, 0, 0, 0, slots + 1);
  }

  private BpfProgram program(String name) {
    return program(name, ProgramType.XDP, List.of());
  }

  private RewrittenForms add(BpfOpcode row, int dst, int src, int off, int imm) {
    insns.add(row.insn(dst, src, off, imm));
    return this;
  }

  private RewrittenForms call(HelperTable helper) {
    return add(BpfOpcode.CALL_HELPER, 0, 0, 0, helper.id());
  }

  private RewrittenForms map(int dst) {
    add(BpfOpcode.LD_MAP, dst, 0, 0, 0);
    insns.add(new RawInsn(0, 0, 0, (short) 0, 0));
    return this;
  }

  private RewrittenForms pointer(int dst, int offset) {
    return add(BpfOpcode.MOV64_X, dst, FP, 0, 0).add(BpfOpcode.ADD64_K, dst, 0, 0, offset);
  }

  private RewrittenForms leave() {
    return add(BpfOpcode.MOV64_K, 0, 0, 0, 0).add(BpfOpcode.EXIT, 0, 0, 0, 0);
  }

  private BpfProgram program(String name, ProgramType type, List<MapDef> maps) {
    return BpfProgram.of(name, type, insns).withMaps(maps);
  }

  /** With a key that is not known, and a pointer to it or to a value as second argument. */
  private BpfProgram mapCall(MapDef map, HelperTable helper) {
    call(HelperTable.GET_PRANDOM_U32);
    for (int at = KEY - 64; at < 0; at += 8) {
      add(BpfOpcode.STX_DW, FP, 0, at, 0);
    }
    map(1).pointer(2, KEY);
    boolean takesValue = helper == HelperTable.MAP_UPDATE_ELEM;
    if (takesValue) {
      pointer(3, KEY - 64);
    } else {
      add(BpfOpcode.MOV64_K, 3, 0, 0, 0);
    }
    add(BpfOpcode.MOV64_K, 4, 0, 0, 0).call(helper);
    if (helper == HelperTable.MAP_LOOKUP_ELEM) {
      add(BpfOpcode.JEQ_K, 0, 0, 1, 0).add(BpfOpcode.ST_B, 0, 0, 0, 7);
    }
    String name =
        "%s-%s-%d-%d"
            .formatted(
                helper.kernelName().substring(4), map.name(), map.keySize(), map.valueSize());
    return leave().program(name, ProgramType.SOCKET_FILTER, List.of(map));
  }

  private BpfProgram packetLoads(ProgramType type) {
    add(BpfOpcode.MOV64_X, CONTEXT, 1, 0, 0);
    add(BpfOpcode.LD_ABS_W, 0, 0, 0, 4).add(BpfOpcode.LD_ABS_H, 0, 0, 0, 2);
    add(BpfOpcode.LD_ABS_B, 0, 0, 0, -0x10_0000).add(BpfOpcode.MOV64_X, 7, 0, 0, 0);
    add(BpfOpcode.LD_IND_W, 0, 7, 0, 4).add(BpfOpcode.LD_IND_H, 0, 7, 0, 0);
    add(BpfOpcode.LD_IND_B, 0, 7, 0, -3);
    return leave().program("packet-loads-" + type.text(), type, List.of());
  }

  private BpfProgram tailCalls(MapDef array, int stack, int first, int second) {
    add(BpfOpcode.MOV64_X, CONTEXT, 1, 0, 0);
    if (stack != 0) {
      add(BpfOpcode.ST_DW, FP, 0, -stack, 5);
    }
    map(2).add(BpfOpcode.MOV64_K, 3, 0, 0, first).call(HelperTable.TAIL_CALL);
    add(BpfOpcode.MOV64_X, 1, CONTEXT, 0, 0);
    map(2).add(BpfOpcode.MOV64_K, 3, 0, 0, second).call(HelperTable.TAIL_CALL);
    add(BpfOpcode.MOV64_X, 1, CONTEXT, 0, 0);
    add(BpfOpcode.LDX_W, 3, CONTEXT, 0, 0);
    map(2).call(HelperTable.TAIL_CALL);
    String name = "tail-calls-%d-%d-%d".formatted(stack, first, second);
    return leave().program(name, ProgramType.SOCKET_FILTER, List.of(array));
  }

  /** Stack accesses of every kind, around calls, in the main function and one below it. */
  private BpfProgram stack(ProgramType type, int depth, int below) {
    add(BpfOpcode.ST_DW, FP, 0, -depth, 5).add(BpfOpcode.MOV64_K, 1, 0, 0, 1);
    add(BpfOpcode.ATOMIC_FETCH_OR_DW, FP, 1, -depth, 0).call(HelperTable.KTIME_GET_NS);
    add(BpfOpcode.LOAD_ACQUIRE_DW, 2, FP, -depth, 0);
    add(BpfOpcode.STORE_RELEASE_DW, FP, 2, -depth, 0);
    pointer(1, -depth).add(BpfOpcode.STX_DW, FP, FP, -8, 0);
    if (below != 0) {
      add(BpfOpcode.CALL_BPF, 0, 0, 0, 2).leave();
      add(BpfOpcode.ST_W, 1, 0, 0, 7).add(BpfOpcode.ST_DW, FP, 0, -below, 1);
      call(HelperTable.KTIME_GET_NS).add(BpfOpcode.LDX_DW, 1, FP, -below, 0);
    }
    String name = "stack-%s-%d-%d".formatted(type.text(), depth, below);
    return leave().program(name, type, List.of());
  }

  private BpfProgram exchange(BpfOpcode after) {
    add(BpfOpcode.ST_DW, FP, 0, -8, 7).add(BpfOpcode.MOV64_K, 0, 0, 0, 7);
    add(BpfOpcode.MOV64_K, 1, 0, 0, 1).add(BpfOpcode.ATOMIC_CMPXCHG_W, FP, 1, -8, 0);
    insns.add(after.insn(1, 0, 0, 0));
    return leave().program("exchange-" + after, ProgramType.SOCKET_FILTER, List.of());
  }

  /** Sign-extending loads of whole fields, and of parts of one where the type has such loads. */
  private BpfProgram signedContextLoads(ProgramType type) {
    boolean whole = type == ProgramType.XDP;
    add(BpfOpcode.MOV64_X, CONTEXT, 1, 0, 0);
    add(BpfOpcode.LDXSX_W, 0, CONTEXT, whole ? 12 : 8, 0); // ingress_ifindex, mark
    for (int off : whole ? List.<Integer>of() : List.of(8, 10)) {
      add(BpfOpcode.LDXSX_H, 2, CONTEXT, off, 0).add(BpfOpcode.LDXSX_B, 7, CONTEXT, off + 1, 0);
    }
    return leave().program("signed-context-loads-" + type.text(), type, List.of());
  }

  private BpfProgram noMap() {
    call(HelperTable.GET_SMP_PROCESSOR_ID).add(BpfOpcode.MOV64_X, 7, 0, 0, 0);
    call(HelperTable.JIFFIES64).call(HelperTable.GET_PRANDOM_U32);
    return leave().program("cpu-and-jiffies", ProgramType.XDP, List.of());
  }
}
