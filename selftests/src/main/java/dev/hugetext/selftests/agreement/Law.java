package dev.hugetext.selftests.agreement;

/** What must hold of all programs. */
public enum Law {
  SOUND("nothing is accepted that the kernel refuses", true),
  ACCEPTING("95 % of what the kernel accepts is accepted", true),
  SAME_RESULTS("all engines give the same results", false),
  SAME_IMAGES("machine code is the kernel's", true),
  SAME_REWRITING("rewriting is the kernel's", true);

  private final String text;
  private final boolean kernel;

  Law(String text, boolean kernel) {
    this.text = text;
    this.kernel = kernel;
  }

  /** What it says. */
  public String text() {
    return text;
  }

  /** Whether it speaks of the running kernel, and so can only be checked beside it. */
  public boolean needsKernel() {
    return kernel;
  }
}
