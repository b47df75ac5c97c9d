package dev.hugetext.execmem;

import dev.hugetext.execmem.poke.PokeHooks;
import dev.hugetext.execmem.sync.Shootdown;
import dev.hugetext.execmem.sync.ThisCpu;
import dev.hugetext.x86.cpu.Cpu;
import dev.hugetext.x86.cpu.Machine;

/** What the kernel asks of the machine's CPUs; it runs on that which the calling thread drives. */
final class MachineHooks implements Shootdown, PokeHooks {
  private final Machine machine;
  private final ThisCpu thisCpu;

  MachineHooks(Machine machine, ThisCpu thisCpu) {
    this.machine = machine;
    this.thisCpu = thisCpu;
  }

  private Cpu self() {
    return machine.cpu(thisCpu.id());
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
  public void flushLocal(long start, long end) {
    machine.flushLocal(self(), start, end);
  }

  @Override
  public long switchMm(long root) {
    long previous = self().mmu().root();
    self().loadRoot(root);
    return previous;
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
