package dev.hugetext.x86.cpu;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.memory.GuestMemory;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.Pte;
import java.util.function.Consumer;

/**
 * A small machine: text in 4 KiB pages at {@link #TEXT}, data and stack in a 1 GiB page at {@link
 * #DATA}, an exit stub at {@link #EXIT}.
 */
final class TestMachine implements AutoCloseable {
  static final long TEXT = 0xFFFF_FFFF_C000_0000L;
  static final long EXIT = 0xFFFF_FFFF_8100_0000L;
  static final long DATA = 0xFFFF_8880_4000_0000L;
  static final long STACK_TOP = DATA + 0x10_0000;
  static final int TEXT_PAGES = 16;

  // Below what the machine allocates from.
  static final long TEXT_FRAME = 0x2_0000;
  private static final long EXIT_FRAME = 0x1_0000;
  private static final long DATA_FRAME = 0x4000_0000;

  final Machine machine;
  final Cpu cpu;
  final GuestMemory memory;
  final Engine engine = new Interpreter();

  TestMachine(MachineSpec spec) {
    machine = new Machine(spec);
    cpu = machine.cpu(0);
    memory = new GuestMemory(machine.memory(), machine.kernelTable());
    for (int page = 0; page < TEXT_PAGES; page++) {
      long offset = page * 4096L;
      machine.kernelTable().map(TEXT + offset, TEXT_FRAME + offset, PageSize.KIB_4, Pte.G);
    }
    machine.kernelTable().map(EXIT, EXIT_FRAME, PageSize.KIB_4, Pte.G);
    machine.kernelTable().map(DATA, DATA_FRAME, PageSize.GIB_1, Pte.RW | Pte.NX | Pte.G);
    machine.hostCall(EXIT, HostCall.EXIT);
    machine.memory().fill(TEXT_FRAME, TEXT_PAGES * 4096L, 0xCC);
  }

  TestMachine() {
    this(MachineSpec.DEFAULT.withCpus(2).withRam(4L << 30));
  }

  /** Writes code to an offset of the text, past the CPUs. */
  void text(int offset, byte[] code) {
    machine.memory().write(TEXT_FRAME + offset, code, 0, code.length);
    machine.textWritten(TEXT_FRAME + offset, code.length);
  }

  void text(int offset, Consumer<Assembler> code) {
    Assembler assembler = new Assembler();
    code.accept(assembler);
    text(offset, assembler.toBytes());
  }

  /** Calls the code at an offset of the text. */
  Stop call(int offset, long fuel) {
    prepareCall(cpu, offset);
    return engine.run(cpu, fuel);
  }

  /** Makes a CPU, on a stack of its own, enter the code at an offset of the text. */
  void prepareCall(Cpu on, int offset) {
    long top = STACK_TOP - on.id() * 0x1000L;
    on.state().set(Gpr.RSP, top - 8);
    memory.putLong(top - 8, EXIT);
    on.state().setRip(TEXT + offset);
  }

  @Override
  public void close() {
    machine.close();
  }
}
