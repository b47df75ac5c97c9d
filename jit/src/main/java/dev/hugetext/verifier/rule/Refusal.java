package dev.hugetext.verifier.rule;

import dev.hugetext.bpf.proto.Errno;

/**
 * Carries a violated rule from the check that found it to the one place that makes it a {@link
 * Rejection}, the exploration's loop.
 *
 * <p>A refusal is an expected outcome and leaves the verifier as a value; inside, checks nest a
 * dozen deep, and each of them ends the analysis. It has no stack trace and costs as much as an
 * object.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Rule rule;
  private final Errno errno;

  private Refusal(Rule rule, Errno errno, String found) {
    super(found, null, false, false);
    this.rule = rule;
    this.errno = errno;
  }

  /** A violation with the rule's usual error number; {@code found} is the Linux message. */
  public static Refusal of(Rule rule, String found) {
    return new Refusal(rule, rule.errno(), found);
  }

  /** A violation that Linux answers with another error number than the rule's usual one. */
  public static Refusal of(Rule rule, Errno errno, String found) {
    return new Refusal(rule, errno, found);
  }

  /** The same with what Linux says first put before. */
  public Refusal after(String line) {
    return new Refusal(rule, errno, line + "\n" + found());
  }

  /** The same with a line more. */
  public Refusal before(String line) {
    return new Refusal(rule, errno, found() + "\n" + line);
  }

  /** The same with another error number. */
  public Refusal as(Errno errno) {
    return new Refusal(rule, errno, found());
  }

  public Rule rule() {
    return rule;
  }

  /** The lines of the Linux message. */
  public String found() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  /** This refusal at an instruction, as a value. */
  public Rejection at(int pc, String insn) {
    return new Rejection(pc, insn, rule, rule.wanted(), found(), errno);
  }
}
