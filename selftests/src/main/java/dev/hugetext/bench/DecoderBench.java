package dev.hugetext.bench;

import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.jit.JitCompiler;
import dev.hugetext.jit.JitFunction;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.selftests.jit.RandomPrograms;
import dev.hugetext.x86.decode.Decoded;
import dev.hugetext.x86.decode.Decoder;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Claim: the decoder makes at least 24 million instructions a second of the JIT's images, of which
 * there are 8 MiB, all different. Time is the thread's CPU time, best of the rounds.
 */
public final class DecoderBench {
  private static final int BYTES = 8 << 20;
  private static final long TEXT = 0xFFFF_FFFF_C000_0000L;
  private static final long THUNK = TEXT - 4096;
  private static final int NO_MAP = 0;

  private DecoderBench() {}

  private static byte[] images() {
    var images = new ByteArrayOutputStream();
    for (long seed = 1; images.size() < BYTES; seed++) {
      var program = RewrittenProgram.trusted("bench", RandomPrograms.of(seed, NO_MAP));
      JitFunction code = JitCompiler.compile(program, JitOptions.MEASURED_KERNEL).main();
      images.writeBytes(code.at(TEXT + images.size(), symbol -> THUNK));
    }
    return images.toByteArray();
  }

  private static long decodeAll(byte[] code, Decoder decoder) {
    long instructions = 0;
    for (int at = 0; at < code.length; ) {
      switch (decoder.decode(code, at, code.length)) {
        case Decoded.Ok(var insn) -> {
          instructions++;
          at += insn.length();
        }
        case Decoded.Invalid(var why, int length) ->
            throw new IllegalStateException("%s at 0x%x".formatted(why, at));
      }
    }
    return instructions;
  }

  /** Prints the best rate; argument: rounds, default 20. */
  public static void main(String[] arguments) {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    byte[] code = images();
    var decoder = new Decoder();
    double best = 0;
    long instructions = 0;
    for (int round = 0; round < rounds; round++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      instructions = decodeAll(code, decoder);
      long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
      best = Math.max(best, instructions * 1e3 / took);
    }
    System.out.printf(
        Locale.ROOT, "%d bytes, %d instructions, %.1f M/s%n", code.length, instructions, best);
  }
}
