package dev.hugetext.bpf.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows of {@link BpfOpcode} by opcode byte, derived once; two rows for one instruction are a bug.
 */
final class OpcodeIndex {
  private static final int OPCODES = 256;
  private static final List<List<BpfOpcode>> ROWS = build();

  private OpcodeIndex() {}

  static List<BpfOpcode> rows(int opcode) {
    return ROWS.get(opcode);
  }

  static Optional<BpfOpcode> find(RawInsn insn) {
    for (BpfOpcode row :
        rows(insn.opcode())) { // each slot of a program comes by here several times
      if (row.selector().matches(insn)) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  /** The mode bits mean different things in different classes (kernel-internal modes included). */
  static AccessMode accessMode(InsnClass insnClass, int mode) {
    return switch (mode) {
      case 0x60, 0x80 -> AccessMode.MEM;
      case 0x20, 0x40 -> AccessMode.PROBE_MEM;
      case 0xa0, 0xe0 -> AccessMode.PROBE_MEM32;
      case 0xc0 -> insnClass == InsnClass.LDX ? AccessMode.PROBE_MEM32 : AccessMode.MEM;
      default -> throw new IllegalArgumentException("no memory mode 0x%x".formatted(mode));
    };
  }

  private static List<List<BpfOpcode>> build() {
    List<List<BpfOpcode>> rows = new ArrayList<>();
    for (int opcode = 0; opcode < OPCODES; opcode++) {
      rows.add(new ArrayList<>());
    }
    for (BpfOpcode row : BpfOpcode.values()) {
      for (BpfOpcode other : rows.get(row.opcode())) {
        if (row.selector().overlaps(other.selector())) {
          throw new IllegalStateException("one instruction, two rows: %s %s".formatted(row, other));
        }
      }
      rows.get(row.opcode()).add(row);
    }
    return rows.stream().map(List::copyOf).toList();
  }
}
