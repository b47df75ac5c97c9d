package dev.hugetext.bpf.interp;

/** How a run ended. */
public sealed interface Result {
  /** At the exit of the main function; R0 as it was. */
  record Returned(long r0) implements Result {}

  /**
   * At an access to memory that is not there, or a call for which there is no stack.
   *
   * @param function index of the function
   * @param pc slot in the function
   * @param address what was accessed
   */
  record Faulted(int function, int pc, long address) implements Result {}

  /**
   * At an instruction that no rewritten program has, or behind the last: only programs that nobody
   * verified get there.
   *
   * @param function index of the function
   * @param pc slot in the function
   * @param what stands there
   */
  record Undefined(int function, int pc, String what) implements Result {}

  /** The allowed number of instructions was used up. */
  record OutOfFuel() implements Result {}
}
