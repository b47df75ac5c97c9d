package dev.hugetext.bpf.isa;

/**
 * An eBPF register; the ordinal is its number in an instruction.
 *
 * <p>{@link #R10} is the read-only frame pointer. {@link #AX} (number 11) is hidden from programs:
 * only the verifier's rewrites and constant blinding use it.
 */
public enum Reg {
  R0,
  R1,
  R2,
  R3,
  R4,
  R5,
  R6,
  R7,
  R8,
  R9,
  R10,
  AX;

  /** The frame pointer. */
  public static final Reg FP = R10;

  private static final Reg[] ALL = values();

  /** Whether {@code number} names a register, the hidden one included. */
  public static boolean exists(int number) {
    return number >= 0 && number < ALL.length;
  }

  /**
   * The register with this number.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Reg of(int number) {
    if (!exists(number)) {
      throw new IllegalArgumentException("no register " + number);
    }
    return ALL[number];
  }

  /** The number in an instruction, {@code 0..11}. */
  public int number() {
    return ordinal();
  }

  /** As the kernel prints it: {@code r0} for the whole register, {@code w0} for the low 32 bits. */
  public String text(RegWidth width) {
    return width.prefix() + ordinal();
  }
}
