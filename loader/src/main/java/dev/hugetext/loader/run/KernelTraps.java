package dev.hugetext.loader.run;

import dev.hugetext.x86.cpu.Cpu;
import dev.hugetext.x86.cpu.Trap;
import dev.hugetext.x86.cpu.TrapHandler;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The kernel's trap entry: faults are looked up in the exception tables of programs. */
final class KernelTraps implements TrapHandler {
  private final GuestMemory memory;
  private final NavigableMap<Long, PlacedFunction> functions =
      new ConcurrentSkipListMap<>(Long::compareUnsigned);

  KernelTraps(GuestMemory memory) {
    this.memory = memory;
  }

  /** From now on the function's table is asked. */
  void add(PlacedFunction function) {
    functions.put(function.entry(), function);
  }

  /** The function goes away. */
  void remove(PlacedFunction function) {
    functions.remove(function.entry());
  }

  @Override
  public boolean handle(Trap trap, Cpu cpu) {
    return switch (trap) {
      case Trap.Fault _, Trap.GeneralProtection _ -> fixUp(trap.rip(), cpu);
      case Trap.Int3 _, Trap.InvalidOpcode _, Trap.DivideError _ -> false;
    };
  }

  private boolean fixUp(long rip, Cpu cpu) {
    Map.Entry<Long, PlacedFunction> found = functions.floorEntry(rip);
    return found != null
        && rip - found.getKey() < found.getValue().function().length()
        && ExceptionTable.fixUp(found.getValue(), memory, cpu.state());
  }
}
