package dev.hugetext.verifier.explore;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.InsnClass;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Opcodes exist, loads have no spare fields, and 64-bit constants are whole and name real maps. */
final class EncodingChecks {
  private static final int MODE = 0xe0;

  /** Opcodes are judged by their byte; other fields that decide the form come later. */
  private static final BitSet ACCEPTED = accepted();

  private static final int MAX_DIRECT_OFFSET = 1 << 29;

  private final BpfProgram program;

  EncodingChecks(BpfProgram program) {
    this.program = program;
  }

  void check() {
    List<RawInsn> insns = program.insns();
    for (int pc = 0; pc < insns.size(); pc += Flow.slots(insns.get(pc))) {
      RawInsn insn = insns.get(pc);
      if (isBadLoad(insn)) {
        throw Refusal.of(Rule.RESERVED_FIELDS, "BPF_LDX uses reserved fields");
      }
      if (insn.opcode() == BpfOpcode.LD_IMM64.opcode()) {
        checkWide(insn, pc + 1 < insns.size() ? Optional.of(insns.get(pc + 1)) : Optional.empty());
      } else if (!ACCEPTED.get(insn.opcode())) {
        throw Refusal.of(Rule.OPCODE, "unknown opcode %02x".formatted(insn.opcode()));
      }
    }
  }

  private static boolean isBadLoad(RawInsn insn) {
    int mode = insn.opcode() & MODE;
    return InsnClass.of(insn.opcode()) == InsnClass.LDX
        && ((mode != (BpfOpcode.LDX_DW.opcode() & MODE)
                && mode != (BpfOpcode.LDXSX_W.opcode() & MODE))
            || insn.imm() != 0);
  }

  private static BitSet accepted() {
    BitSet accepted = new BitSet();
    for (BpfOpcode row : BpfOpcode.values()) {
      accepted.set(row.opcode(), accepted.get(row.opcode()) || row.group().accepted());
    }
    return accepted;
  }

  private void checkWide(RawInsn first, Optional<RawInsn> second) {
    if (second.isEmpty()
        || second.get().opcode() != 0
        || second.get().dst() != 0
        || second.get().src() != 0
        || second.get().off() != 0) {
      throw Refusal.of(Rule.LDIMM64_SHAPE, "invalid bpf_ld_imm64 insn");
    }
    int upper = second.get().imm();
    if (first.src() >= Imm64Kind.values().length) {
      throw unrecognized();
    }
    switch (Imm64Kind.values()[first.src()]) {
      case CONSTANT, FUNC, BTF_ID -> {}
      case MAP, MAP_IDX -> {
        if (upper != 0) {
          throw unrecognized();
        }
        map(first);
      }
      case MAP_VALUE, MAP_IDX_VALUE -> checkDirectValue(map(first), upper);
    }
  }

  private static Refusal unrecognized() {
    return Refusal.of(Rule.LDIMM64_KIND, "unrecognized bpf_ld_imm64 insn");
  }

  private MapDef map(RawInsn insn) {
    if (insn.imm() < 0 || insn.imm() >= program.maps().size()) {
      throw Refusal.of(
          Rule.MAP_REFERENCE, "fd %d is not pointing to valid bpf_map".formatted(insn.imm()));
    }
    MapDef map = program.maps().get(insn.imm());
    MapProgramRules.check(program, map);
    return map;
  }

  private static void checkDirectValue(MapDef map, int off) {
    if (Integer.compareUnsigned(off, MAX_DIRECT_OFFSET) >= 0) {
      throw Refusal.of(
          Rule.DIRECT_VALUE_OFFSET,
          "direct value offset of %s is not allowed".formatted(Integer.toUnsignedString(off)));
    }
    if (map.type() != MapType.ARRAY) {
      throw Refusal.of(
          Rule.DIRECT_VALUE_TYPE, Errno.EINVAL, "no direct value access support for this map type");
    }
    String outside =
        "invalid access to map value pointer, value_size=%d off=%d".formatted(map.valueSize(), off);
    if (map.maxEntries() != 1) {
      throw Refusal.of(Rule.DIRECT_VALUE_TYPE, outside);
    }
    if (off >= map.valueSize()) {
      throw Refusal.of(Rule.DIRECT_VALUE_OFFSET, outside);
    }
  }
}
