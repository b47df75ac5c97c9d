package dev.hugetext.bench;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.selftests.fuzz.ProgramGenerator;
import dev.hugetext.verifier.Verifier;
import dev.hugetext.verifier.VerifierOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Claim: warm, at least a million instructions a second are processed, rewriting included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 5)
public class VerifierBench {
  private static final int PROGRAMS = 500;

  private final List<BpfProgram> programs =
      LongStream.rangeClosed(1, PROGRAMS).mapToObj(ProgramGenerator::generate).toList();

  /** Instructions processed, as the kernel's summary line counts them. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Processed {
    public long insns;
  }

  @Benchmark
  public void verify(Processed processed) {
    for (BpfProgram program : programs) {
      processed.insns += Verifier.verify(program, VerifierOptions.DEFAULT).stats().processed();
    }
  }
}
