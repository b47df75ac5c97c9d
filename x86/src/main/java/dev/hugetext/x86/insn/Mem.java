package dev.hugetext.x86.insn;

import dev.hugetext.x86.table.Addressing;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A memory operand: {@code [gs:] [base + index * scale + disp]}, or {@code [rip + disp]}, or {@code
 * [disp]} where there is no register.
 *
 * <p>In canonical form: the constructor turns {@code dispSize} into SHORTEST wherever SHORTEST
 * would be encoded in the same bytes, so that equal encodings are equal operands.
 *
 * @param base added, or null
 * @param index multiplied by {@code scale} and added, or null; never RSP
 * @param scale 1, 2, 4 or 8; 1 where there is no index
 * @param disp in bytes, signed
 * @param dispSize which encoding of the displacement
 * @param gs whether the base of the GS segment is added
 * @param ripRelative whether the address of the next instruction is added; then no registers
 */
public record Mem(
    @Nullable Gpr base,
    @Nullable Gpr index,
    int scale,
    int disp,
    DispSize dispSize,
    boolean gs,
    boolean ripRelative)
    implements Operand {

  public Mem {
    Objects.requireNonNull(dispSize, "dispSize");
    if (index == Gpr.RSP) {
      throw new IllegalArgumentException("RSP cannot be an index");
    }
    boolean legalScale = scale == 1 || scale == 2 || scale == 4 || scale == 8;
    if (!legalScale || (index == null && scale != 1)) {
      throw new IllegalArgumentException("scale %d with index %s".formatted(scale, index));
    }
    if (ripRelative && (base != null || index != null)) {
      throw new IllegalArgumentException("[rip] with base %s, index %s".formatted(base, index));
    }
    if (dispBytes(base, disp, dispSize) == dispBytes(base, disp, DispSize.SHORTEST)) {
      dispSize = DispSize.SHORTEST;
    }
  }

  private static int dispBytes(@Nullable Gpr base, int disp, DispSize size) {
    if (base == null || disp != (byte) disp || size == DispSize.ALWAYS_32) {
      return Integer.BYTES;
    }
    boolean noneIsNoBase = (base.number() & 7) == Addressing.NO_BASE; // RBP and R13
    return disp == 0 && size == DispSize.SHORTEST && !noneIsNoBase ? 0 : 1;
  }

  /** How many bytes the displacement takes: 0, 1 or 4. */
  public int dispBytes() {
    return dispBytes(base, disp, dispSize);
  }

  /** {@code [base + disp]} in the fewest bytes. */
  public static Mem base(Gpr base, int disp) {
    return new Mem(base, null, 1, disp, DispSize.SHORTEST, false, false);
  }

  /** {@code [base + disp]} with an explicit displacement of one or four bytes (never mod = 00). */
  public static Mem withDisp(Gpr base, int disp) {
    return new Mem(base, null, 1, disp, DispSize.AT_LEAST_8, false, false);
  }

  /** {@code [base + disp]} with a displacement of four bytes. */
  public static Mem withDisp32(Gpr base, int disp) {
    return new Mem(base, null, 1, disp, DispSize.ALWAYS_32, false, false);
  }

  /** {@code [base + index * scale + disp]} in the fewest bytes. */
  public static Mem indexed(Gpr base, Gpr index, int scale, int disp) {
    return new Mem(base, index, scale, disp, DispSize.SHORTEST, false, false);
  }

  /** {@code [base + index * scale + disp]} with an explicit displacement of one or four bytes. */
  public static Mem indexedWithDisp(Gpr base, Gpr index, int scale, int disp) {
    return new Mem(base, index, scale, disp, DispSize.AT_LEAST_8, false, false);
  }

  /** {@code [base + index * scale + disp]} with a displacement of four bytes. */
  public static Mem indexedWithDisp32(Gpr base, Gpr index, int scale, int disp) {
    return new Mem(base, index, scale, disp, DispSize.ALWAYS_32, false, false);
  }

  /** {@code [disp]}, sign-extended: the lowest or the highest 2 GiB. */
  public static Mem absolute(int disp) {
    return new Mem(null, null, 1, disp, DispSize.SHORTEST, false, false);
  }

  /** {@code gs:[disp]}: per-CPU data of the kernel; the displacement is sign-extended. */
  public static Mem gsAbsolute(int disp) {
    return new Mem(null, null, 1, disp, DispSize.SHORTEST, true, false);
  }

  /** {@code [rip + disp]}, from the end of the instruction. */
  public static Mem ripRelative(int disp) {
    return new Mem(null, null, 1, disp, DispSize.SHORTEST, false, true);
  }
}
