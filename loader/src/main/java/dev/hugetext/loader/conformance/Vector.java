package dev.hugetext.loader.conformance;

import dev.hugetext.bpf.isa.RawInsn;
import java.util.List;

/**
 * One conformance vector.
 *
 * @param insns the program; R1 is the address of the memory, R2 its length in bytes
 * @param memory what the program gets, often nothing
 * @param expected R0 at the end; of no meaning where {@code refused}
 * @param refused whether the program must not run at all
 */
public record Vector(List<RawInsn> insns, byte[] memory, long expected, boolean refused) {
  public Vector {
    insns = List.copyOf(insns);
    if (insns.isEmpty()) {
      throw new IllegalArgumentException("a vector without instructions");
    }
  }
}
