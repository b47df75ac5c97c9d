package dev.hugetext.jit;

import dev.hugetext.bpf.isa.RewrittenProgram;
import java.util.ArrayList;
import java.util.List;

/**
 * The tier {@code linux-6.18}: the machine code that the x86-64 JIT of Linux 6.18 makes of the same
 * rewritten instructions, byte for byte but for the addresses.
 */
public final class JitCompiler {

  private JitCompiler() {}

  /**
   * Compiles every function. Time is linear in the instructions, times the passes over jumps (at
   * most 20).
   *
   * @throws JitException for an instruction that this tier does not compile, or jumps that do not
   *     settle within the kernel's number of passes
   */
  public static JitImage compile(RewrittenProgram program, JitOptions options) {
    List<JitFunction> functions = new ArrayList<>();
    for (RewrittenProgram.Function function : program.functions()) {
      functions.add(new FunctionCompiler(function, functions.size(), options).compile());
    }
    return new JitImage(functions);
  }
}
