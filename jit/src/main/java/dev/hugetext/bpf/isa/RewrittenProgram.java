package dev.hugetext.bpf.isa;

import java.util.List;
import java.util.Map;

/**
 * What the compiler and the reference interpreter take: a program after acceptance, with context
 * accesses, divisions and calls rewritten, split into its functions.
 *
 * <p>Made by {@code verifier.rewrite}, or through the one named door {@link #trusted} by whoever
 * vouches for the instructions (conformance suites, benchmarks, dumps of a running kernel).
 */
public final class RewrittenProgram {
  private final List<Function> functions;

  private RewrittenProgram(List<Function> functions) {
    if (functions.isEmpty()) {
      throw new IllegalArgumentException("a program without a function");
    }
    this.functions = List.copyOf(functions);
  }

  /** Of functions that a verifier rewrote; the main function first. */
  public static RewrittenProgram ofVerified(List<Function> functions) {
    return new RewrittenProgram(functions);
  }

  /** Of functions that somebody else vouches for; the main function first. */
  public static RewrittenProgram trusted(List<Function> functions) {
    return new RewrittenProgram(functions);
  }

  /**
   * Of one list of slots with helper numbers as call immediates; stack depths are the deepest
   * constant frame-pointer access, and a function is tail-call reachable if the program tail-calls.
   */
  public static RewrittenProgram trusted(String name, List<RawInsn> insns) {
    return trusted(name, insns, TrustedOptions.DEFAULT);
  }

  /**
   * Of one list of slots, cut into functions at the targets of its calls.
   *
   * @throws IllegalArgumentException if a call or a callback address leads outside the list
   */
  public static RewrittenProgram trusted(String name, List<RawInsn> insns, TrustedOptions options) {
    return new RewrittenProgram(new FunctionSplitter(name, insns, options).functions());
  }

  /** The functions, main first. */
  public List<Function> functions() {
    return functions;
  }

  /** The main function. */
  public Function main() {
    return functions.getFirst();
  }

  /**
   * One function.
   *
   * @param insns its slots; jumps stay inside
   * @param stackDepth bytes below the frame pointer it may use, a multiple of 8
   * @param tailCallReachable whether the count of tail calls must be kept in its frame
   * @param privateStack whether those bytes are a per-CPU area of its own
   * @param references by index of a slot in {@code insns}: what its immediate stands for
   * @param originalStart index of its first slot in the list it was cut from
   */
  public record Function(
      String name,
      List<RawInsn> insns,
      int stackDepth,
      boolean tailCallReachable,
      boolean privateStack,
      Map<Integer, Symbol> references,
      int originalStart) {
    public Function {
      insns = List.copyOf(insns);
      references = Map.copyOf(references);
      if (stackDepth < 0 || stackDepth % 8 != 0) {
        throw new IllegalArgumentException(
            "%s: stack depth %d is not a multiple of 8".formatted(name, stackDepth));
      }
    }

    /** With its stack on the kernel's. */
    public Function(
        String name,
        List<RawInsn> insns,
        int stackDepth,
        boolean tailCallReachable,
        Map<Integer, Symbol> references,
        int originalStart) {
      this(name, insns, stackDepth, tailCallReachable, false, references, originalStart);
    }

    /** The same with a stack of this depth. */
    public Function withStackDepth(int bytes) {
      return new Function(
          name, insns, bytes, tailCallReachable, privateStack, references, originalStart);
    }

    /** The same with its stack elsewhere or not. */
    public Function withPrivateStack(boolean elsewhere) {
      return new Function(
          name, insns, stackDepth, tailCallReachable, elsewhere, references, originalStart);
    }
  }
}
