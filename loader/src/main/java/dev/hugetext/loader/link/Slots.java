package dev.hugetext.loader.link;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.RawInsn;
import java.util.List;

/** The two kinds of instruction that can refer to something outside of their function. */
final class Slots {
  private Slots() {}

  static boolean isCallOfFunction(RawInsn insn) {
    return BpfOpcode.of(insn).filter(row -> row == BpfOpcode.CALL_BPF).isPresent();
  }

  /** Whether a plain 64-bit constant is loaded by {@code slot} and the one behind it. */
  static boolean isLoadImm64(List<RawInsn> insns, int slot) {
    return slot + 1 < insns.size()
        && BpfOpcode.of(insns.get(slot)).filter(row -> row == BpfOpcode.LD_IMM64).isPresent();
  }

  /** {@code insn}, a 64-bit load, as one of another kind. */
  static RawInsn withKind(RawInsn insn, Imm64Kind kind) {
    return insn.withSrc(kind.ordinal());
  }
}
