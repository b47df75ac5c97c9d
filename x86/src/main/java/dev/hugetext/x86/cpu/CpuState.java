package dev.hugetext.x86.cpu;

import dev.hugetext.x86.insn.Gpr;
import java.util.Arrays;

/**
 * The registers of one CPU. Whenever code outside an engine runs (host calls, trap handlers, after
 * {@link Engine#run}) they are exact.
 */
public final class CpuState {
  /** Interrupts are enabled: bit 9 of RFLAGS. */
  public static final long IF = 1L << 9;

  /** Bit 1 of RFLAGS, which always reads as 1. */
  static final long FIXED = 1L << 1;

  /** What POPF and a handler may set besides the status flags: IF, DF, AC, ID. */
  private static final long OTHER_FLAGS = IF | 1L << 10 | 1L << 18 | 1L << 21;

  final long[] gpr = new long[16];
  final LazyFlags flags = new LazyFlags();
  long rip;
  private long otherFlags = IF;
  private long gsBase;

  /** All registers zero, interrupts enabled. */
  public CpuState() {}

  /** The live array of general registers, by hardware number. */
  public long[] gpr() {
    return gpr;
  }

  /** The value of a general register. */
  public long get(Gpr register) {
    return gpr[register.number()];
  }

  /** Sets a general register. */
  public void set(Gpr register, long value) {
    gpr[register.number()] = value;
  }

  /** The address of the next instruction. */
  public long rip() {
    return rip;
  }

  /** Sets the address of the next instruction. */
  public void setRip(long address) {
    rip = address;
  }

  /** RFLAGS: the status flags, IF, DF, AC, ID, and bit 1. */
  public long rflags() {
    return flags.status() | otherFlags | FIXED;
  }

  /** Sets RFLAGS; bits that are not modelled are ignored. */
  public void setRflags(long value) {
    flags.set(value);
    otherFlags = value & OTHER_FLAGS;
  }

  /** The base of the GS segment: per-CPU data. */
  public long gsBase() {
    return gsBase;
  }

  /** Sets the base of the GS segment. */
  public void setGsBase(long address) {
    gsBase = address;
  }

  /** All registers, four a line, for messages. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("rip=%016x rflags=%x".formatted(rip, rflags()));
    for (Gpr register : Gpr.values()) {
      text.append(register.number() % 4 == 0 ? '\n' : ' ');
      text.append("%s=%016x".formatted(register, get(register)));
    }
    return text.toString();
  }

  /** Takes over every register of another CPU's state. */
  public void copyFrom(CpuState other) {
    System.arraycopy(other.gpr, 0, gpr, 0, gpr.length);
    rip = other.rip;
    setRflags(other.rflags());
    gsBase = other.gsBase;
  }

  /** All registers zero, interrupts enabled. */
  public void reset() {
    Arrays.fill(gpr, 0);
    rip = 0;
    gsBase = 0;
    setRflags(IF);
  }
}
