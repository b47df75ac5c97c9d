package dev.hugetext.selftests.cases;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.verifier.rule.Rule;
import java.util.Optional;

/**
 * A program and what must become of it.
 *
 * @param name what it shows
 * @param program the program
 * @param privileged whether it is loaded with all privileges
 * @param violated the rule it violates; empty if it is safe
 * @param errno what bpf(2) answers, if refused
 * @param message a line of the kernel's message, if refused
 * @param stricter whether the running kernel accepts what is refused here
 */
public record VerifierCase(
    String name,
    BpfProgram program,
    boolean privileged,
    Optional<Rule> violated,
    Optional<Errno> errno,
    String message,
    boolean stricter) {
  @Override
  public String toString() {
    return name;
  }
}
