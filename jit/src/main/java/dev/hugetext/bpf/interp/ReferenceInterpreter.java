package dev.hugetext.bpf.interp;

import dev.hugetext.bpf.isa.RewrittenProgram;

/**
 * Runs a rewritten program instruction by instruction, by the words of RFC 9669: division by zero
 * gives 0 also where no rewriting guards it.
 *
 * <p>The frame of the main function ends below {@code stackTop}; each callee's frame lies below its
 * caller's. All of it is ordinary memory of the {@link BpfMemory}.
 */
public final class ReferenceInterpreter {
  private final BpfMemory memory;
  private final HelperCalls calls;
  private final long stackTop;

  /**
   * @param stackTop the frame pointer of main functions; at least {@link #STACK_BYTES} below it are
   *     memory
   */
  public ReferenceInterpreter(BpfMemory memory, HelperCalls calls, long stackTop) {
    this.memory = memory;
    this.calls = calls;
    this.stackTop = stackTop;
  }

  /** What eight frames of 512 bytes need. */
  public static final int STACK_BYTES = 8 * 512;

  /**
   * Runs {@code program} with its context at {@code context}.
   *
   * @param fuel how many instructions it may take
   */
  public Result run(RewrittenProgram program, long context, long fuel) {
    return new Run(program, memory, calls, stackTop, context).go(fuel);
  }
}
