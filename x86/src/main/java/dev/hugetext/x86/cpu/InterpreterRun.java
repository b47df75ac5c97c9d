package dev.hugetext.x86.cpu;

import dev.hugetext.x86.memory.PageSize;
import org.jspecify.annotations.Nullable;

/**
 * One {@link Interpreter#run}: blocks that need nothing special go through {@link #runBlocks}, the
 * others one at a time through {@link #runSpecial}. A trap ends either, is offered to the handler,
 * and costs one instruction of fuel so that no handler can keep the CPU for ever.
 */
final class InterpreterRun {
  private static final int PAGE = (int) PageSize.KIB_4.bytes();
  private static final Stop RETURNED = new Stop.Returned();
  private static final Stop OUT_OF_FUEL = new Stop.OutOfFuel();

  private final Cpu cpu;
  private final CpuState state;
  private final BlockDecoder decoder;
  private final FetchPort fetch;
  private long fuel;
  private CodePage page;

  // Where a trap was thrown: instruction of a block, or no block for a fetch or a host call.
  private @Nullable Block current;
  private int planned; // instructions of it that were counted beforehand
  private int index;

  InterpreterRun(Cpu cpu, long fuel) {
    this.cpu = cpu;
    this.state = cpu.state;
    this.fetch = cpu.fetch;
    this.decoder = cpu.decoder;
    this.fuel = fuel;
    this.page = fetch.current();
  }

  Stop run() {
    @Nullable Stop stop = null;
    while (stop == null) {
      try {
        runBlocks();
        stop = runSpecial();
      } catch (GuestTrap thrown) {
        stop = trapped(thrown.trap());
      }
    }
    fetch.leaveAt(page);
    return stop;
  }

  /**
   * Executes blocks until one needs a closer look: not decoded yet, special, or longer than the
   * fuel.
   */
  private void runBlocks() {
    long left = fuel;
    long accesses = 0;
    CodePage in = page;
    @Nullable Block block = null;
    int i = 0;
    try {
      while (true) {
        long rip = state.rip;
        if ((rip & -PAGE) != in.va) {
          block = null;
          in = fetch.fetch(rip);
        }
        Block next = in.blocks[(int) rip & (PAGE - 1)];
        if (next == null || next.isSpecial || next.ops.length > left) {
          block = null;
          return;
        }
        block = next;
        state.rip = block.next;
        left -= block.ops.length;
        accesses += block.accesses;
        Op[] ops = block.ops;
        for (i = 0; i < ops.length; i++) {
          ops[i].run(cpu);
        }
      }
    } finally {
      current = block;
      planned = block == null ? 0 : block.ops.length;
      index = i;
      page = in;
      count(fuel - left, accesses);
    }
  }

  private void count(long instructions, long accesses) {
    fuel -= instructions;
    cpu.countInstructions(instructions);
    cpu.mmu().data().countLoads(accesses);
  }

  /**
   * Executes the block at RIP, whose page was fetched, with all that may be special about it. A
   * second page is fetched only where an instruction is to be executed that reaches into it.
   */
  @SuppressWarnings("ReferenceEquality") // EXIT is one object, and means itself
  private @Nullable Stop runSpecial() {
    long rip = state.rip;
    int offset = (int) rip & (PAGE - 1);
    Block known = page.blocks[offset];
    HostCall hostCall = known == null ? cpu.machine().hostCallAt(rip) : known.hostCall;
    if (hostCall == HostCall.EXIT) {
      return RETURNED;
    }
    if (fuel <= 0) {
      return OUT_OF_FUEL;
    }
    if (hostCall != null) {
      fetch.leaveAt(page);
      call(hostCall);
      page = fetch.current();
      if (state.rip != rip) {
        return null;
      }
      if (page.va != (rip & -PAGE)) {
        page = fetch.fetch(rip);
      }
    }
    Block block = blockAt(offset); // text may have changed in the host call
    execute(block, (int) Math.min(fuel, block.ops.length));
    return null;
  }

  /** The block at an offset of the current page; decoded now where it is not yet. */
  private Block blockAt(int offset) {
    Block known = page.blocks[offset];
    if (known == null) {
      page = watched(page);
      known = page.blocks[offset];
    }
    int generation = page.generation(); // before the bytes are read
    boolean across = known == null ? decoder.crosses(page, offset) : known.second != null;
    if (across) {
      return blockAcross(known, offset, generation);
    }
    return known == null ? page.keep(offset, decoder.inside(page, offset), generation) : known;
  }

  private Block blockAcross(@Nullable Block known, int offset, int generation) {
    CodePage first = page;
    page = fetch.fetch(first.va + PAGE); // the instruction stream is there now
    if (known != null && known.second == page && page.isStill(known.secondGeneration)) {
      return known;
    }
    page = watched(page);
    return first.keep(offset, decoder.across(first, offset, page), generation);
  }

  private CodePage watched(CodePage fetched) {
    CodePage shared = cpu.machine().codePages().watch(fetched);
    fetch.replace(shared);
    return shared;
  }

  /** Executes the first {@code n} instructions of a block. */
  private void execute(Block block, int n) {
    current = block;
    planned = n;
    state.rip = block.addressOf(n);
    count(n, block.accessesOfFirst(n));
    for (index = 0; index < n; index++) {
      block.ops[index].run(cpu);
    }
    current = null;
  }

  /** Makes the state exact for a trap and asks the handler; null to go on. */
  private @Nullable Stop trapped(Trap thrown) {
    Trap trap = thrown.at(state.rip);
    boolean completed = thrown instanceof Trap.Int3;
    if (current != null) {
      int executed = completed ? index + 1 : index;
      trap = thrown.at(current.addressOf(executed));
      int lookedUp = current.accessesOfFirst(index + 1);
      count(executed - planned, lookedUp - current.accessesOfFirst(planned));
      state.rip = trap.rip();
      current = null;
    }
    if (!completed) {
      fuel--;
    }
    fetch.leaveAt(page);
    boolean handled = handle(trap);
    page = fetch.current();
    return handled ? null : new Stop.Trapped(trap);
  }

  /** Outside of the guest, since the kernel's code may wait for other CPUs. */
  private void call(HostCall body) {
    cpu.leaveGuest();
    try {
      body.call(cpu);
    } finally {
      cpu.enterGuest();
    }
  }

  private boolean handle(Trap trap) {
    cpu.leaveGuest();
    try {
      return cpu.machine().trapHandler().handle(trap, cpu);
    } finally {
      cpu.enterGuest();
    }
  }
}
