package dev.hugetext.x86.host;

import dev.hugetext.x86.cpu.Cpu;
import dev.hugetext.x86.cpu.Engine;
import dev.hugetext.x86.cpu.Machine;
import dev.hugetext.x86.cpu.MachineSpec;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.memory.HostMemory;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.Pte;
import dev.hugetext.x86.table.RflagsSet;
import java.lang.foreign.MemorySegment;

/**
 * An emulated machine whose text page and scratch block have the same virtual addresses as those of
 * a {@link HostText}, so that addresses in registers and on the stack mean the same to both.
 */
final class GuestMirror implements AutoCloseable {
  private static final long PAGE = PageSize.KIB_4.bytes();
  private static final long FLAGS_ALWAYS_SET = 0x202; // bit 1, and IF, as in the host's user mode
  private static final int SCRATCH_ORDER = 4;

  private final Machine machine = new Machine(MachineSpec.DEFAULT.withCpus(1).withRam(64L << 20));
  private final Cpu cpu = machine.cpu(0);
  private final Engine engine;
  private final HostText host;
  private final long textFrame;
  private final long scratchFrame;

  GuestMirror(HostText host, Engine engine) {
    this.host = host;
    this.engine = engine;
    textFrame = machine.frames().allocate(0);
    scratchFrame = machine.frames().allocate(SCRATCH_ORDER);
    map(host.codeAddress() & -PAGE, textFrame);
    for (long offset = 0; offset < host.scratch().byteSize(); offset += PAGE) {
      map(host.scratchAddress() + offset, scratchFrame + offset);
    }
    machine.memory().materialise(scratchFrame, host.scratch().byteSize());
  }

  private void map(long va, long frame) {
    machine.kernelTable().map(va, frame, PageSize.KIB_4, Pte.RW | Pte.A | Pte.D);
  }

  /** Its scratch block. */
  MemorySegment scratch() {
    long address = machine.memory().hostAddress(scratchFrame);
    return HostMemory.ALL.asSlice(address, host.scratch().byteSize());
  }

  /**
   * Runs the code until its end, at most {@code most} instructions; false if it stopped elsewhere.
   */
  boolean run(byte[] code, HostRegisters registers, int most) {
    long start = textFrame + (host.codeAddress() & (PAGE - 1));
    machine.memory().write(start, code, 0, code.length);
    machine.textWritten(start, code.length);
    for (Gpr gpr : Gpr.values()) {
      cpu.state().set(gpr, registers.get(gpr));
    }
    cpu.state().setRflags(FLAGS_ALWAYS_SET | registers.flags());
    cpu.state().setRip(host.codeAddress());
    long end = host.codeAddress() + code.length;
    for (int i = 0; i < most && cpu.state().rip() != end; i++) {
      engine.run(cpu, 1);
    }
    for (Gpr gpr : Gpr.values()) {
      registers.set(gpr, cpu.state().get(gpr));
    }
    registers.setFlags(cpu.state().rflags() & RflagsSet.STATUS);
    return cpu.state().rip() == end;
  }

  @Override
  public void close() {
    machine.close();
  }
}
