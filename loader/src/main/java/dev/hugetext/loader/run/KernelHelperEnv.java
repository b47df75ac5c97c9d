package dev.hugetext.loader.run;

import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.loader.helper.HelperEnv;
import dev.hugetext.loader.helper.HelperFault;
import dev.hugetext.loader.helper.Task;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.KernelHeap;
import dev.hugetext.x86.memory.GuestMemory;

/** An {@link EmulatedKernel} as the helpers of one CPU see it: one object a CPU. */
final class KernelHelperEnv implements HelperEnv {
  private final EmulatedKernel kernel;
  private final GuestMemory memory;
  private final int cpu;
  private ProgramType programType = ProgramType.UNSPEC;
  private CallBack callBack =
      (_, _, _, _, _) -> {
        throw new HelperFault("no program runs that could be called back");
      };

  KernelHelperEnv(EmulatedKernel kernel, int cpu) {
    this.kernel = kernel;
    this.memory = kernel.memory().memory();
    this.cpu = cpu;
  }

  /** From now on helpers are called by this program. */
  void begin(LoadedProgram program) {
    programType = program.target().type();
  }

  @Override
  public GuestMemory memory() {
    return memory;
  }

  @Override
  public KernelHeap heap() {
    return kernel.heap();
  }

  @Override
  public BpfMap map(long address) {
    BpfMap map = kernel.map(address);
    if (map == null) {
      throw new HelperFault("no map at 0x%x".formatted(address));
    }
    return map;
  }

  @Override
  public ProgramType programType() {
    return programType;
  }

  @Override
  public long monotonicNanos() {
    return kernel.clock().read();
  }

  @Override
  public int nextRandom() {
    return kernel.random().next(cpu);
  }

  @Override
  public int cpu() {
    return cpu;
  }

  @Override
  public Task task() {
    return kernel.task();
  }

  /** What calls functions of the program that runs: each engine in its own way. */
  @FunctionalInterface
  interface CallBack {
    long call(long function, long r1, long r2, long r3, long r4);
  }

  void callBackBy(CallBack engine) {
    callBack = engine;
  }

  @Override
  public long callBack(long function, long r1, long r2, long r3, long r4) {
    return callBack.call(function, r1, r2, r3, r4);
  }

  @Override
  public long[] kernelStack() {
    return new long[] {kernel.memory().image().address(KernelImage.RUN_EXIT)};
  }

  @Override
  public void trace(String message) {
    kernel.print(message);
  }
}
