package dev.hugetext.selftests.maps;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.selftests.maps.Operations.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Programs that do to a map what user space does: one for each kind of operation, which takes key,
 * value and flags from a second map and leaves its answer there.
 */
final class MapPrograms {
  static final ProgramType TYPE = ProgramType.XDP;

  private static final int SUBJECT = 0;
  private static final int PARAMETERS = 1;

  private static final int KEY = 0;
  private static final int VALUE = 32;
  private static final int FOUND = 96;
  private static final int FLAGS = 160;
  private static final int RESULT = 168;
  private static final int BYTES = 176;
  private static final int LARGEST_KEY = VALUE - KEY;
  private static final int LARGEST_VALUE = FOUND - VALUE;

  /** Its first value is what a program is told, and what it answers. */
  private static final MapDef DEF = MapDef.of("parameters", MapType.ARRAY, 4, BYTES, 1);

  private static final int BASE = 6;

  private final MapDef subject;

  MapPrograms(MapDef subject) {
    this.subject = subject;
  }

  /** Whether programs can do what user space does: values are bytes, all of them a program's. */
  static boolean canUse(MapDef def) {
    boolean holdsBytes =
        switch (def.type()) {
          case ARRAY, PERCPU_ARRAY, HASH, PERCPU_HASH, LRU_HASH, LRU_PERCPU_HASH, LPM_TRIE -> true;
          case QUEUE, STACK, BLOOM_FILTER -> true;
          default -> false;
        };
    return holdsBytes
        && def.fields().isEmpty()
        && def.keySize() <= LARGEST_KEY
        && def.valueSize() <= LARGEST_VALUE;
  }

  /** The map and that of the parameters. */
  List<MapDef> maps() {
    return List.of(subject, DEF);
  }

  /** The programs by what they do. */
  Map<Kind, BpfProgram> all() {
    var programs = new EnumMap<Kind, BpfProgram>(Kind.class);
    boolean isKeyless = subject.keySize() == 0;
    boolean isFilter = subject.type() == MapType.BLOOM_FILTER;
    int looked = isFilter ? VALUE : FOUND;
    if (isKeyless) {
      programs.put(Kind.UPDATE, calling(HelperTable.MAP_PUSH_ELEM, VALUE));
      programs.put(Kind.LOOKUP, calling(HelperTable.MAP_PEEK_ELEM, looked));
    } else {
      programs.put(Kind.UPDATE, calling(HelperTable.MAP_UPDATE_ELEM, KEY));
      programs.put(Kind.DELETE, calling(HelperTable.MAP_DELETE_ELEM, KEY));
      programs.put(Kind.LOOKUP, looking());
    }
    if (isKeyless && !isFilter) {
      programs.put(Kind.TAKE, calling(HelperTable.MAP_POP_ELEM, FOUND));
    }
    return programs;
  }

  private BpfProgram calling(HelperTable helper, int second) {
    List<RawInsn> insns = begin(second);
    boolean pushes = helper == HelperTable.MAP_PUSH_ELEM;
    if (helper == HelperTable.MAP_UPDATE_ELEM) {
      insns.add(BpfOpcode.MOV64_X.insn(3, BASE, 0, 0));
      insns.add(BpfOpcode.ADD64_K.insn(3, 0, 0, VALUE));
    }
    if (pushes || helper == HelperTable.MAP_UPDATE_ELEM) {
      insns.add(BpfOpcode.LDX_DW.insn(pushes ? 3 : 4, BASE, FLAGS, 0));
    }
    insns.add(BpfOpcode.CALL_HELPER.insn(0, 0, 0, helper.id()));
    return end(insns);
  }

  /** Copies the value that it finds, and answers 1; 0 where there is none. */
  private BpfProgram looking() {
    List<RawInsn> insns = begin(KEY);
    insns.add(BpfOpcode.CALL_HELPER.insn(0, 0, 0, HelperTable.MAP_LOOKUP_ELEM.id()));
    insns.add(BpfOpcode.JEQ_K.insn(0, 0, 2 * subject.valueSize() + 1, 0));
    for (int i = 0; i < subject.valueSize(); i++) {
      insns.add(BpfOpcode.LDX_B.insn(1, 0, i, 0));
      insns.add(BpfOpcode.STX_B.insn(BASE, 1, FOUND + i, 0));
    }
    insns.add(BpfOpcode.MOV64_K.insn(0, 0, 0, 1));
    return end(insns);
  }

  private static List<RawInsn> begin(int second) {
    List<RawInsn> insns = new ArrayList<>();
    insns.addAll(wide(BASE, Imm64Kind.MAP_VALUE, PARAMETERS));
    insns.addAll(wide(1, Imm64Kind.MAP, SUBJECT));
    insns.add(BpfOpcode.MOV64_X.insn(2, BASE, 0, 0));
    insns.add(BpfOpcode.ADD64_K.insn(2, 0, 0, second));
    return insns;
  }

  private BpfProgram end(List<RawInsn> insns) {
    insns.add(BpfOpcode.STX_DW.insn(BASE, 0, RESULT, 0));
    insns.add(BpfOpcode.MOV64_K.insn(0, 0, 0, 0));
    insns.add(BpfOpcode.EXIT.insn(0, 0, 0, 0));
    return BpfProgram.of("operation", TYPE, insns).withMaps(maps());
  }

  private static List<RawInsn> wide(int register, Imm64Kind kind, int map) {
    RawInsn first = BpfOpcode.LD_IMM64.insn(register, 0, 0, map);
    return List.of(
        new RawInsn(first.opcode(), register, kind.ordinal(), (short) 0, map),
        new RawInsn(0, 0, 0, (short) 0, 0));
  }

  /** What a program is told. */
  byte[] told(Operations.Operation operation) {
    byte[] value = Arrays.copyOf(operation.value(), subject.valueSize());
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(KEY, operation.key())
        .put(VALUE, value)
        .putLong(FLAGS, operation.flags())
        .array();
  }

  /** What a program answers: its helper's result, and the value that it found. */
  Reply answer(byte[] parameters) {
    byte[] result = Arrays.copyOfRange(parameters, RESULT, RESULT + Long.BYTES);
    byte[] found = Arrays.copyOfRange(parameters, FOUND, FOUND + subject.valueSize());
    return Reply.ok(
        ByteBuffer.allocate(result.length + found.length).put(result).put(found).array());
  }
}
