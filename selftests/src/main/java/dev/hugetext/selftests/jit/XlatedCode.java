package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.InsnPrinter;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.proto.HelperTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rewritten instructions as the kernel hands them out ({@code bpf_prog_info.xlated}), which hides
 * some things: tail calls look like calls, loads that may fault like others, and immediates are
 * addresses that only a loaded program has.
 */
public final class XlatedCode {
  private static final RawInsn TAIL_CALL =
      BpfOpcode.CALL_HELPER.insn(0, 0, 0, HelperTable.TAIL_CALL.id());

  private XlatedCode() {}

  /** The first slot in which the kernel's instructions differ from ours, as text, or empty. */
  public static Optional<String> difference(RewrittenProgram mine, List<RawInsn> kernels) {
    List<RawInsn> ours = new ArrayList<>();
    List<RawInsn> theirs = new ArrayList<>(kernels);
    int start = 0;
    for (RewrittenProgram.Function function : mine.functions()) {
      for (int slot = 0; slot < function.insns().size(); slot++) {
        ours.add(shown(function, slot));
        if (start + slot < theirs.size() && isAddress(function, slot)) {
          hide(ours, start + slot);
          hide(theirs, start + slot);
        }
      }
      start += function.insns().size();
    }
    for (int slot = 0; slot < Math.min(ours.size(), theirs.size()); slot++) {
      if (!ours.get(slot).equals(theirs.get(slot))) {
        return Optional.of(
            "slot %d: %s here, %s in the kernel"
                .formatted(slot, text(mine, slot), InsnPrinter.text(kernels, slot)));
      }
    }
    return ours.size() == theirs.size()
        ? Optional.empty()
        : Optional.of("%d slots here, %d in the kernel".formatted(ours.size(), theirs.size()));
  }

  private static String text(RewrittenProgram mine, int slot) {
    List<RawInsn> all =
        mine.functions().stream().flatMap(function -> function.insns().stream()).toList();
    return InsnPrinter.text(all, slot);
  }

  private static RawInsn shown(RewrittenProgram.Function function, int slot) {
    List<RawInsn> insns = function.insns();
    return switch (isSecond(function, slot) ? new Insn.NoSpec() : Insn.decode(insns, slot)) {
      case Insn.TailCall _ -> TAIL_CALL;
      case Insn.Load(var size, boolean signed, var mode, var dst, var base, short offset)
          when mode == AccessMode.PROBE_MEM && !signed ->
          new Insn.Load(size, false, AccessMode.MEM, dst, base, offset).encode().getFirst();
      case Insn _ -> insns.get(slot);
    };
  }

  private static boolean isSecond(RewrittenProgram.Function function, int slot) {
    return slot > 0
        && function.insns().get(slot).opcode() == 0
        && Insn.decode(function.insns(), slot - 1).slots() == 2;
  }

  /** Whether the slot's immediate, or the second half of one, stands for something. */
  private static boolean isAddress(RewrittenProgram.Function function, int slot) {
    Symbol symbol = function.references().get(slot);
    if (symbol instanceof Symbol.TailCallSlot) {
      return false;
    }
    return symbol != null
        || (isSecond(function, slot) && function.references().containsKey(slot - 1));
  }

  private static void hide(List<RawInsn> slots, int slot) {
    RawInsn insn = slots.get(slot);
    boolean call = insn.opcode() == BpfOpcode.CALL_BPF.opcode();
    boolean wide = insn.opcode() == BpfOpcode.LD_MAP.opcode();
    RawInsn bare = insn.withImm(0);
    slots.set(slot, call ? bare.withOff((short) 0) : wide ? bare.withSrc(0) : bare);
  }
}
