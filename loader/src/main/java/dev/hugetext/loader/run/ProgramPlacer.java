package dev.hugetext.loader.run;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.jit.JitCompiler;
import dev.hugetext.jit.JitFunction;
import dev.hugetext.jit.JitImage;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.jit.Placement;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Compiles programs and puts them into executable memory: each function a block of its own, formed
 * in an ordinary buffer and copied by one fill, as {@code bpf_jit_binary_pack_finalize} does.
 */
public final class ProgramPlacer {
  private static final byte INT3 = (byte) 0xCC;

  private final EmulatedKernel kernel;
  private final JitOptions options;
  private final SplittableRandom holes;

  /** Places programs in {@code kernel}, with code as {@code options} say. */
  public ProgramPlacer(EmulatedKernel kernel, JitOptions options) {
    this.kernel = kernel;
    this.options = options;
    holes = new SplittableRandom(kernel.setup().seed());
  }

  /**
   * Compiles and places a program.
   *
   * @throws dev.hugetext.jit.JitException if the compiler does not know one of its instructions
   */
  public PlacementOutcome place(ProgramSource source) {
    JitImage image = JitCompiler.compile(source.rewritten(), options);
    long[] entries = new long[image.functions().size()];
    var stacks = PrivateStackAreas.allocate(kernel.memory().perCpu(), source.rewritten());
    if (stacks.isEmpty()) {
      return new PlacementOutcome.Refused(Errno.ENOMEM, "no per-CPU memory for private stacks");
    }
    var symbols = new ProgramSymbols(kernel, source.maps(), entries, stacks.get().ends());
    TextAllocator text = kernel.text();
    List<PlacedFunction> placed = new ArrayList<>();
    for (JitFunction function : image.functions()) {
      Placement placement = Placement.of(function, holes);
      long block = text.alloc(placement.size(), Placement.CHUNK_BYTES);
      if (block == 0) {
        stacks.get().free();
        placed.forEach(earlier -> text.free(earlier.block()));
        return new PlacementOutcome.Refused(
            Errno.ENOMEM, "no %d bytes of executable memory".formatted(placement.size()));
      }
      long entry = block + placement.codeOffset();
      entries[placed.size()] = entry;
      placed.add(new PlacedFunction(function, block, placement.size(), entry));
    }
    // only now all entries are known, which calls between functions need
    for (PlacedFunction function : placed) {
      long filled = text.fill(function.block(), block(function, symbols));
      if (Errno.isError(filled)) {
        stacks.get().free();
        placed.forEach(earlier -> text.free(earlier.block()));
        return new PlacementOutcome.Refused(
            Errno.of((int) -filled).orElse(Errno.EINVAL), "executable memory cannot be written");
      }
    }
    long struct = structOf(placed.getFirst().entry());
    if (struct == 0) {
      stacks.get().free();
      placed.forEach(earlier -> text.free(earlier.block()));
      return new PlacementOutcome.Refused(Errno.ENOMEM, "no memory for struct bpf_prog");
    }
    var tailCalls = new DirectTailCalls(kernel.memory(), options, placed, source.maps());
    tailCalls.begin();
    placed.forEach(kernel.traps()::add);
    Runnable release =
        () -> {
          tailCalls.end();
          placed.forEach(kernel.traps()::remove);
          stacks.get().free();
          kernel.heap().free(struct);
        };
    var kept = new LoadedProgram.Kept(kernel.nextProgramId(), struct, release);
    return new PlacementOutcome.Placed(new LoadedProgram(source, placed, symbols, text, kept));
  }

  /** A {@code struct bpf_prog}, as far as tail calls read it; 0 where memory is exhausted. */
  private long structOf(long entry) {
    long struct = kernel.heap().allocate(KernelAbi.BpfProg.SIZE);
    if (struct != 0) {
      kernel.heap().memory().putLong(struct + KernelAbi.BpfProg.BPF_FUNC, entry);
    }
    return struct;
  }

  /** Header, padding, code and exception table as they will lie in memory; what is unused traps. */
  private static byte[] block(PlacedFunction function, ProgramSymbols symbols) {
    byte[] block = new byte[function.blockBytes()];
    Arrays.fill(block, INT3);
    ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).putInt(0, block.length);
    byte[] code = function.function().at(function.entry(), symbols);
    System.arraycopy(code, 0, block, (int) (function.entry() - function.block()), code.length);
    byte[] table = ExceptionTable.of(function);
    System.arraycopy(
        table, 0, block, (int) (ExceptionTable.address(function) - function.block()), table.length);
    return block;
  }
}
