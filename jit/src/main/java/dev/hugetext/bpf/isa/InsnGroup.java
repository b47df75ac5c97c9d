package dev.hugetext.bpf.isa;

/** The conformance group of an instruction (RFC 9669, section 2.4), or why it is in none. */
public enum InsnGroup {
  BASE32("base32"),
  BASE64("base64"),
  ATOMIC32("atomic32"),
  ATOMIC64("atomic64"),
  DIVMUL32("divmul32"),
  DIVMUL64("divmul64"),
  PACKET("packet"),
  /** Accepted by Linux 6.18, not in the RFC. */
  KERNEL("kernel"),
  /** Made by the verifier after acceptance; refused from a user. */
  INTERNAL("internal"),
  /** An LLVM extension that Linux refuses. */
  REFUSED("refused"),
  /** In kernels newer than 6.18 only. */
  NEWER("newer");

  private final String text;

  InsnGroup(String text) {
    this.text = text;
  }

  /** As the RFC spells it. */
  public String text() {
    return text;
  }

  /** Whether Linux 6.18 takes such an instruction from a user. */
  public boolean accepted() {
    return switch (this) {
      case BASE32, BASE64, ATOMIC32, ATOMIC64, DIVMUL32, DIVMUL64, PACKET, KERNEL -> true;
      case INTERNAL, REFUSED, NEWER -> false;
    };
  }
}
