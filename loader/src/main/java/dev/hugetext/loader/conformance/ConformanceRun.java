package dev.hugetext.loader.conformance;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.jit.JitException;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.LoadOutcome;
import dev.hugetext.loader.Loader;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.run.DirectRun;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.LoadedProgram;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;
import dev.hugetext.verifier.TrustedCode;
import dev.hugetext.verifier.VerifierOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Runs conformance programs. Whatever a program does, an outcome says what came of it.
 *
 * <p>By the trusted door, R1 is the address of the memory and R2 its length. Through the verifier
 * the program is of type {@code xdp} and the memory its packet, as in the project's own plugin for
 * the Linux kernel; {@link #xdpProlog} gives it R1 and R2 from the context.
 */
public final class ConformanceRun {
  private static final String NAME = "conformance";

  /** The least that {@code xdp} programs may be test-run with: an Ethernet header. */
  private static final int SHORTEST_PACKET = 14;

  /** Of instructions; the longest vector takes some ten thousand. */
  private static final long FUEL = 1L << 26;

  /** A program that nobody verified can touch all memory of its machine, and the host pays. */
  private static final long MOST_RAM_BYTES = 256L << 20;

  private final KernelSetup setup;
  private final VerifierOptions verifierOptions;
  private final JitOptions jitOptions;
  private final EmulatedEngine engine;
  private final long fuel;

  /**
   * Runs every program in a kernel of its own, since one that nobody verified may destroy it; with
   * mapped stacks, so that their end is a hole, and with at most 256 MiB of memory.
   */
  public ConformanceRun(
      KernelSetup setup,
      VerifierOptions verifierOptions,
      JitOptions jitOptions,
      EmulatedEngine engine) {
    this(setup, verifierOptions, jitOptions, engine, FUEL);
  }

  /** Runs for at most {@code fuel} instructions. */
  ConformanceRun(
      KernelSetup setup,
      VerifierOptions verifierOptions,
      JitOptions jitOptions,
      EmulatedEngine engine,
      long fuel) {
    this.setup = setup.withVmapStack(true).withRamAtMost(MOST_RAM_BYTES);
    this.verifierOptions = verifierOptions;
    this.jitOptions = jitOptions;
    this.engine = engine;
    this.fuel = fuel;
  }

  /** By the trusted door. */
  public ConformanceOutcome trusted(List<RawInsn> insns, byte[] memory) {
    List<RawInsn> all = new ArrayList<>(move(Reg.R2, memory.length).encode());
    all.addAll(insns);
    return inKernel(
        loader ->
            loader.loadTrusted(NAME, ProgramType.XDP, TrustedCode.rewrite(NAME, all), List.of()),
        (runner, program) -> onMemory(runner, program, memory));
  }

  /**
   * What nobody verified may hand helpers anything, and overwrite page tables and the kernel's own
   * data: then whatever the emulated kernel does next may fail in any way.
   */
  private DirectRun.Outcome onMemory(DirectRun runner, LoadedProgram program, byte[] memory) {
    try {
      return runner.onMemory(program, memory, engine);
    } catch (RuntimeException broken) {
      return new DirectRun.Outcome.Faulted("broke the kernel: " + broken.getMessage());
    }
  }

  /**
   * Through the verifier, with the memory as packet; as given, so that a prolog is the caller's.
   */
  public ConformanceOutcome verified(List<RawInsn> insns, byte[] memory) {
    byte[] packet = Arrays.copyOf(memory, Math.max(SHORTEST_PACKET, memory.length));
    var input = TestInput.ofPacket(packet);
    return inKernel(
        loader -> loader.load(BpfProgram.of(NAME, ProgramType.XDP, insns)),
        (runner, program) -> runner.onContext(program, input, engine));
  }

  private ConformanceOutcome inKernel(
      Function<Loader, LoadOutcome> load,
      BiFunction<DirectRun, LoadedProgram, DirectRun.Outcome> run) {
    try (EmulatedKernel kernel = EmulatedKernel.boot(setup)) {
      LoadOutcome outcome;
      try {
        outcome = load.apply(new Loader(kernel, verifierOptions, jitOptions));
      } catch (JitException | IllegalArgumentException impossible) {
        return new ConformanceOutcome.Refused(String.valueOf(impossible.getMessage()));
      }
      return finish(outcome, program -> run.apply(new DirectRun(kernel, fuel), program));
    }
  }

  /** What the vector's runner puts before a program that gets its memory as a packet. */
  public static List<RawInsn> xdpProlog(int memoryBytes) {
    return Stream.of(
            move(Reg.R0, -1),
            move(Reg.R6, Reg.R1),
            word(Reg.R1, 0),
            word(Reg.R2, 4),
            move(Reg.R3, Reg.R1),
            new Insn.Alu(AluOp.ADD, RegWidth.W64, Reg.R3, new Source.Imm(memoryBytes)),
            new Insn.Branch(Cond.JLE, RegWidth.W64, Reg.R3, new Source.FromReg(Reg.R2), (short) 1),
            new Insn.Exit(),
            move(Reg.R2, memoryBytes))
        .flatMap(insn -> insn.encode().stream())
        .toList();
  }

  private static Insn move(Reg dst, int value) {
    return new Insn.Alu(AluOp.MOV, RegWidth.W64, dst, new Source.Imm(value));
  }

  private static Insn move(Reg dst, Reg src) {
    return new Insn.Alu(AluOp.MOV, RegWidth.W64, dst, new Source.FromReg(src));
  }

  /** A field of {@code struct xdp_md}: the packet's begin at 0, its end at 4. */
  private static Insn word(Reg dst, int offset) {
    return new Insn.Load(MemSize.W, false, AccessMode.MEM, dst, Reg.R6, (short) offset);
  }

  private static ConformanceOutcome finish(
      LoadOutcome outcome, Function<LoadedProgram, DirectRun.Outcome> run) {
    return switch (outcome) {
      case LoadOutcome.Loaded(LoadedProgram program, var _) ->
          switch (run.apply(program)) {
            case DirectRun.Outcome.Returned(long r0) -> new ConformanceOutcome.Returned(r0);
            case DirectRun.Outcome.Refused(String why) -> new ConformanceOutcome.Refused(why);
            case DirectRun.Outcome.Faulted(String what) -> new ConformanceOutcome.Faulted(what);
          };
      case LoadOutcome.Rejected(var verdict) ->
          new ConformanceOutcome.Refused("the verifier: " + verdict.rejection().message());
      case LoadOutcome.MapRefused(_, _, String reason) -> new ConformanceOutcome.Refused(reason);
      case LoadOutcome.NoPlace(_, String reason) -> new ConformanceOutcome.Refused(reason);
      case LoadOutcome.Unsupported(String what) -> new ConformanceOutcome.Refused(what);
    };
  }
}
