package dev.hugetext.x86.decode;

import dev.hugetext.x86.insn.DispSize;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.table.Addressing;
import dev.hugetext.x86.table.Rex;
import org.jspecify.annotations.Nullable;

/** Reads SIB and displacement behind a ModRM byte that names memory (SDM vol. 2, 2.1.5). */
final class MemoryOperands {
  private MemoryOperands() {}

  /**
   * The operand of {@code modRm}, whose mod field is not 3; the cursor stands behind it. Null if
   * there is a SIB byte for which there was no need.
   */
  static @Nullable Mem read(Cursor in, int modRm) {
    int mod = modRm >> 6;
    int low = modRm & 7;
    boolean gs = in.has(Cursor.GS);
    if (low == Addressing.SIB_FOLLOWS) {
      return withSib(in, mod, gs);
    }
    if (mod == 0 && low == Addressing.RIP_RELATIVE) {
      return new Mem(null, null, 1, in.s32(), DispSize.SHORTEST, gs, true);
    }
    return withDisplacement(in, mod, base(in, low), null, 1, gs);
  }

  private static @Nullable Mem withSib(Cursor in, int mod, boolean gs) {
    int sib = in.u8();
    int indexNumber = (sib >> 3 & 7) + in.high(Rex.X);
    Gpr index = indexNumber == Addressing.NO_INDEX ? null : Gpr.of(indexNumber);
    int scale = index == null ? 1 : 1 << (sib >> 6);
    int low = sib & 7;
    boolean noBase = mod == 0 && low == Addressing.NO_BASE;
    if (index == null && (sib >> 6 != 0 || (low != Addressing.SIB_FOLLOWS && !noBase))) {
      return null;
    }
    if (noBase) {
      return new Mem(null, index, scale, in.s32(), DispSize.SHORTEST, gs, false);
    }
    return withDisplacement(in, mod, base(in, low), index, scale, gs);
  }

  private static Mem withDisplacement(
      Cursor in, int mod, Gpr base, @Nullable Gpr index, int scale, boolean gs) {
    return switch (mod) {
      case 0 -> new Mem(base, index, scale, 0, DispSize.SHORTEST, gs, false);
      case 1 -> new Mem(base, index, scale, in.s8(), DispSize.AT_LEAST_8, gs, false);
      default -> new Mem(base, index, scale, in.s32(), DispSize.ALWAYS_32, gs, false);
    };
  }

  private static Gpr base(Cursor in, int low) {
    return Gpr.of(low + in.high(Rex.B));
  }
}
