package dev.hugetext.x86.cpu;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.host.HostGuard;
import dev.hugetext.x86.host.HostRegisters;
import dev.hugetext.x86.host.HostText;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.memory.GuestMemory;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.Pte;
import dev.hugetext.x86.table.Effect;
import dev.hugetext.x86.table.RflagsSet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/**
 * Runs one instruction from the same random state on the host's CPU and in the interpreter, at the
 * same addresses, and compares registers, memory and defined flags.
 */
final class HostComparison implements AutoCloseable {
  // Below what the machine allocates from.
  private static final long SCRATCH_FRAME = 0x2_0000;
  private static final long TEXT_FRAME = 0x1_0000;
  private static final int WINDOW = 256; // bytes of scratch memory that are random

  private final HostText host = new HostText();
  private final HostGuard guard = new HostGuard(host);
  private final Machine machine = new Machine(MachineSpec.DEFAULT.withCpus(1).withRam(1L << 26));
  private final Cpu cpu = machine.cpu(0);
  private final GuestMemory memory = new GuestMemory(machine.memory(), machine.kernelTable());
  private final Engine engine = new Interpreter();
  private final Random random;
  private final int middle = (int) (host.scratch().byteSize() / 2);

  HostComparison(Random random) {
    this.random = random;
    for (long at = 0; at < host.scratch().byteSize(); at += 4096) {
      map(host.scratchAddress() + at, SCRATCH_FRAME + at, Pte.RW | Pte.NX);
    }
    map(host.codeAddress() & -4096, TEXT_FRAME, 0);
  }

  private void map(long va, long frame, long flags) {
    machine.kernelTable().map(va, frame, PageSize.KIB_4, flags);
  }

  /** Whether the instruction could be run; fails where the two differ. */
  boolean compare(Instruction insn) {
    HostRegisters registers = registersFor(insn);
    if (registers == null) {
      return false;
    }
    fillScratch();
    if (guard.refusal(insn, registers) != null) {
      return false;
    }
    byte[] code = new Assembler().emit(insn).toBytes();
    enter(registers, code);
    String start = cpu.state().toString();
    int count = shiftCount(insn, registers);
    host.run(code, registers);
    Stop stop = engine.run(cpu, 1);
    String what = difference(registers, compared(insn, count));
    if (!(stop instanceof Stop.OutOfFuel) || what != null) {
      throw new AssertionError("%s: %s, %s%nfrom%n%s".formatted(insn, stop, what, start));
    }
    return true;
  }

  /** Random registers with which a memory operand lies in the scratch block; null if hopeless. */
  private HostRegisters registersFor(Instruction insn) {
    var registers = new HostRegisters();
    for (Gpr gpr : Gpr.values()) {
      registers.set(gpr, value());
    }
    registers.setFlags(random.nextLong());
    registers.set(Gpr.RSP, host.scratchAddress() + middle);
    if (insn.form().effect() == Effect.LEAVE) {
      registers.set(Gpr.RBP, host.scratchAddress() + middle);
    }
    if (insn.form().effect() == Effect.CMPXCHG && random.nextBoolean()) {
      registers.set(Gpr.RAX, 0); // memory is often 0 too
    }
    for (Operand operand : insn.operands()) {
      if (operand instanceof Mem mem && !aim(insn, mem, registers)) {
        return null;
      }
    }
    return registers;
  }

  private long value() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(5) - 2;
      case 1 -> random.nextInt(512) - 256;
      case 2 -> 1L << random.nextInt(64);
      default -> random.nextLong();
    };
  }

  private boolean aim(Instruction insn, Mem mem, HostRegisters registers) {
    if (insn.form().effect() == Effect.LOAD_ADDRESS || insn.form().effect() == Effect.NOP) {
      return !mem.gs();
    }
    if (mem.gs() || mem.base() == null || mem.base() == mem.index() || mem.base() == Gpr.RSP) {
      return false;
    }
    long wanted = host.scratchAddress() + middle + random.nextInt(WINDOW / 2);
    long error = wanted - guard.address(insn, mem, registers);
    registers.set(mem.base(), registers.get(mem.base()) + error);
    return true;
  }

  private void fillScratch() {
    byte[] bytes = new byte[WINDOW];
    if (random.nextInt(4) != 0) {
      random.nextBytes(bytes);
    }
    int start = middle - WINDOW / 4;
    MemorySegment.copy(bytes, 0, host.scratch(), ValueLayout.JAVA_BYTE, start, WINDOW);
    machine.memory().write(SCRATCH_FRAME + start, bytes, 0, WINDOW);
  }

  private void enter(HostRegisters registers, byte[] code) {
    for (Gpr gpr : Gpr.values()) {
      cpu.state().set(gpr, registers.get(gpr));
    }
    cpu.state().setRflags(registers.flags() | CpuState.IF);
    cpu.state().setRip(host.codeAddress());
    memory.write(host.codeAddress(), code);
    machine.textWritten(TEXT_FRAME, 4096);
  }

  private static int shiftCount(Instruction insn, HostRegisters registers) {
    return switch (insn.form().effect()) {
      case SHL, SHR, SAR, ROL, ROR -> {
        long count =
            insn.operand(1) instanceof Operand.Imm(long value) ? value : registers.get(Gpr.RCX);
        yield AluEffects.shiftCount(insn.width(), count);
      }
      default -> -1;
    };
  }

  /** The flags that the form defines for this shift count (or -1 for anything but a shift). */
  private static int compared(Instruction insn, int count) {
    if (count == 0) {
      return RflagsSet.STATUS;
    }
    int flags = RflagsSet.STATUS & ~insn.form().undefined().bits();
    if (count == 1) {
      flags |= RflagsSet.OF;
    }
    boolean shift = insn.form().effect() == Effect.SHL || insn.form().effect() == Effect.SHR;
    return shift && count > insn.width().bits() ? flags & ~RflagsSet.CF : flags;
  }

  private String difference(HostRegisters registers, int flags) {
    for (Gpr gpr : Gpr.values()) {
      if (registers.get(gpr) != cpu.state().get(gpr)) {
        return "%s is 0x%x, on the host 0x%x"
            .formatted(gpr, cpu.state().get(gpr), registers.get(gpr));
      }
    }
    long ours = cpu.state().rflags() & flags;
    if (ours != (registers.flags() & flags)) {
      return "flags are 0x%x, on the host 0x%x".formatted(ours, registers.flags() & flags);
    }
    byte[] guest = new byte[(int) host.scratch().byteSize()];
    machine.memory().read(SCRATCH_FRAME, guest, 0, guest.length);
    long at = host.scratch().mismatch(MemorySegment.ofArray(guest));
    return at < 0 ? null : "memory differs at byte 0x%x of the scratch block".formatted(at);
  }

  @Override
  public void close() {
    host.close();
    machine.close();
  }
}
