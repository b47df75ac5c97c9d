package dev.hugetext.bench;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfException;
import dev.hugetext.bpf.btf.BtfKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: in a fresh JVM, reading and checking the running kernel's types and finding one by name
 * takes under 300 ms. Each fork gives one figure, since later ones have compiled code.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(10)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class KernelTypesBench {
  private static final Path TYPES = Path.of("/sys/kernel/btf/vmlinux");

  @Benchmark
  public int findInColdTypes() throws IOException, BtfException {
    Btf btf = Btf.parse(Files.readAllBytes(TYPES), TYPES.toString());
    return btf.find(BtfKind.STRUCT, "task_struct").orElseThrow();
  }
}
