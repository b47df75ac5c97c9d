package dev.hugetext.x86.cpu;

import dev.hugetext.x86.table.Width;
import dev.hugetext.x86.tlb.Mmu;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

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

  private final ReentrantLock tlbLock = new ReentrantLock(true); // fair: flushes get their turn
  private final Queue<Long> newText = new ConcurrentLinkedQueue<>(); // frames to watch
  private final LongAdder sent = new LongAdder();
  private final LongAdder received = new LongAdder();
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

  /** The NUMA node that it is on. */
  public int node() {
    return machine.spec().nodeOf(id);
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
    enterGuest();
    try {
      mmu.data().countLoads(1);
      return data.load(va, width.bytes());
    } finally {
      leaveGuest();
    }
  }

  /**
   * Stores by virtual address as the CPU's code would: through the data TLB, counted.
   *
   * @throws GuestTrap at a fault; nothing is written then
   */
  public void store(long va, Width width, long value) {
    enterGuest();
    try {
      mmu.data().countLoads(1);
      data.store(va, width.bytes(), value);
    } finally {
      leaveGuest();
    }
  }

  /**
   * Loads CR3 without PCID, what is not global is dropped, for a while in which interrupts are off:
   * the same thread ends it by {@link Machine#unuseRoot}.
   *
   * @return the root that was loaded before
   */
  public long useRoot(long root) {
    tlbLock.lock();
    long before = mmu.root();
    mmu.loadRoot(root);
    return before;
  }

  /** Loads the root before that again, drops a range of the one that was used. */
  void unuseRoot(long before, long start, long end) {
    mmu.loadRoot(before);
    mmu.flushRange(start, end);
    tlbLock.unlock();
  }

  /**
   * Begins a stretch in which only this thread may use the TLBs; may be nested. Whoever waits for
   * another CPU must not be in one.
   */
  void enterGuest() {
    if (machine.isConcurrent()) {
      tlbLock.lock();
      watchNewText();
    }
  }

  /** Ends such a stretch. */
  void leaveGuest() {
    if (machine.isConcurrent()) {
      tlbLock.unlock();
    }
  }

  /** What an interrupt does to the TLBs, between two instructions; from any thread. */
  void act(Consumer<Mmu> action) {
    tlbLock.lock();
    try {
      action.accept(mmu);
    } finally {
      tlbLock.unlock();
    }
  }

  /** From any thread: stores to the frame are to be noticed from the next stretch on. */
  void watchLater(long frame) {
    newText.add(frame);
  }

  /** A store that was not noticed since is taken to have happened. */
  private void watchNewText() {
    for (Long frame = newText.poll(); frame != null; frame = newText.poll()) {
      boolean mayHaveWritten = mmu.data().couldWrite(frame);
      mmu.data().askAtWrites();
      if (mayHaveWritten) {
        machine.textWritten(frame, 1);
      }
    }
  }

  void countSent() {
    sent.increment();
  }

  void countReceived() {
    received.increment();
  }

  /** Interrupts from and to other CPUs. */
  public InterruptCounters interrupts() {
    return new InterruptCounters(sent.sum(), received.sum());
  }

  /** Instructions executed so far. */
  long instructions() {
    return instructions;
  }

  /** Notes executed instructions: for engines. */
  void countInstructions(long executed) {
    instructions += executed;
  }

  /** What it did so far. */
  public CpuCounters counters() {
    return new CpuCounters(instructions, mmu.counters());
  }
}
