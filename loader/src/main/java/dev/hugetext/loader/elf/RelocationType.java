package dev.hugetext.loader.elf;

import dev.hugetext.loader.input.InputException;

/** How a relocation changes its place (psABI supplement for eBPF, "Relocation Types"). */
public enum RelocationType {
  /** Not said: objects from before the types had numbers. */
  R_BPF_NONE(0),
  /** The 64-bit immediate of a {@code ld_imm64}. */
  R_BPF_64_64(1),
  /** Eight bytes of data. */
  R_BPF_64_ABS64(2),
  /** Four bytes of data. */
  R_BPF_64_ABS32(3),
  /** Four bytes of BTF or debug data, which a dynamic loader leaves alone. */
  R_BPF_64_NODYLD32(4),
  /** The immediate of a call. */
  R_BPF_64_32(10);

  private final int number;

  RelocationType(int number) {
    this.number = number;
  }

  static RelocationType of(int number, FileBytes bytes, long offset) throws InputException {
    for (RelocationType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    throw bytes.wrong(
        offset, "relocation type " + Integer.toUnsignedString(number), "0, 1, 2, 3, 4 or 10");
  }
}
