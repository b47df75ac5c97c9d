package dev.hugetext.jit;

import dev.hugetext.bpf.isa.Symbol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** One compiled function, an image of its own: the kernel places each function separately. */
public final class JitFunction {

  private final String name;
  private final byte[] code;
  private final Sites sites;
  private final int[] ends;
  private final int passes;

  /** Places in the code that somebody must know of, each list by ascending offset. */
  record Sites(List<Relocation> relocations, List<FaultSite> faults, List<TailCallSite> tailCalls) {
    Sites {
      relocations = List.copyOf(relocations);
      faults = List.copyOf(faults);
      tailCalls = List.copyOf(tailCalls);
    }
  }

  JitFunction(String name, byte[] code, Sites sites, int[] ends, int passes) {
    this.name = name;
    this.code = code;
    this.sites = sites;
    this.ends = ends;
    this.passes = passes;
  }

  public String name() {
    return name;
  }

  /** Length of the code in bytes. */
  public int length() {
    return code.length;
  }

  /** A copy of the code; fields that wait for an address are zero. */
  public byte[] code() {
    return code.clone();
  }

  /** The fields that wait for an address, by ascending offset. */
  public List<Relocation> relocations() {
    return sites.relocations();
  }

  /** Loads that may fault, by ascending offset: the rows of the function's exception table. */
  public List<FaultSite> faultSites() {
    return sites.faults();
  }

  /** Tail calls by patched jumps, by ascending offset; in the code their slots are empty. */
  public List<TailCallSite> tailCallSites() {
    return sites.tailCalls();
  }

  /** How many passes its jumps took to settle, the one that changed nothing included. */
  public int passes() {
    return passes;
  }

  /** How many eBPF slots it has. */
  public int slots() {
    return ends.length - 1;
  }

  /** Offset in the code where a slot's instructions begin; that of slot 0 is after the prologue. */
  public int offsetOfSlot(int slot) {
    return ends[slot];
  }

  /**
   * The code as it has to be for running at {@code address}.
   *
   * @throws IllegalArgumentException if a symbol is unknown or too far away
   */
  public byte[] at(long address, Symbols symbols) {
    ByteBuffer out = ByteBuffer.wrap(code.clone()).order(ByteOrder.LITTLE_ENDIAN);
    for (Relocation relocation : sites.relocations()) {
      int offset = relocation.offset();
      Symbol symbol = relocation.symbol();
      long value = relocation.value(address + offset, symbols.address(symbol));
      switch (relocation.kind()) {
        case REL32, ABS32 -> out.putInt(offset, (int) value);
        case ABS64 -> out.putLong(offset, value);
      }
    }
    return out.array();
  }
}
