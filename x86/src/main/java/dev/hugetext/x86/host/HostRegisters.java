package dev.hugetext.x86.host;

import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.table.RflagsSet;

/** A register file that the host CPU starts from, and ends with. Mutable. */
public final class HostRegisters {
  private final long[] gpr = new long[16];
  private int flags;
  private long gsBase;

  /** All zero. */
  public HostRegisters() {}

  /** Another one with the same values. */
  public HostRegisters copy() {
    var copy = new HostRegisters();
    System.arraycopy(gpr, 0, copy.gpr, 0, gpr.length);
    copy.flags = flags;
    copy.gsBase = gsBase;
    return copy;
  }

  /** The value of a general register. */
  public long get(Gpr register) {
    return gpr[register.number()];
  }

  /** Sets a general register. */
  public void set(Gpr register, long value) {
    gpr[register.number()] = value;
  }

  /** The base of the GS segment: a user-space address, which instructions do not change. */
  public long gsBase() {
    return gsBase;
  }

  /** Sets the base of the GS segment. */
  public void setGsBase(long address) {
    gsBase = address;
  }

  /** The status flags, at their positions in RFLAGS; other bits are 0. */
  public int flags() {
    return flags;
  }

  /** Sets the status flags; other bits are ignored. */
  public void setFlags(long rflags) {
    flags = (int) rflags & RflagsSet.STATUS;
  }
}
