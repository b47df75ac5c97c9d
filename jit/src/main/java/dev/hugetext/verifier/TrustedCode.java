package dev.hugetext.verifier;

import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.verifier.rewrite.Guards;
import java.util.List;

/**
 * Programs that somebody else vouches for, as their compiler wrote them: nothing is checked, and
 * only what the machine needs is rewritten.
 */
public final class TrustedCode {
  private TrustedCode() {}

  /**
   * Makes slots fit to be compiled or interpreted: divisions by zero and of the smallest number by
   * -1 get the results that the standard gives them (RFC 9669, section 4.1).
   *
   * <p>Helper numbers stay call immediates; stack depths are read off the instructions.
   *
   * @throws IllegalArgumentException if a jump or call leads out of the list
   */
  public static RewrittenProgram rewrite(String name, List<RawInsn> insns) {
    return Guards.rewrite(name, insns);
  }
}
