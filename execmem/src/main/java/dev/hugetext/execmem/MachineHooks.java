package dev.hugetext.execmem;

import dev.hugetext.execmem.poke.PokeHooks;
import dev.hugetext.execmem.sync.Shootdown;
import dev.hugetext.x86.cpu.Machine;

/** What the kernel asks of the machine's CPUs; it runs on that which the calling thread drives. */
final class MachineHooks implements Shootdown, PokeHooks {
  private final Machine machine;

  MachineHooks(Machine machine) {
    this.machine = machine;
  }

  @Override
  public void flushAll() {
    machine.flushAll();
  }

  @Override
  public void flushRange(long start, long end) {
    machine.flushRange(start, end);
  }

  @Override
  public long useMm(long root) {
    return machine.currentCpu().useRoot(root);
  }

  @Override
  public void unuseMm(long before, long start, long end) {
    machine.unuseRoot(machine.currentCpu(), before, start, end);
  }

  @Override
  public void textWritten(long physical, long length) {
    machine.textWritten(physical, length);
  }

  @Override
  public void syncCores() {
    machine.syncCores();
  }

  @Override
  public void poked() {
    machine.countTextPoke();
  }
}
