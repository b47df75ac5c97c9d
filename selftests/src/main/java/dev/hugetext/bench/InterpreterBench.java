package dev.hugetext.bench;

import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.jit.JitCompiler;
import dev.hugetext.jit.JitFunction;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.x86.cpu.Cpu;
import dev.hugetext.x86.cpu.CpuCounters;
import dev.hugetext.x86.cpu.Engine;
import dev.hugetext.x86.cpu.HostCall;
import dev.hugetext.x86.cpu.Interpreter;
import dev.hugetext.x86.cpu.Machine;
import dev.hugetext.x86.cpu.MachineSpec;
import dev.hugetext.x86.cpu.Stop;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.memory.GuestMemory;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.Pte;
import dev.hugetext.x86.tlb.TlbPolicy;
import dev.hugetext.x86.tlb.TlbPreset;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/**
 * Claim: the x86 interpreter, counting both TLBs exactly on skylake-sp, executes at least 200
 * million instructions of the JIT's code a second. Time is the thread's CPU time, best of the
 * rounds, in one process so that the operations have met every program.
 */
public final class InterpreterBench {
  private static final long TEXT = 0xFFFF_FFFF_C000_0000L;
  private static final long DATA = 0xFFFF_8880_0000_0000L;
  private static final long MEMORY = DATA + 0x30_0000;
  private static final long STACK_TOP = DATA + 0x20_0000;
  private static final int THUNK = 0;
  private static final int EXIT = 64;
  private static final int CODE = 128;
  private static final long ROUND = 30_000_000; // instructions, about

  private static final int CALLS = 100; // between two looks at the counters

  private final Machine machine;
  private final Cpu cpu;
  private final GuestMemory memory;
  private final Engine engine = new Interpreter();
  private final byte[] input = BenchProgram.input();

  private InterpreterBench(TlbPreset preset) {
    MachineSpec spec =
        MachineSpec.DEFAULT
            .withCpus(1)
            .withRam(1L << 30)
            .withTlb(preset.geometry(), TlbPolicy.PLRU);
    machine = new Machine(spec);
    cpu = machine.cpu(0);
    memory = new GuestMemory(machine.memory(), machine.kernelTable());
    machine.kernelTable().map(TEXT, 0x40_0000, PageSize.MIB_2, Pte.G);
    machine.kernelTable().map(DATA, 0, PageSize.GIB_1, Pte.RW | Pte.NX | Pte.G);
    memory.write(TEXT + THUNK, new byte[] {(byte) 0xC3}); // ret
    machine.hostCall(TEXT + EXIT, HostCall.EXIT);
  }

  private void place(BenchProgram program) {
    RewrittenProgram rewritten = RewrittenProgram.trusted(program.name(), program.insns());
    JitFunction code = JitCompiler.compile(rewritten, JitOptions.MEASURED_KERNEL).main();
    byte[] bytes = code.at(TEXT + CODE, symbol -> TEXT + THUNK);
    memory.write(TEXT + CODE, bytes);
    machine.textWritten(0x40_0000 + CODE, bytes.length);
  }

  private void call(BenchProgram program) {
    memory.putLong(STACK_TOP, TEXT + EXIT);
    cpu.state().set(Gpr.RSP, STACK_TOP);
    cpu.state().set(Gpr.RDI, MEMORY);
    cpu.state().set(Gpr.RSI, BenchProgram.MEMORY_BYTES);
    cpu.state().setRip(TEXT + CODE);
    Stop stop = engine.run(cpu, Long.MAX_VALUE);
    if (!(stop instanceof Stop.Returned) || cpu.state().get(Gpr.RAX) != program.result()) {
      throw new IllegalStateException("%s: %s%n%s".formatted(program, stop, cpu.state()));
    }
  }

  /** Runs a program for about {@link #ROUND} instructions; the rate in millions a second. */
  private double round(BenchProgram program) {
    place(program);
    memory.write(MEMORY, input); // no program changes what it reads
    CpuCounters before = cpu.counters();
    long start = cpuTime();
    long done;
    do {
      for (int i = 0; i < CALLS; i++) {
        call(program);
      }
      done = cpu.counters().minus(before).instructions();
    } while (done < ROUND);
    return done * 1e3 / (cpuTime() - start);
  }

  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Prints the best rate of each program on each TLB preset; argument: rounds, default 10. */
  public static void main(String[] arguments) {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
    for (TlbPreset preset : List.of(TlbPreset.SKYLAKE_SP, TlbPreset.ZEN3)) {
      print(new InterpreterBench(preset), preset, rounds, System.out);
    }
  }

  private static void print(InterpreterBench bench, TlbPreset preset, int rounds, PrintStream out) {
    double[] best = new double[BenchProgram.values().length];
    for (int round = 0; round < rounds; round++) {
      for (BenchProgram program : BenchProgram.values()) {
        best[program.ordinal()] = Math.max(best[program.ordinal()], bench.round(program));
      }
    }
    double product = 1;
    for (BenchProgram program : BenchProgram.values()) {
      double rate = best[program.ordinal()];
      product *= rate;
      out.printf(Locale.ROOT, "%-10s %-8s %6.0f M/s%n", preset.text(), program, rate);
    }
    double mean = Math.pow(product, 1.0 / best.length);
    out.printf(Locale.ROOT, "%-10s geomean  %6.0f M/s%n", preset.text(), mean);
    out.println(bench.machine.cpuCounters());
    bench.machine.close();
  }
}
