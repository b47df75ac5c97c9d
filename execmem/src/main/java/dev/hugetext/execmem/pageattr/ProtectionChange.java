package dev.hugetext.execmem.pageattr;

import dev.hugetext.x86.memory.Pte;

/**
 * Bits to set and to clear in a leaf.
 *
 * @param set bits that will be 1
 * @param clear bits that will be 0
 */
record ProtectionChange(long set, long clear) {
  static final ProtectionChange READ_ONLY = new ProtectionChange(0, Pte.RW);
  static final ProtectionChange WRITABLE = new ProtectionChange(Pte.RW, 0);
  static final ProtectionChange EXECUTABLE = new ProtectionChange(0, Pte.NX);
  static final ProtectionChange NO_EXECUTE = new ProtectionChange(Pte.NX, 0);
  static final ProtectionChange READ_ONLY_EXECUTABLE =
      new ProtectionChange(0, Pte.RW | Pte.D | Pte.NX);

  ProtectionChange {
    if ((set & clear) != 0) {
      throw new IllegalArgumentException("set=0x%x and clear=0x%x meet".formatted(set, clear));
    }
  }

  long appliedTo(long leaf) {
    return leaf & ~clear | set;
  }

  /** The same without NX, as the alias in the direct map gets it: that is never executable. */
  ProtectionChange withoutExecution() {
    return new ProtectionChange(set & ~Pte.NX, clear & ~Pte.NX);
  }

  boolean isEmpty() {
    return (set | clear) == 0;
  }
}
