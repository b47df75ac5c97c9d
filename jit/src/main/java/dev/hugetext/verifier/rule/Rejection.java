package dev.hugetext.verifier.rule;

import dev.hugetext.bpf.proto.Errno;
import java.util.Objects;

/**
 * Why a program was refused: where, which rule, what was wanted, what was found.
 *
 * @param pc index of the instruction's slot, or -1 where the program as a whole is refused
 * @param insn the instruction in kernel notation, or empty
 * @param rule the violated rule
 * @param wanted the rule in one sentence
 * @param found what the verifier knew instead: the lines of the Linux message
 * @param errno what bpf(2) answers
 */
public record Rejection(int pc, String insn, Rule rule, String wanted, String found, Errno errno) {
  public Rejection {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(errno, "errno");
  }

  /** E.g. {@code 7: (r0 = *(u32 *)(r1 +4)) memory-bounds: wanted ..., found ...}; stable. */
  public String message() {
    return "%d: (%s) %s: wanted %s, found %s".formatted(pc, insn, rule.id(), wanted, found);
  }
}
