package dev.hugetext.execmem.pageattr;

import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.x86.memory.Pte;

/**
 * Bits to set and to clear in a leaf.
 *
 * @param set bits that will be 1
 * @param clear bits that will be 0
 */
record ProtectionChange(long set, long clear) {
  static final ProtectionChange WRITABLE = new ProtectionChange(Pte.RW, 0);
  static final ProtectionChange EXECUTABLE = new ProtectionChange(0, Pte.NX);
  static final ProtectionChange NO_EXECUTE = new ProtectionChange(Pte.NX, 0);
  static final ProtectionChange NOT_PRESENT = new ProtectionChange(0, Pte.P | Pte.RW);
  static final ProtectionChange PRESENT = new ProtectionChange(Pte.P | Pte.RW, 0);

  ProtectionChange {
    if ((set & clear) != 0) {
      throw new IllegalArgumentException("set=0x%x and clear=0x%x meet".formatted(set, clear));
    }
  }

  /** No more writes; since 6.6 a read-only kernel page is not dirty either. */
  static ProtectionChange readOnly(KernelVersion version) {
    return new ProtectionChange(
        0, version.isAtLeast(KernelVersion.V6_13) ? Pte.RW | Pte.D : Pte.RW);
  }

  /** Both at once: no more writes, execution allowed. */
  static ProtectionChange readOnlyExecutable(KernelVersion version) {
    return new ProtectionChange(0, readOnly(version).clear | Pte.NX);
  }

  /** What a leaf becomes; one that is not present is never global. */
  long appliedTo(long leaf) {
    long changed = leaf & ~clear | set;
    return (changed & Pte.P) == 0 ? changed & ~Pte.G : changed;
  }

  /** The same without NX, as the alias in the direct map gets it: that is never executable. */
  ProtectionChange withoutExecution() {
    return new ProtectionChange(set & ~Pte.NX, clear & ~Pte.NX);
  }

  boolean isEmpty() {
    return (set | clear) == 0;
  }
}
