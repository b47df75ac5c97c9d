package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.DumpedCode;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.InsnPrinter;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rewritten instructions as the kernel hands them out ({@code bpf_prog_info.xlated}), which hides
 * some things: tail calls look like calls, loads that may fault like others, and immediates are
 * addresses that only a loaded program has.
 */
public final class XlatedCode {
  private XlatedCode() {}

  /** The first slot in which the kernel's instructions differ from ours, as text, or empty. */
  public static Optional<String> difference(RewrittenProgram mine, List<RawInsn> kernels) {
    List<RawInsn> ours = new ArrayList<>(DumpedCode.of(mine, symbol -> 0));
    List<RawInsn> theirs = new ArrayList<>(kernels);
    int start = 0;
    for (RewrittenProgram.Function function : mine.functions()) {
      for (int slot = 0; slot < function.insns().size(); slot++) {
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

  private static boolean isSecond(RewrittenProgram.Function function, int slot) {
    return slot > 0
        && function.insns().get(slot).opcode() == 0
        && Insn.decode(function.insns(), slot - 1).slots() == 2;
  }

  /** Whether the slot's immediate, or the second half of one, is what only the kernel knows. */
  private static boolean isAddress(RewrittenProgram.Function function, int slot) {
    return isAddress(function.references().get(slot))
        || (isSecond(function, slot) && isAddress(function.references().get(slot - 1)));
  }

  private static boolean isAddress(@Nullable Symbol symbol) {
    return switch (symbol) {
      case Symbol.Helper _, Symbol.Kernel _, Symbol.CallBase _ -> true;
      case Symbol.MapPointer _, Symbol.MapValue _, Symbol.PrivateStack _ -> true;
      case Symbol.Function _, Symbol.TailCallSlot _ -> false;
      case null -> false;
    };
  }

  private static void hide(List<RawInsn> slots, int slot) {
    RawInsn insn = slots.get(slot);
    boolean map = insn.opcode() == BpfOpcode.LD_MAP.opcode();
    RawInsn bare = insn.withImm(0);
    slots.set(slot, map ? bare.withSrc(0) : bare); // 6.18 shows every kind as the first
  }
}
