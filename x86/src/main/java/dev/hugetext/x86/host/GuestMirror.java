package dev.hugetext.x86.host;

import dev.hugetext.x86.cpu.Cpu;
import dev.hugetext.x86.cpu.CpuState;
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
 * a {@link HostText}, so that addresses in registers and on the stack mean the same to both. The
 * frames of the scratch block lie the other way round, so that no access across pages is right by
 * chance.
 */
final class GuestMirror implements AutoCloseable {
  private static final long PAGE = PageSize.KIB_4.bytes();
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
      map(host.scratchAddress() + offset, frameAt(offset));
    }
    machine.memory().materialise(scratchFrame, host.scratch().byteSize());
  }

  private long frameAt(long offset) {
    return scratchFrame + host.scratch().byteSize() - PAGE - offset;
  }

  private void map(long va, long frame) {
    machine.kernelTable().map(va, frame, PageSize.KIB_4, Pte.RW | Pte.A | Pte.D);
  }

  /** A page of its scratch block. */
  private MemorySegment page(long offset) {
    return HostMemory.ALL.asSlice(machine.memory().hostAddress(frameAt(offset)), PAGE);
  }

  /** Makes its scratch block that of the host. */
  void copyScratch() {
    for (long offset = 0; offset < host.scratch().byteSize(); offset += PAGE) {
      page(offset).copyFrom(host.scratch().asSlice(offset, PAGE));
    }
  }

  /** Where its scratch block differs from that of the host: the first offset, or -1. */
  long mismatch() {
    for (long offset = 0; offset < host.scratch().byteSize(); offset += PAGE) {
      long at = page(offset).mismatch(host.scratch().asSlice(offset, PAGE));
      if (at >= 0) {
        return offset + at;
      }
    }
    return -1;
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
    cpu.state().setRflags(CpuState.IF | registers.flags()); // as in the host's user mode
    cpu.state().setGsBase(registers.gsBase());
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
