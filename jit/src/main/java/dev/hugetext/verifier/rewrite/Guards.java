package dev.hugetext.verifier.rewrite;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.bpf.lower.LoweredCode;
import java.util.List;
import java.util.Optional;

/**
 * The part of rewriting that gives instructions their meaning on the machine, without which no
 * compiled code computes what the standard says: divisions that would trap, the upper half of R0
 * after a 32-bit compare-and-exchange. Needs to know nothing of the program.
 */
public final class Guards {
  private Guards() {}

  /**
   * Slots as a compiler of eBPF writes them, made fit to be compiled here. Somebody else vouches
   * for what they do.
   *
   * @throws IllegalArgumentException if a jump or call leads out of the list
   */
  public static RewrittenProgram rewrite(String name, List<RawInsn> insns) {
    checkTargets(name, insns);
    CodeList code = new CodeList(insns, List.of(0));
    code.patch(node -> guarded(node.insn()).map(LoweredCode::ofSlots));
    return RewrittenProgram.trusted(name, code.layOut());
  }

  private static Optional<List<RawInsn>> guarded(RawInsn raw) {
    return Division.rewrite(raw)
        .or(() -> byZero(raw).map(insn -> insn.encode()))
        .or(() ->
            ZeroExtension.isNarrowExchange(raw) ? ZeroExtension.cleared(raw) : Optional.empty());
  }

  /** A constant divisor of zero, which the verifier refuses. */
  private static Optional<Insn> byZero(RawInsn raw) {
    if (!(Insn.decode(List.of(raw), 0) instanceof Insn.Alu alu)
        || !alu.source().equals(new Source.Imm(0))) {
      return Optional.empty();
    }
    return switch (alu.op()) {
      case DIV, SDIV -> Optional.of(new Insn.Alu(AluOp.MOV, RegWidth.W32, alu.dst(), alu.source()));
      case MOD, SMOD ->
          Optional.of(
              new Insn.Alu(AluOp.MOV, alu.width(), alu.dst(), new Source.FromReg(alu.dst())));
      case ADD, SUB, MUL, OR, AND, LSH, RSH, XOR, MOV, ARSH -> Optional.empty();
    };
  }

  private static void checkTargets(String name, List<RawInsn> insns) {
    for (int slot = 0; slot < insns.size(); ) {
      Insn insn = Insn.decode(insns, slot);
      Optional<Integer> distance = CodeList.distance(insn);
      int at = slot;
      if (distance.filter(d -> at + 1L + d < 0 || at + 1L + d >= insns.size()).isPresent()) {
        throw new IllegalArgumentException(
            "%s: slot %d leads %+d slots on, out of %d"
                .formatted(name, slot, distance.get(), insns.size()));
      }
      slot += insn.slots();
    }
  }
}
