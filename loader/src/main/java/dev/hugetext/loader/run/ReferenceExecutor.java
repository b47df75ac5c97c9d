package dev.hugetext.loader.run;

import dev.hugetext.bpf.interp.BpfMemory;
import dev.hugetext.bpf.interp.BpfMemoryFault;
import dev.hugetext.bpf.interp.ReferenceInterpreter;
import dev.hugetext.bpf.interp.Result;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.loader.helper.HelperFault;
import dev.hugetext.x86.memory.GuestFault;
import dev.hugetext.x86.memory.GuestMemory;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.Pte;

/**
 * Runs a program's rewritten eBPF instructions by the reference interpreter, in the guest's memory.
 */
final class ReferenceExecutor implements Executor {
  private final LoadedProgram loaded;
  private final KernelHelperEnv env;
  private final RewrittenProgram program;
  private final ReferenceInterpreter interpreter;
  private final long fuel;

  /**
   * A program ready to run.
   *
   * @param fuel the most eBPF instructions that one run may take
   */
  ReferenceExecutor(EmulatedKernel kernel, LoadedProgram program, int cpu, long fuel) {
    this.program = program.rewritten();
    loaded = program;
    env = kernel.helperEnv(cpu);
    this.fuel = fuel;
    interpreter =
        new ReferenceInterpreter(
            new Memory(kernel.memory().memory(), kernel.machine().kernelTable()),
            new ReferenceCalls(kernel, program, env, cpu),
            kernel.runStackTop(cpu));
  }

  @Override
  public Execution run(long context) {
    env.begin(loaded);
    try {
      return outcome(interpreter.run(program, context, fuel));
    } catch (HelperFault misused) {
      return new Execution.Faulted(String.valueOf(misused.getMessage()));
    }
  }

  private Execution outcome(Result result) {
    return switch (result) {
      case Result.Returned(long r0) -> new Execution.Returned(r0);
      case Result.Faulted(int function, int pc, long address) ->
          new Execution.Faulted(
              "function %d, slot %d: no memory at 0x%x".formatted(function, pc, address));
      case Result.Undefined(int function, int pc, String what) ->
          new Execution.Faulted("function %d, slot %d: %s".formatted(function, pc, what));
      case Result.OutOfFuel() ->
          new Execution.Faulted("did not end within %d instructions".formatted(fuel));
    };
  }

  /**
   * Guest memory by kernel virtual address; text and what else is read-only cannot be stored to.
   */
  private record Memory(GuestMemory guest, PageTable table) implements BpfMemory {
    @Override
    public long load(long address, MemSize size) {
      try {
        return switch (size) {
          case B -> Byte.toUnsignedLong(guest.getByte(address));
          case H -> Short.toUnsignedLong(guest.getShort(address));
          case W -> Integer.toUnsignedLong(guest.getInt(address));
          case DW -> guest.getLong(address);
        };
      } catch (GuestFault hole) {
        throw new BpfMemoryFault(address);
      }
    }

    @Override
    public void store(long address, MemSize size, long value) {
      if (!isWritable(address) || !isWritable(address + size.bytes() - 1)) {
        throw new BpfMemoryFault(address);
      }
      try {
        switch (size) {
          case B -> guest.putByte(address, (byte) value);
          case H -> guest.putShort(address, (short) value);
          case W -> guest.putInt(address, (int) value);
          case DW -> guest.putLong(address, value);
        }
      } catch (GuestFault hole) {
        throw new BpfMemoryFault(address);
      }
    }

    /** What is not mapped is found out by the store itself. */
    private boolean isWritable(long address) {
      PageTable.Entry entry = table.find(address);
      return !entry.isPresent() || (entry.value() & Pte.RW) != 0;
    }
  }
}
