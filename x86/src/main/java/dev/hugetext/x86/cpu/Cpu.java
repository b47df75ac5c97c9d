package dev.hugetext.x86.cpu;

import dev.hugetext.x86.table.Width;
import dev.hugetext.x86.tlb.Mmu;

/** One CPU of a {@link Machine}: registers, TLBs, counters. */
public final class Cpu {
  private final int id;
  private final Machine machine;
  private final Mmu mmu;

  // For operations, which read them at every instruction: the state's parts, one step nearer.
  final CpuState state = new CpuState();
  final long[] gpr = state.gpr;
  final LazyFlags flags = state.flags;
  final DataPort data;
  final FetchPort fetch;
  final BlockDecoder decoder;

  private long instructions;

  Cpu(int id, Machine machine, Mmu mmu) {
    this.id = id;
    this.machine = machine;
    this.mmu = mmu;
    this.data = new DataPort(this, mmu.data(), machine.memory());
    this.fetch = new FetchPort(mmu, machine.codePages());
    this.decoder = new BlockDecoder(machine);
  }

  /** Its number, from 0. */
  public int id() {
    return id;
  }

  /** The machine that it belongs to. */
  public Machine machine() {
    return machine;
  }

  /** Its registers. */
  public CpuState state() {
    return state;
  }

  /** Its TLBs and CR3. */
  public Mmu mmu() {
    return mmu;
  }

  /**
   * Loads by virtual address as the CPU's code would: through the data TLB, counted.
   *
   * @return the value, zero-extended
   * @throws GuestTrap at a fault
   */
  public long load(long va, Width width) {
    mmu.data().countLoads(1);
    return data.load(va, width.bytes());
  }

  /**
   * Stores by virtual address as the CPU's code would: through the data TLB, counted.
   *
   * @throws GuestTrap at a fault; nothing is written then
   */
  public void store(long va, Width width, long value) {
    mmu.data().countLoads(1);
    data.store(va, width.bytes(), value);
  }

  /** Notes executed instructions: for engines. */
  public void countInstructions(long executed) {
    instructions += executed;
  }

  /** What it did so far. */
  public CpuCounters counters() {
    return new CpuCounters(instructions, mmu.counters());
  }
}
