package dev.hugetext.x86.cpu;

import dev.hugetext.x86.memory.PageFault;

/**
 * Why a CPU could not go on. Its state is that before the instruction (nothing half written), but
 * for {@link Int3}, a trap in the SDM's sense, where it is that after the instruction.
 */
public sealed interface Trap {
  /** Where the CPU's RIP is: at the instruction, for {@link Int3} behind it. */
  long rip();

  /** The same at another RIP. */
  default Trap at(long address) {
    return switch (this) {
      case Int3 trap -> new Int3(address);
      case InvalidOpcode trap -> new InvalidOpcode(address);
      case DivideError trap -> new DivideError(address);
      case Fault(var fault, var old) -> new Fault(fault, address);
      case GeneralProtection(var offending, var old) -> new GeneralProtection(offending, address);
    };
  }

  /**
   * #BP: an {@code int3} was executed.
   *
   * @param rip behind the one-byte instruction
   */
  record Int3(long rip) implements Trap {
    /** Where the breakpoint byte is. */
    public long address() {
      return rip - 1;
    }
  }

  /** #UD: the bytes are no instruction that is known, or one that is undefined on purpose. */
  record InvalidOpcode(long rip) implements Trap {}

  /** #DE: division by zero, or a quotient that does not fit. */
  record DivideError(long rip) implements Trap {}

  /** #PF: an access was not mapped or not permitted. */
  record Fault(PageFault fault, long rip) implements Trap {}

  /**
   * #GP (or #SS): an address is not canonical.
   *
   * @param address the offending address
   */
  record GeneralProtection(long address, long rip) implements Trap {}
}
