package dev.hugetext.bpf.btf;

/** Bytes that are no BTF: which file, where in the section, and why. */
public final class BtfException extends Exception {
  private static final long serialVersionUID = 1;

  private final long offset;
  private final String reason;

  BtfException(String file, long offset, String reason) {
    super("%s: BTF at offset 0x%x: %s".formatted(file, offset, reason));
    this.offset = offset;
    this.reason = reason;
  }

  /** Bytes from the start of the section. */
  public long offset() {
    return offset;
  }

  /** What is wrong there, without file and offset. */
  public String reason() {
    return reason;
  }
}
