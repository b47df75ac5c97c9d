package dev.hugetext.loader.run;

import dev.hugetext.loader.helper.HelperBody;
import dev.hugetext.x86.cpu.Cpu;
import dev.hugetext.x86.cpu.CpuState;
import dev.hugetext.x86.cpu.HostCall;
import dev.hugetext.x86.insn.Gpr;

/**
 * A helper or another function as programs call it in static kernel text: arguments and result in
 * the registers of the C calling convention, every other caller-saved register lost.
 */
final class HelperCall implements HostCall {
  /** What a lost register holds: no address, so that code which counts on it fails. */
  private static final long LOST = 0x5f5f_dead_5f5f_deadL;

  private static final Gpr[] LOSABLE = {
    Gpr.RCX, Gpr.RDX, Gpr.RSI, Gpr.RDI, Gpr.R8, Gpr.R9, Gpr.R10, Gpr.R11
  };

  private final HelperBody body;
  private final KernelHelperEnv[] envs;

  HelperCall(HelperBody body, EmulatedKernel kernel) {
    this.body = body;
    envs = new KernelHelperEnv[kernel.setup().cpus()];
    for (int cpu = 0; cpu < envs.length; cpu++) {
      envs[cpu] = kernel.helperEnv(cpu);
    }
  }

  @Override
  public void call(Cpu cpu) {
    CpuState state = cpu.state();
    long result =
        body.call(
            envs[cpu.id()],
            state.get(Gpr.RDI),
            state.get(Gpr.RSI),
            state.get(Gpr.RDX),
            state.get(Gpr.RCX),
            state.get(Gpr.R8));
    for (Gpr register : LOSABLE) {
      state.set(register, LOST);
    }
    state.set(Gpr.RAX, result);
  }
}
