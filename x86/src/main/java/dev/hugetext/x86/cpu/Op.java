package dev.hugetext.x86.cpu;

/**
 * One decoded instruction, made ready: what can be known before it runs is in its fields.
 *
 * <p>An abstract class, not an interface: HotSpot calls a method of a class through one table load,
 * which made the whole interpreter 1.5 times as fast as with lambdas.
 *
 * <p>An operation does all that may trap before it changes a register.
 */
abstract class Op {
  /**
   * Data accesses that every execution looks up in the dTLB, 0 or 1. An operation that makes two
   * counts the second when it gets there, as the ports do for a second page.
   */
  final int accesses;

  /** Whether a block ends behind it. */
  final boolean endsBlock;

  Op(int accesses, boolean endsBlock) {
    this.accesses = accesses;
    this.endsBlock = endsBlock;
  }

  /** An operation inside a block. */
  Op(int accesses) {
    this(accesses, false);
  }

  /**
   * Executes it. The CPU's RIP is already behind the block; an operation that goes elsewhere sets
   * it.
   *
   * @throws GuestTrap with any RIP; the engine fills in the right one
   */
  abstract void run(Cpu cpu);
}
