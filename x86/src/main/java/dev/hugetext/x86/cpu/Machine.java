package dev.hugetext.x86.cpu;

import dev.hugetext.x86.memory.FrameAllocator;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.PhysicalMemory;
import dev.hugetext.x86.tlb.Mmu;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A machine: CPUs that share memory, the kernel's page table, and interrupts between the CPUs.
 *
 * <p>Nothing here runs by itself: a {@link Scheduler} steps the CPUs on one host thread, so that
 * every run repeats, or {@link CpuThreads} give each of them a thread. Whoever changes page tables
 * flushes; whoever writes text other than through a CPU's stores says so with {@link #textWritten}.
 */
public final class Machine implements AutoCloseable {
  private static final long FRAME = PageSize.KIB_4.bytes();
  private static final long MOST_CPUS = 1 << 16; // so that no two CPUs of two seeds have one seed

  private final MachineSpec spec;
  private final PhysicalMemory memory;
  private final FrameAllocator frames;
  private final PageTable kernelTable;
  private final List<Cpu> cpus = new ArrayList<>();
  private final Map<Long, HostCall> hostCalls = new ConcurrentHashMap<>();
  private final Set<Long> textFrames = ConcurrentHashMap.newKeySet();
  private final List<TextListener> textListeners = new CopyOnWriteArrayList<>();
  private final CodePages codePages = new CodePages(this);
  private TrapHandler trapHandler = TrapHandler.NONE;

  private final Shootdowns shootdowns;
  private final LongAdder textPokes = new LongAdder();

  /** By number: a reference to a CPU would keep the machine alive as long as the thread lives. */
  private final ThreadLocal<Integer> current = ThreadLocal.withInitial(() -> 0);

  private boolean concurrent;

  /** A machine whose kernel page table is empty and whose CPUs all use it. */
  public Machine(MachineSpec spec) {
    this.spec = spec;
    memory = PhysicalMemory.reserve(spec.ramBytes());
    long allFrames = spec.ramBytes() / FRAME;
    frames = new FrameAllocator(spec.firstFreeFrame(), allFrames - spec.firstFreeFrame());
    kernelTable = new PageTable(memory, frames);
    for (int id = 0; id < spec.cpus(); id++) {
      cpus.add(newCpu(id));
    }
    shootdowns = new Shootdowns(spec, cpus);
  }

  private Cpu newCpu(int id) {
    Mmu mmu =
        new Mmu(
            spec.tlb(),
            spec.policy(),
            spec.seed() * MOST_CPUS + id,
            memory,
            kernelTable.root(),
            spec.reportStaleUse());
    mmu.data().watchWrites(textFrames::contains);
    return new Cpu(id, this, mmu);
  }

  CodePages codePages() {
    return codePages;
  }

  /** What it is made of. */
  public MachineSpec spec() {
    return spec;
  }

  /** Its RAM. */
  public PhysicalMemory memory() {
    return memory;
  }

  /** The allocator of its frames. */
  public FrameAllocator frames() {
    return frames;
  }

  /** The address space that every CPU starts in. */
  public PageTable kernelTable() {
    return kernelTable;
  }

  /** The CPU with this number. */
  public Cpu cpu(int id) {
    return cpus.get(id);
  }

  /** How many CPUs it has. */
  public int cpuCount() {
    return cpus.size();
  }

  /**
   * The CPU that the calling host thread acts as: the first one, unless a driver said otherwise.
   */
  public Cpu currentCpu() {
    return cpus.get(current.get());
  }

  /**
   * Makes the calling host thread act as this CPU: it sends interrupts, and does not get its own.
   */
  public void setCurrentCpu(Cpu cpu) {
    current.set(cpu.id());
  }

  /** Whether several host threads may be running CPUs. */
  boolean isConcurrent() {
    return concurrent;
  }

  /** Set while no CPU runs. */
  void setConcurrent(boolean threads) {
    concurrent = threads;
  }

  /** Runs {@code body} whenever a CPU's RIP reaches {@code va}; replaces an earlier one. */
  public void hostCall(long va, HostCall body) {
    hostCalls.put(va, body);
    long physical = kernelTable.translate(va);
    if (physical >= 0) {
      textWritten(physical, 1); // a block from there may be decoded already
    }
  }

  /** What runs when a CPU reaches {@code va}, or null. */
  @Nullable HostCall hostCallAt(long va) {
    return hostCalls.get(va);
  }

  /** Asks this handler at every trap; {@link TrapHandler#NONE} at first. */
  public void setTrapHandler(TrapHandler handler) {
    trapHandler = handler;
  }

  /** Who is asked at every trap. */
  TrapHandler trapHandler() {
    return trapHandler;
  }

  /** Flushes the TLBs of every CPU, global entries too. */
  public void flushAll() {
    shootdowns.flushAll(currentCpu());
  }

  /** Flushes {@code [start, end)} from the TLBs of every CPU. */
  public void flushRange(long start, long end) {
    shootdowns.flushRange(currentCpu(), start, end);
  }

  /**
   * Ends what {@link Cpu#useRoot} began: loads the root before, flushes {@code [start, end)} of the
   * one that was used from the TLBs of this CPU, without an interrupt.
   */
  public void unuseRoot(Cpu cpu, long before, long start, long end) {
    shootdowns.countLocal(start, end);
    cpu.unuseRoot(before, start, end);
  }

  /** Makes every CPU serialise, so that none goes on with old instructions. */
  public void syncCores() {
    shootdowns.syncCores(currentCpu());
  }

  /** Counts one write to live text. */
  public void countTextPoke() {
    textPokes.increment();
  }

  /** Asks to be told about changed text. */
  public void addTextListener(TextListener listener) {
    textListeners.add(listener);
  }

  /**
   * Notes that something is to be derived from a frame's bytes: their next change is reported.
   * After that the frame may hold data, so stores to it are as fast as any others until it is noted
   * again.
   */
  public void noteText(long frame) {
    if (textFrames.add(frame)) {
      Cpu self = currentCpu();
      for (Cpu cpu : cpus) {
        if (concurrent && cpu != self) {
          cpu.watchLater(frame);
        } else {
          cpu.mmu().data().askAtWrites();
        }
      }
    }
  }

  /**
   * Says that bytes of physical memory were written past the CPUs: what was derived from them is
   * dropped. Each CPU sees the new bytes at its next block.
   */
  public void textWritten(long physical, long length) {
    if (textFrames.isEmpty()) {
      return;
    }
    for (long frame = physical & -FRAME; frame < physical + length; frame += FRAME) {
      if (textFrames.remove(frame)) {
        for (TextListener listener : textListeners) {
          listener.textWritten(frame);
        }
      }
    }
  }

  /** A CPU's store that did not go through the soft-TLB: it may have hit text. */
  void stored(long physical, int bytes) {
    textWritten(physical, bytes);
  }

  /** Operations since it was made. */
  public MachineCounters counters() {
    return shootdowns.counters(textPokes.sum());
  }

  /** What flushes and interrupts cost in the model since it was made. */
  public ShootdownTime shootdownTime() {
    return shootdowns.time();
  }

  /** What all CPUs did since it was made. */
  public CpuCounters cpuCounters() {
    CpuCounters sum = CpuCounters.ZERO;
    for (Cpu cpu : cpus) {
      sum = sum.plus(cpu.counters());
    }
    return sum;
  }

  /** How its cycles are modelled. */
  public CycleModel cycleModel() {
    return new CycleModel(1, spec.tlb().latencies());
  }

  /** Gives its memory back. */
  @Override
  public void close() {
    memory.close();
  }
}
