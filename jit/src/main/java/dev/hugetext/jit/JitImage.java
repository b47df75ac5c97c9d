package dev.hugetext.jit;

import java.util.List;

/**
 * A compiled program: its functions, main first, none of them placed yet.
 *
 * @param functions in the order of {@code RewrittenProgram.functions()}
 */
public record JitImage(List<JitFunction> functions) {

  public JitImage {
    functions = List.copyOf(functions);
    if (functions.isEmpty()) {
      throw new IllegalArgumentException("an image without a function");
    }
  }

  public JitFunction main() {
    return functions.getFirst();
  }

  /** Bytes of machine code in all functions, as {@code jited_prog_len} counts them. */
  public int length() {
    return functions.stream().mapToInt(JitFunction::length).sum();
  }
}
