package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.isa.TrustedOptions;
import dev.hugetext.jit.JitCompiler;
import dev.hugetext.jit.JitFunction;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.jit.Relocation;
import dev.hugetext.loader.kernel.ProgramInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * The lines of a file of golden images. A program is either a dump, from which the compiler's
 * reader finds out all it must know, or functions with what a dump does not show.
 */
final class GoldenText {
  private static final HexFormat HEX = HexFormat.of();

  private final JitOptions options;
  private final List<String> lines = new ArrayList<>();

  GoldenText(JitOptions options) {
    this.options = options;
    String release = System.getProperty("os.version").split("-", 2)[0];
    lines.add("# Machine code that the x86-64 JIT of Linux %s made, measured,".formatted(release));
    lines.add("# of programs of dev.hugetext.selftests.jit; written by GoldenImages there.");
    lines.add("# Addresses are zero. xlated: rewritten slots as dumped; or, a function a line:");
    lines.add("# function: bytes of stack, what its frame has; slots; what slots stand for.");
    lines.add("# image: one line a function.");
    lines.add(
        "options ibt=%s rethunk=%s bmi2=%s indirect-jumps=%s"
            .formatted(options.ibt(), options.rethunk(), options.bmi2(), options.indirectJumps()));
  }

  List<String> lines() {
    return lines;
  }

  /** A program of which the dump says enough. */
  void writeXlated(String name, ProgramInfo info) {
    lines.add("program " + name);
    lines.add("xlated " + HEX.formatHex(info.xlated()));
    images(
        RewrittenProgram.trusted(name, RawInsn.parse(info.xlated()), TrustedOptions.XLATED), info);
  }

  /** A program as it was compiled. */
  void write(String name, RewrittenProgram compiled, ProgramInfo info) {
    lines.add("program " + name);
    for (RewrittenProgram.Function function : compiled.functions()) {
      String frame =
          (function.tailCallReachable() ? " tail-calls" : "")
              + (function.privateStack() ? " private-stack" : "");
      lines.add("function %d%s".formatted(function.stackDepth(), frame));
      lines.add("slots " + HEX.formatHex(RawInsn.toBytes(function.insns())));
      new TreeMap<>(function.references())
          .forEach((slot, symbol) -> lines.add("symbol %d %s".formatted(slot, text(symbol))));
    }
    images(compiled, info);
  }

  private void images(RewrittenProgram program, ProgramInfo info) {
    int start = 0;
    int index = 0;
    for (JitFunction ours : JitCompiler.compile(program, options).functions()) {
      int end = start + info.functionLengths().get(index);
      byte[] image = Arrays.copyOfRange(info.jited(), start, end);
      if (image.length != ours.length()) {
        throw new IllegalStateException(
            "%s: %d bytes here, %d in the kernel"
                .formatted(ours.name(), ours.length(), image.length));
      }
      for (Relocation relocation : ours.relocations()) {
        int at = relocation.offset();
        Arrays.fill(image, at, at + relocation.kind().bytes(), (byte) 0);
      }
      lines.add("image " + HEX.formatHex(image));
      start = end;
      index++;
    }
  }

  private static String text(Symbol symbol) {
    return switch (symbol) {
      case Symbol.Helper(int id) -> "helper %d".formatted(id);
      case Symbol.CallBase(int displacement) -> "call-base %d".formatted(displacement);
      case Symbol.MapPointer(int map) -> "map %d".formatted(map);
      case Symbol.MapValue(int map, int offset) -> "map-value %d %d".formatted(map, offset);
      case Symbol.Function(int index) -> "function %d".formatted(index);
      case Symbol.Kernel(String name) -> "kernel " + name;
      case Symbol.TailCallSlot(int map, int index) -> "tail-call-slot %d %d".formatted(map, index);
      case Symbol.PrivateStack(int function) -> "private-stack %d".formatted(function);
    };
  }
}
