package dev.hugetext.loader.helper;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.FuncInfo;
import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.lower.ContextLowering;
import dev.hugetext.bpf.proto.ContextLayout;
import dev.hugetext.bpf.proto.Contexts;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.ProgramType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that calls helpers one after another and keeps what they return in a map, with some
 * fields of its context at the end.
 *
 * @param memory contents of the map that arguments point into
 * @param pointers where in it the addresses of which of its bytes stand during the calls
 * @param fields offsets of the 4-byte context fields to keep
 */
record CallProgram(
    ProgramType type,
    List<Call> calls,
    byte[] memory,
    Map<Integer, Integer> pointers,
    List<Integer> fields) {
  static final int MEMORY_BYTES = 256;

  /** Offset of eight bytes that are zero at the start. */
  static final int ZEROS = 232;

  private static final int MEMORY = 0;
  private static final int RESULTS = 1;
  private static final int TEXTS = 2;

  /** The maps that calls may name; those that they do stand behind the three above. */
  enum Named {
    RING(MapDef.of("ring", MapType.RINGBUF, 0, 0, 4096)),
    EVENTS(MapDef.of("events", MapType.PERF_EVENT_ARRAY, 4, 4, 8)),
    STACKS(MapDef.of("stacks", MapType.STACK_TRACE, 4, 64, 8)),
    DEVICES(MapDef.of("devices", MapType.DEVMAP, 4, 4, 2)),
    GROUPS(MapDef.of("groups", MapType.CGROUP_ARRAY, 4, 4, 2)),
    QUEUE(MapDef.of("queue", MapType.QUEUE, 0, 8, 3)),
    TABLE(MapDef.of("table", MapType.HASH, 4, 8, 3));

    private final MapDef def;

    Named(MapDef def) {
      this.def = def;
    }
  }

  private static final int CONTEXT = 6;
  private static final int SLEEPABLE = 1 << 4;

  /** One call. */
  record Call(HelperTable helper, List<Argument> arguments) {
    static Call of(HelperTable helper, Argument... arguments) {
      return new Call(helper, List.of(arguments));
    }

    @Override
    public String toString() {
      return helper.text()
          + arguments.stream().map(Argument::toString).collect(Collectors.joining(", ", "(", ")"));
    }
  }

  /** What is passed. */
  sealed interface Argument {
    /** The context. */
    record Context() implements Argument {}

    /** The address of a byte of the memory map. */
    record Memory(int offset) implements Argument {}

    /** The address of a text that the verifier knows. */
    record Text(String text) implements Argument {}

    /** A map. */
    record OfMap(Named map) implements Argument {}

    /** A number. */
    record Constant(long value) implements Argument {}
  }

  static Argument context() {
    return new Argument.Context();
  }

  static Argument memory(int offset) {
    return new Argument.Memory(offset);
  }

  static Argument text(String text) {
    return new Argument.Text(text);
  }

  static Argument map(Named map) {
    return new Argument.OfMap(map);
  }

  static Argument number(long value) {
    return new Argument.Constant(value);
  }

  private int resultBytes() {
    return Long.BYTES * (calls.size() + fields.size());
  }

  BpfProgram program() {
    return new BpfProgram(
        "calls",
        type,
        null,
        type == ProgramType.SYSCALL ? SLEEPABLE : 0,
        "GPL",
        insns(this::fieldLoad),
        maps(),
        List.of(new FuncInfo("calls", 0)),
        List.of());
  }

  private List<MapDef> maps() {
    byte[] texts = texts().getBytes(StandardCharsets.ISO_8859_1);
    List<MapDef> maps = new ArrayList<>();
    maps.add(map("memory", memory));
    maps.add(map("results", new byte[resultBytes()]));
    maps.add(
        new MapDef(
            "texts", MapType.ARRAY, 4, texts.length, 1, MapFlag.RDONLY_PROG.bit(), texts, true, 0));
    named().forEach(named -> maps.add(named.def));
    return maps;
  }

  private Stream<Argument> arguments() {
    return calls.stream().flatMap(call -> call.arguments().stream());
  }

  private List<Named> named() {
    return arguments()
        .filter(Argument.OfMap.class::isInstance)
        .map(argument -> ((Argument.OfMap) argument).map())
        .distinct()
        .toList();
  }

  /** All texts of the calls, each with its zero. */
  private String texts() {
    return arguments()
        .filter(Argument.Text.class::isInstance)
        .map(argument -> ((Argument.Text) argument).text() + '\0')
        .distinct()
        .collect(Collectors.joining("", "\0", "\0"));
  }

  /** As the verifier would rewrite it: only the loads of fields become others. */
  RewrittenProgram rewritten() {
    return RewrittenProgram.trusted("calls", insns(this::loweredLoad));
  }

  private List<RawInsn> fieldLoad(int offset) {
    return load(offset).encode();
  }

  private List<RawInsn> loweredLoad(int offset) {
    ContextLayout layout = Contexts.of(type, null).orElseThrow();
    List<RawInsn> insns = new ArrayList<>();
    new ContextLowering(layout.read(offset, Integer.BYTES).orElseThrow(), false)
        .load(load(offset))
        .forEach(insn -> insns.addAll(insn.encode()));
    return insns;
  }

  private static Insn.Load load(int offset) {
    return new Insn.Load(MemSize.W, false, AccessMode.MEM, Reg.R0, Reg.of(CONTEXT), (short) offset);
  }

  private List<RawInsn> insns(IntFunction<List<RawInsn>> fieldLoad) {
    List<RawInsn> insns = new ArrayList<>();
    insns.add(BpfOpcode.MOV64_X.insn(CONTEXT, 1, 0, 0));
    pointers.forEach((at, target) -> {
      insns.addAll(address(1, MEMORY, at));
      insns.addAll(address(2, MEMORY, target));
      insns.add(BpfOpcode.STX_DW.insn(1, 2, 0, 0));
    });
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      for (int argument = 0; argument < call.arguments().size(); argument++) {
        insns.addAll(argument(argument + 1, call.arguments().get(argument)));
      }
      insns.add(BpfOpcode.CALL_HELPER.insn(0, 0, 0, call.helper().id()));
      insns.addAll(address(1, RESULTS, i * Long.BYTES));
      insns.add(BpfOpcode.STX_DW.insn(1, 0, 0, 0));
    }
    for (int i = 0; i < fields.size(); i++) {
      insns.addAll(fieldLoad.apply(fields.get(i)));
      insns.addAll(address(1, RESULTS, (calls.size() + i) * Long.BYTES));
      insns.add(BpfOpcode.STX_DW.insn(1, 0, 0, 0));
    }
    pointers
        .keySet()
        .forEach(at -> {
          insns.addAll(address(1, MEMORY, at));
          insns.add(BpfOpcode.ST_DW.insn(1, 0, 0, 0));
        });
    insns.add(BpfOpcode.MOV64_K.insn(0, 0, 0, 0));
    insns.add(BpfOpcode.EXIT.insn(0, 0, 0, 0));
    return insns;
  }

  private static MapDef map(String name, byte[] contents) {
    return new MapDef(name, MapType.ARRAY, 4, contents.length, 1, 0, contents, false, 0);
  }

  private List<RawInsn> argument(int register, Argument argument) {
    return switch (argument) {
      case Argument.Context() -> List.of(BpfOpcode.MOV64_X.insn(register, CONTEXT, 0, 0));
      case Argument.Memory(int offset) -> address(register, MEMORY, offset);
      case Argument.Text(String text) ->
          address(register, TEXTS, texts().indexOf('\0' + text + '\0') + 1);
      case Argument.OfMap(Named map) ->
          wide(register, Imm64Kind.MAP, TEXTS + 1 + named().indexOf(map), 0);
      case Argument.Constant(long value) -> constant(register, value);
    };
  }

  private static List<RawInsn> constant(int register, long value) {
    return value == (int) value
        ? List.of(BpfOpcode.MOV64_K.insn(register, 0, 0, (int) value))
        : wide(register, Imm64Kind.CONSTANT, (int) value, (int) (value >>> 32));
  }

  private static List<RawInsn> address(int register, int map, int offset) {
    return wide(register, Imm64Kind.MAP_VALUE, map, offset);
  }

  private static List<RawInsn> wide(int register, Imm64Kind kind, int low, int high) {
    RawInsn first = BpfOpcode.LD_IMM64.insn(register, 0, 0, low);
    return List.of(
        new RawInsn(first.opcode(), register, kind.ordinal(), (short) 0, low),
        new RawInsn(0, 0, 0, (short) 0, high));
  }
}
