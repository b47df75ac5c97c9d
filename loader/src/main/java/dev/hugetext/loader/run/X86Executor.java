package dev.hugetext.loader.run;

import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.loader.helper.HelperFault;
import dev.hugetext.x86.cpu.Cpu;
import dev.hugetext.x86.cpu.CpuState;
import dev.hugetext.x86.cpu.Engine;
import dev.hugetext.x86.cpu.Stop;
import dev.hugetext.x86.cpu.Trap;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.memory.GuestFault;
import dev.hugetext.x86.memory.GuestMemory;

/** Runs a program's machine code on one CPU of the emulated machine. */
final class X86Executor implements Executor {
  private final Engine engine;
  private final Cpu cpu;
  private final long entry;
  private final long exit;
  private final long stackTop;
  private final long target;
  private final long fuel;
  private final LoadedProgram program;
  private final KernelHelperEnv env;
  private final GuestMemory memory;

  /**
   * A program ready to run.
   *
   * @param fuel the most machine instructions that one run may take
   */
  X86Executor(EmulatedKernel kernel, Engine engine, LoadedProgram program, int cpu, long fuel) {
    KernelMemory mm = kernel.memory();
    memory = mm.memory();
    this.engine = engine;
    this.cpu = kernel.machine().cpu(cpu);
    this.fuel = fuel;
    entry = mm.image().address(KernelImage.RUN_ENTRY);
    exit = mm.image().address(KernelImage.RUN_EXIT);
    stackTop = kernel.runStackTop(cpu);
    target = program.entry();
    this.program = program;
    env = kernel.helperEnv(cpu);
  }

  @Override
  public Execution run(long context) {
    env.begin(program);
    env.callBackBy(this::callBack);
    CpuState state = cpu.state();
    state.set(Gpr.RSP, stackTop);
    state.set(Gpr.RDI, context);
    state.set(Gpr.RDX, target);
    state.setRip(entry);
    try {
      return outcome(engine.run(cpu, fuel));
    } catch (GuestFault | HelperFault misused) {
      return new Execution.Faulted("in a helper: " + misused.getMessage());
    }
  }

  /** Calls a function of the program while a helper runs: on the same stack, below the helper. */
  private long callBack(long function, long r1, long r2, long r3, long r4) {
    CpuState state = cpu.state();
    long rip = state.rip();
    long rsp = state.get(Gpr.RSP);
    memory.putLong(rsp - Long.BYTES, exit);
    state.set(Gpr.RSP, rsp - Long.BYTES);
    state.set(Gpr.RDI, r1);
    state.set(Gpr.RSI, r2);
    state.set(Gpr.RDX, r3);
    state.set(Gpr.RCX, r4);
    state.setRip(function);
    Stop stop = engine.run(cpu, fuel);
    if (!(stop instanceof Stop.Returned) || state.rip() != exit) {
      throw new HelperFault("a callback did not return: " + stop);
    }
    state.set(Gpr.RSP, rsp);
    state.setRip(rip);
    return state.get(Gpr.RAX);
  }

  private Execution outcome(Stop stop) {
    CpuState state = cpu.state();
    return switch (stop) {
      case Stop.Returned() when state.rip() == exit -> new Execution.Returned(state.get(Gpr.RAX));
      case Stop.Returned() ->
          new Execution.Faulted("left the program at 0x%x".formatted(state.rip()));
      case Stop.OutOfFuel() ->
          new Execution.Faulted("did not end within %d machine instructions".formatted(fuel));
      case Stop.Trapped(var trap) ->
          new Execution.Faulted("%s at 0x%x".formatted(text(trap), trap.rip()));
    };
  }

  private static String text(Trap trap) {
    return switch (trap) {
      case Trap.Int3 _ -> "#BP: a breakpoint that nobody set,";
      case Trap.InvalidOpcode _ -> "#UD: no instruction";
      case Trap.DivideError _ -> "#DE: a division without a result";
      case Trap.Fault(var fault, _) -> fault + ",";
      case Trap.GeneralProtection(long address, _) ->
          "#GP: 0x%x is no canonical address,".formatted(address);
    };
  }
}
