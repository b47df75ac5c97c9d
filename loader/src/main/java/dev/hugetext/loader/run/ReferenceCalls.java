package dev.hugetext.loader.run;

import dev.hugetext.bpf.interp.BpfMemoryFault;
import dev.hugetext.bpf.interp.HelperCalls;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.KernelNames;
import dev.hugetext.jit.Symbols;
import dev.hugetext.loader.helper.HelperFault;
import dev.hugetext.loader.helper.KernelFunctions;
import dev.hugetext.loader.map.ProgArray;
import dev.hugetext.x86.memory.GuestFault;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a program in the reference interpreter finds in its kernel. */
final class ReferenceCalls implements HelperCalls {
  private final EmulatedKernel kernel;
  private final KernelHelperEnv env;
  private final int cpu;

  /** Of each program that ran so far: tail calls lead to others. */
  private final Map<RewrittenProgram, Symbols> known = new HashMap<>();

  private RewrittenProgram current;
  private Symbols symbols;

  ReferenceCalls(EmulatedKernel kernel, LoadedProgram program, KernelHelperEnv env, int cpu) {
    this.kernel = kernel;
    this.env = env;
    this.cpu = cpu;
    this.current = program.rewritten();
    this.symbols = program.symbols();
    known.put(program.rewritten(), symbols);
  }

  @Override
  public long call(Symbol target, long r1, long r2, long r3, long r4, long r5) {
    String function = name(target);
    try {
      return function.equals(KernelNames.TIMED_MAY_GOTO)
          ? TimedMayGoto.next(r1, env.memory(), kernel.clock())
          : KernelFunctions.body(function).call(env, r1, r2, r3, r4, r5);
    } catch (GuestFault hole) {
      throw new BpfMemoryFault(hole.fault().va());
    }
  }

  private static String name(Symbol target) {
    return switch (target) {
      case Symbol.Helper(int id) ->
          HelperTable.of(id)
              .map(HelperTable::kernelName)
              .orElseThrow(() -> new IllegalArgumentException("no helper has number " + id));
      case Symbol.Kernel(String name) -> name;
      case Symbol.CallBase _,
          Symbol.MapPointer _,
          Symbol.MapValue _,
          Symbol.Function _,
          Symbol.TailCallSlot _,
          Symbol.PrivateStack _ ->
          throw new IllegalArgumentException("no eBPF engine can call " + target);
    };
  }

  @Override
  public long address(Symbol symbol) {
    return symbols.address(symbol);
  }

  @Override
  public long perCpuOffset() {
    return kernel.memory().perCpuOffset(cpu);
  }

  @Override
  public void begin(Callback callback) {
    env.callBackBy((function, r1, r2, r3, r4) -> callback.call(index(function), r1, r2, r3, r4));
  }

  /** Which function of the running program has this address in the compiled one. */
  private int index(long function) {
    for (int i = 0; i < current.functions().size(); i++) {
      if (symbols.address(new Symbol.Function(i)) == function) {
        return i;
      }
    }
    throw new HelperFault("no function of the program lies at 0x%x".formatted(function));
  }

  @Override
  public void entered(RewrittenProgram program) {
    current = program;
    symbols = Objects.requireNonNull(known.get(program), "a program that was never loaded");
  }

  @Override
  public Optional<RewrittenProgram> program(long map, int index) {
    if (!(env.map(map) instanceof ProgArray array)) {
      return Optional.empty();
    }
    Optional<LoadedProgram> found =
        array.program(Integer.toUnsignedLong(index)).map(program -> (LoadedProgram) program);
    found.ifPresent(program -> known.put(program.rewritten(), program.symbols()));
    return found.map(LoadedProgram::rewritten);
  }
}
