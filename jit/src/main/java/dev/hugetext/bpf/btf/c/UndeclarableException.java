package dev.hugetext.bpf.btf.c;

/** Types that C cannot declare: which type, and why. */
public final class UndeclarableException extends Exception {
  private static final long serialVersionUID = 1;

  private final int type;
  private final String reason;

  UndeclarableException(int type, String reason) {
    super("type %d %s".formatted(type, reason));
    this.type = type;
    this.reason = reason;
  }

  /** Number of the type. */
  public int type() {
    return type;
  }

  /** What is wrong with it: the rest of a sentence that begins with the type. */
  public String reason() {
    return reason;
  }
}
