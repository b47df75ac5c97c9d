package dev.hugetext.verifier.rewrite;

import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.RawInsn;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A 32-bit compare-and-exchange that finds what it compares with leaves R0's upper half as it was;
 * where the whole of R0 is read afterwards, it is cleared.
 */
final class ZeroExtension {
  /** The move Linux appends; a 1 in the unused immediate tells its compilers what it is. */
  private static final RawInsn CLEAR_UPPER = BpfOpcode.MOV32_X.insn(0, 0, 0, 1);

  private final BitSet wholeRead;

  /**
   * Of one program.
   *
   * @param wholeRead the 32-bit compare-and-exchanges after which all of R0 is read
   */
  ZeroExtension(BitSet wholeRead) {
    this.wholeRead = wholeRead;
  }

  /** What stands in place of the instruction at a slot of the program as loaded. */
  Optional<List<RawInsn>> rewrite(int pc, RawInsn raw) {
    return wholeRead.get(pc) ? cleared(raw) : Optional.empty();
  }

  /** Whether it is a 32-bit compare-and-exchange. */
  static boolean isNarrowExchange(RawInsn raw) {
    return Insn.decode(List.of(raw), 0) instanceof Insn.Atomic atomic
        && atomic.op() == AtomicOp.CMPXCHG
        && atomic.size() == MemSize.W;
  }

  /** The instruction, and then R0's upper half cleared. */
  static Optional<List<RawInsn>> cleared(RawInsn raw) {
    return Optional.of(List.of(raw, CLEAR_UPPER));
  }
}
