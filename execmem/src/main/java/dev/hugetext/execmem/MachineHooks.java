package dev.hugetext.execmem;

import dev.hugetext.execmem.poke.PokeHooks;
import dev.hugetext.execmem.sync.Shootdown;
import dev.hugetext.x86.cpu.Cpu;
import dev.hugetext.x86.cpu.Machine;

/** What the kernel asks of the machine's CPUs; the kernel itself runs on the first of them. */
final class MachineHooks implements Shootdown, PokeHooks {
  private final Machine machine;

  MachineHooks(Machine machine) {
    this.machine = machine;
  }

  private Cpu self() {
    return machine.cpu(0);
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
    self().mmu().loadRoot(root);
    return previous;
  }

  @Override
  public void textWritten(long physical, long length) {
    machine.textWritten(physical, length);
  }

  @Override
  public void poked() {
    machine.countTextPoke();
  }
}
