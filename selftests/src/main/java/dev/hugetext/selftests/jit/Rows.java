package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.InsnClass;
import dev.hugetext.bpf.isa.SpecialOp;
import dev.hugetext.bpf.isa.SwapOp;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** The rows of the instruction table that random programs are made of, by family. */
final class Rows {

  static final List<BpfOpcode> ALU = rows(row -> row.operation() instanceof AluOp);

  static final List<BpfOpcode> UNARY =
      rows(row ->
          row.operation() == SpecialOp.NEG
              || row.operation() == SpecialOp.MOVSX
              || row.operation() instanceof SwapOp);

  static final List<BpfOpcode> BRANCHES = rows(row -> row.operation() instanceof Cond);

  static final List<BpfOpcode> LOADS =
      rows(row ->
          isPlainMemory(row)
              && (row.operation() == SpecialOp.LOAD || row.operation() == SpecialOp.LOAD_SIGNED));

  static final List<BpfOpcode> STORES =
      rows(row -> isPlainMemory(row) && row.operation() == SpecialOp.STORE);

  static final List<BpfOpcode> ATOMICS = rows(row -> row.operation() instanceof AtomicOp);

  private Rows() {}

  private static boolean isPlainMemory(BpfOpcode row) {
    return switch (row.insnClass()) {
      case LDX, ST, STX ->
          row.operation() != SpecialOp.NOSPEC && row.accessMode() == AccessMode.MEM;
      case LD, ALU, JMP, JMP32, ALU64 -> false;
    };
  }

  static boolean storesRegister(BpfOpcode row) {
    return row.insnClass() == InsnClass.STX;
  }

  private static List<BpfOpcode> rows(Predicate<BpfOpcode> wanted) {
    return Arrays.stream(BpfOpcode.values())
        .filter(row -> !row.isInternal())
        .filter(wanted)
        .toList();
  }
}
