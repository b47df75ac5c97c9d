package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.TrustedOptions;
import dev.hugetext.jit.JitCompiler;
import dev.hugetext.jit.JitFunction;
import dev.hugetext.jit.JitImage;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.jit.Relocation;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.KernelProgram;
import dev.hugetext.loader.kernel.Outcome;
import dev.hugetext.loader.kernel.ProgramInfo;
import dev.hugetext.loader.kernel.ProgramSpec;
import dev.hugetext.loader.run.RunningKernelJit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares our machine code of a program with the running kernel's: loads it, reads back rewritten
 * instructions and images, compiles the former, and wants the latter.
 */
public final class KernelImages {

  private final LearnedSymbols symbols = new LearnedSymbols();
  private final JitOptions options = RunningKernelJit.options();

  /** How the running kernel compiles. */
  public JitOptions options() {
    return options;
  }

  /** Loads {@code spec} and compares every function. */
  public ImageComparison compare(ProgramSpec spec) {
    return switch (Bpf.loadProgram(spec)) {
      case Outcome.Refused<KernelProgram> refused ->
          new ImageComparison.Refused(refused.message(), refused.log());
      case Outcome.Done<KernelProgram>(KernelProgram program) -> {
        try (program) {
          yield compare(program.info().orThrow());
        }
      }
    };
  }

  /** Compares every function of a loaded program, with the stack that its instructions show. */
  public ImageComparison compare(ProgramInfo info) {
    return compare(info, rewritten(info));
  }

  /**
   * The same with instructions of which the caller knows more than the dump shows: what the stack
   * is for, which loads may fault, which tail calls have a fixed slot.
   */
  public ImageComparison compare(ProgramInfo info, RewrittenProgram mine) {
    int slots = info.xlated().length / RawInsn.BYTES;
    JitImage image = JitCompiler.compile(mine, options);
    int functions = info.functionAddresses().size();
    if (image.functions().size() != functions) {
      throw new IllegalStateException(
          "%d functions here, %d in the kernel".formatted(image.functions().size(), functions));
    }
    symbols.forget();
    for (int index = 0; index < functions; index++) {
      symbols.function(index, info.functionAddresses().get(index));
    }
    List<ImageDifference> differences = new ArrayList<>();
    int start = 0;
    for (int index = 0; index < functions; index++) {
      int end = start + info.functionLengths().get(index);
      byte[] kernels = Arrays.copyOfRange(info.jited(), start, end);
      JitFunction function = image.functions().get(index);
      byte[] ours = placed(function, info.functionAddresses().get(index), kernels);
      if (!Arrays.equals(ours, kernels)) {
        differences.add(ImageDifference.between(function, ours, kernels));
      }
      start = end;
    }
    return new ImageComparison.Compared(
        slots, info.jited().length, image.functions().size(), passes(image), differences);
  }

  private static RewrittenProgram rewritten(ProgramInfo info) {
    return RewrittenProgram.trusted("prog", RawInsn.parse(info.xlated()), TrustedOptions.XLATED);
  }

  private static int passes(JitImage image) {
    return image.functions().stream().mapToInt(JitFunction::passes).max().orElseThrow();
  }

  /** Our code at the kernel's address; addresses not known yet are read off the kernel's code. */
  private byte[] placed(JitFunction function, long address, byte[] kernels) {
    if (function.length() != kernels.length) {
      return function.code();
    }
    ByteBuffer in = ByteBuffer.wrap(kernels).order(ByteOrder.LITTLE_ENDIAN);
    for (Relocation relocation : function.relocations()) {
      int at = relocation.offset();
      long target =
          switch (relocation.kind()) {
            case REL32 -> address + at + relocation.kind().bytes() + in.getInt(at);
            case ABS32 -> in.getInt(at);
            case ABS64 -> in.getLong(at);
          };
      symbols.learn(relocation.symbol(), target);
    }
    return function.at(address, symbols.symbols());
  }
}
