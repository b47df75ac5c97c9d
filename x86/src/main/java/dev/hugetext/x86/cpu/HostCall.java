package dev.hugetext.x86.cpu;

/**
 * The body of a guest kernel function in Java.
 *
 * <p>It runs when a CPU reaches the function's entry address, after the fetch there was counted.
 * Unless it changes RIP, the bytes at the entry are executed afterwards: usually a nop and a
 * return.
 */
@FunctionalInterface
public interface HostCall {
  /** Ends the run: the engine stops with {@link Stop.Returned}, RIP at this address. */
  HostCall EXIT =
      cpu -> {
        throw new IllegalStateException("an engine stops here and does not call");
      };

  /**
   * Runs the function; arguments and result are in the CPU's registers.
   *
   * @throws GuestTrap to trap at the entry address
   */
  void call(Cpu cpu);
}
